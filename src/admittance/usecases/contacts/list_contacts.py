"""The list of contacts: search, filters, one order at a time, and pages that follow a cursor.

No total is asked for, and no page costs more than looking at `MOST_LOOKED_AT` records: what the index answers is asked
of the index, the rest is looked at on the record. A page that found too little says so and goes on where it stopped.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.core.record_reach import Reach
from admittance.usecases.contacts.standing import OWNER, Standing, covers, owner_of, stand
from admittance.usecases.crm.object_types import CONTACTS, RECORD_ID
from admittance.usecases.crm.properties import Property, comparable
from admittance.usecases.crm.records import Filter, Operator, Record, Search, Sort
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction

PAGE_SIZE = 25
FOUND_SIZE = 10
"""Of a search: asked for with every letter, so it is what one looks over at a glance, in the order of the index."""
MOST_LOOKED_AT = 2_000
DEEPEST = 10_000
"""Contacts of one value that a page may leave out: each is met again on the way to it."""
_AT_ONCE = 200
LONGEST_QUERY = 200


class Order(StrEnum):
    """How the list stands. Only `NEWEST` has every contact in it; the others those that have the property."""

    NEWEST = "newest"
    NAME = "firstname"
    EMAIL = "email"
    COMPANY = "company"


class Wanted(StrEnum):
    """A filter on whether there is something."""

    ANY = ""
    YES = "yes"
    NO = "no"


class Cursor(Struct, frozen=True):
    """Where a page begins. Newest first: below the id `at`; of a search: above it. By a property: from the value `at`
    on, leaving out the first `skip` contacts that have it.
    """

    at: str
    skip: int = 0


class AskedContacts(Struct, frozen=True, kw_only=True):
    """Which contacts. `owner` is a user id, 0 for nobody's; `since` is ms of the earliest creation. With a `query` the
    oldest comes first, whatever `order` says: the order of the index costs half of any other.
    """

    query: str = ""
    owner: int | None = None
    company: str = ""
    email: Wanted = Wanted.ANY
    phone: Wanted = Wanted.ANY
    since: int | None = None
    order: Order = Order.NEWEST
    cursor: Cursor | None = None

    @property
    def size(self) -> int:
        """Contacts of a full page."""
        return FOUND_SIZE if self.query else PAGE_SIZE

    @property
    def filtered(self) -> bool:
        """Whether anything but order and page was asked for."""
        return self != AskedContacts(order=self.order, cursor=self.cursor)


class ContactList(Struct, frozen=True, kw_only=True):
    """A page. `owners` names the owners on it (user id -> name). `next` is where the next page begins, None at the end;
    `unfinished`: the page is short because looking further would take too long; `too_deep`: nothing further is shown.
    """

    standing: Standing
    contacts: tuple[Record, ...]
    owners: dict[int, str]
    next: Cursor | None
    unfinished: bool
    too_deep: bool = False


def list_contacts(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, asked: AskedContacts
) -> ContactList | NotThere:
    """The page as the person may see it."""
    standing = stand(tx, policy, account_id, user_id)
    if isinstance(standing, NotThere):
        return standing
    found, last, more = _take(_walk(tx, standing, asked), standing.see, asked)
    too_deep = _too_deep(asked.cursor) or (more and _too_deep(last))
    return ContactList(
        standing=standing,
        contacts=tuple(found),
        owners=owner_names(tx, found),
        next=last if more and not too_deep else None,
        unfinished=more and not too_deep and len(found) < asked.size,
        too_deep=too_deep,
    )


def every_contact(tx: Transaction, standing: Standing, asked: AskedContacts, after: int) -> tuple[list[Record], int]:
    """The next contacts with ids above `after` that the person may see and `asked` wants, oldest first, and the id to
    go on after: 0 when there are no more. For exports, whose every look is a transaction of its own.
    """
    own = Filter(CONTACTS.properties[RECORD_ID], Operator.GT, (after,))
    group = (*_indexed(standing.see, asked), own)
    search = Search(query=asked.query, groups=(group,), sorts=(_sort(RECORD_ID),), limit=_AT_ONCE)
    rows = tx.crm.records.find(standing.account.id, CONTACTS, search)
    kept = [row for row in rows[:_AT_ONCE] if covers(standing.see, row) and _meets(row, asked)]
    return kept, rows[_AT_ONCE - 1].id if len(rows) > _AT_ONCE else 0


def owner_names(tx: Transaction, records: Iterable[Record]) -> dict[int, str]:
    """The owners of `records` by user id, with the name people know them by."""
    ids = {owner for record in records if (owner := owner_of(record)) is not None}
    users = {owner: tx.people.user(owner) for owner in sorted(ids)}
    return {owner: user.name or user.email for owner, user in users.items() if user is not None}


class _Step(Struct, frozen=True):
    """A contact on the way, with the cursor that goes on behind it."""

    record: Record
    after: Cursor


def _take(steps: Iterator[_Step], see: Reach, asked: AskedContacts) -> tuple[list[Record], Cursor | None, bool]:
    """The page's contacts, the cursor behind the last one looked at, and whether there may be more."""
    found: list[Record] = []
    last: Cursor | None = None
    for looked, step in enumerate(steps):
        if len(found) == asked.size or looked == MOST_LOOKED_AT:
            return found, last, True
        if _older(step.record, asked):
            break
        last = step.after
        # INVARIANT: whatever the index was asked, nobody is shown a record that their right does not reach.
        if covers(see, step.record) and _meets(step.record, asked):
            found.append(step.record)
    return found, last, False


def _too_deep(cursor: Cursor | None) -> bool:
    return cursor is not None and cursor.skip > DEEPEST


def _older(record: Record, asked: AskedContacts) -> bool:
    """Newest first, everything behind this one is older than what was asked for."""
    return asked.since is not None and _newest(asked) and record.created_at < asked.since


def _newest(asked: AskedContacts) -> bool:
    return asked.order is Order.NEWEST and not asked.query


def _walk(tx: Transaction, standing: Standing, asked: AskedContacts) -> Iterator[_Step]:
    """Contacts in the order asked for, from the cursor on."""
    if _too_deep(asked.cursor):
        return iter(())
    if asked.query or asked.order is Order.NEWEST:
        return _by_id(tx, standing, asked)
    return _by_property(tx, standing, asked)


def _by_id(tx: Transaction, standing: Standing, asked: AskedContacts) -> Iterator[_Step]:
    falling = _newest(asked)
    beyond = int(asked.cursor.at) if asked.cursor is not None and asked.cursor.at.isdecimal() else None
    operator, limit = Operator.LT if falling else Operator.GT, asked.size + 1
    while True:
        own = (Filter(CONTACTS.properties[RECORD_ID], operator, (beyond,)),) if beyond is not None else ()
        group = (*_indexed(standing.see, asked), *own)
        sorts = (_sort(RECORD_ID, descending=falling),)
        search = Search(query=asked.query, groups=(group,) if group else (), sorts=sorts, limit=limit)
        rows = tx.crm.records.find(standing.account.id, CONTACTS, search)
        for row in rows[:limit]:
            yield _Step(row, Cursor(str(row.id)))
        if len(rows) <= limit:
            return
        beyond, limit = rows[limit - 1].id, _AT_ONCE


def _by_property(tx: Transaction, standing: Standing, asked: AskedContacts) -> Iterator[_Step]:
    """Few contacts of one owner or company are found first and then sorted; of many, each is met on the way."""
    prop = CONTACTS.properties[asked.order.value]
    narrow = _indexed(standing.see, asked)
    if narrow and not _many(tx, standing, narrow):
        yield from _sorted_few(tx, standing, prop, narrow, asked.cursor or Cursor(""))
        return
    at, skip = (asked.cursor.at, asked.cursor.skip) if asked.cursor is not None else ("", 0)
    offset, limit = skip, PAGE_SIZE + 1
    while True:
        start = Filter(prop, Operator.GTE, (at,))
        search = Search(groups=((start,),), sorts=(Sort(prop),), offset=offset, limit=limit)
        rows = tx.crm.records.find(standing.account.id, CONTACTS, search)
        for row in rows[:limit]:
            value = _compared(row, prop)
            at, skip = (at, skip + 1) if value == at else (value, 1)
            yield _Step(row, Cursor(at, skip))
        if len(rows) <= limit:
            return
        offset, limit = skip, _AT_ONCE


def _sorted_few(
    tx: Transaction, standing: Standing, prop: Property, narrow: tuple[Filter, ...], start: Cursor
) -> Iterator[_Step]:
    rows = tx.crm.records.find(standing.account.id, CONTACTS, Search(groups=(narrow,), limit=MOST_LOOKED_AT))
    having = sorted((_compared(row, prop), row.id, row) for row in rows if prop.name in row.properties)
    at, skip = "", 0
    for value, _, row in having:
        at, skip = (at, skip + 1) if value == at else (value, 1)
        if (value, skip) > (start.at, start.skip):
            yield _Step(row, Cursor(at, skip))


def _compared(record: Record, prop: Property) -> str:
    """The value as the index compares it, so that a cursor finds its place again."""
    return str(comparable(prop, record.properties.get(prop.name, "")))


def _many(tx: Transaction, standing: Standing, narrow: tuple[Filter, ...]) -> bool:
    """Whether so many meet `narrow` that sorting them costs more than meeting the others on the way."""
    search = Search(groups=(narrow,))
    return tx.crm.records.count(standing.account.id, CONTACTS, search, MOST_LOOKED_AT) >= MOST_LOOKED_AT


def _indexed(see: Reach, asked: AskedContacts) -> tuple[Filter, ...]:
    """What the index can narrow down. It never decides alone: see `_take`."""
    filters: list[Filter] = []
    owner = CONTACTS.properties[OWNER]
    if asked.owner:
        filters.append(Filter(owner, Operator.EQ, (str(asked.owner),)))
    elif not see.everything and not see.unassigned and asked.owner is None:
        owners = tuple(str(one) for one in sorted(see.owners))
        filters.append(Filter(owner, Operator.EQ if len(owners) == 1 else Operator.IN, owners))
    if asked.company:
        filters.append(Filter(CONTACTS.properties["company"], Operator.EQ, (asked.company.casefold().strip(),)))
    return tuple(filters)


def _meets(record: Record, asked: AskedContacts) -> bool:
    """What is looked at on the record itself."""
    has = record.properties
    return (
        (asked.owner is None or (owner_of(record) or 0) == asked.owner)
        and (not asked.company or has.get("company", "").casefold().strip() == asked.company.casefold().strip())
        and (asked.since is None or record.created_at >= asked.since)
        and _as_wanted(asked.email, "email" in has)
        and _as_wanted(asked.phone, "phone" in has or "mobilephone" in has)
    )


def _as_wanted(wanted: Wanted, there: bool) -> bool:
    return wanted is Wanted.ANY or (wanted is Wanted.YES) == there


def _sort(name: str, *, descending: bool = False) -> Sort:
    return Sort(CONTACTS.properties[name], descending)
