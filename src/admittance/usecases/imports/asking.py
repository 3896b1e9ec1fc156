"""A person uploads a file, says what its columns are, watches, and may cancel."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.policy import Policy
from admittance.usecases.contacts.standing import MayNot, Standing, stand
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.imports.columns import BadColumns, check_columns
from admittance.usecases.imports.csv_file import Encoding
from admittance.usecases.imports.records import AT_WORK, OVER, Duplicates, Import, ImportState, WhyOver
from admittance.usecases.imports.running import give_up
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction

NEWEST = 10
LONGEST_NAME = 200
MOST_WAITING = 5
"""Files of one person that are not imported yet: each lies on the disk until it is, or for a day."""
_LOOKED_THROUGH = 1_000


class Choice(Struct, frozen=True, kw_only=True):
    """How a file is to be read and written."""

    columns: tuple[str, ...]
    encoding: Encoding
    delimiter: str
    duplicates: Duplicates
    whole: bool


class NotNow(Struct, frozen=True):
    """It is past that: the import as it stands."""

    one: Import


class TooManyWaiting(Struct, frozen=True):
    """`MOST_WAITING` files of the person are here already. This one is not kept."""


class ImportShown(Struct, frozen=True):
    """One's own import, with who and where one is. `waits`: behind an earlier import of the same account."""

    standing: Standing
    one: Import
    waits: bool = False


class OwnImport(Struct, frozen=True):
    """A line of the person's list; `waits` as in `ImportShown`."""

    one: Import
    waits: bool = False


Chosen: TypeAlias = Import | BadColumns | NotNow | MayNot | NotThere


def importer(tx: Transaction, policy: Policy, account_id: int, user_id: int) -> Standing | MayNot | NotThere:
    """The person, if they may import here."""
    standing = stand(tx, policy, account_id, user_id)
    return standing if isinstance(standing, NotThere) or standing.may_import else MayNot()


def may_upload(
    tx: Transaction, policy: Policy, account_id: int, user_id: int
) -> Standing | TooManyWaiting | MayNot | NotThere:
    """The person, if they may import here and one more file of theirs can wait."""
    standing = importer(tx, policy, account_id, user_id)
    if not isinstance(standing, Standing):
        return standing
    own = tx.imports.newest(account_id, user_id, _LOOKED_THROUGH)
    return TooManyWaiting() if sum(one.state not in OVER for one in own) >= MOST_WAITING else standing


def own_imports(tx: Transaction, standing: Standing) -> Sequence[OwnImport]:
    """The newest ones of the person."""
    newest = tx.imports.newest(standing.account.id, standing.user_id, NEWEST)
    return [OwnImport(one, waits(tx, one)) for one in newest]


def waits(tx: Transaction, one: Import) -> bool:
    """Whether an import of the same account, anybody's, is to be over before this one begins."""
    if one.state not in AT_WORK:
        return False
    first = tx.imports.first_at_work(one.account_id)
    return first is not None and first.id != one.id


def take_file(
    tx: Transaction,
    policy: Policy,
    account_id: int,
    user_id: int,
    name: str,
    size: int,
    now: int,
) -> Import | TooManyWaiting | MayNot | NotThere:
    """A file has arrived: its columns are to be chosen next."""
    standing = may_upload(tx, policy, account_id, user_id)
    if not isinstance(standing, Standing):
        return standing
    shown = name[:LONGEST_NAME]
    return tx.imports.add(
        Import(account_id=account_id, user_id=user_id, name=shown, size=size, created_at=now, changed_at=now)
    )


def see_import(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, import_id: int
) -> ImportShown | MayNot | NotThere:
    """One's own import; anybody else's is not there."""
    standing = importer(tx, policy, account_id, user_id)
    if not isinstance(standing, Standing):
        return standing
    one = tx.imports.get(account_id, import_id)
    if one is None or one.user_id != user_id:
        return NotThere()
    return ImportShown(standing, one, waits(tx, one))


def choose_columns(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, import_id: int, choice: Choice, now: int
) -> Chosen:
    """Take the choice and put the import in line; `NotNow` where it has begun or is over, `BadColumns` for columns that
    make no contact.
    """
    seen = see_import(tx, policy, account_id, user_id, import_id)
    if not isinstance(seen, ImportShown):
        return seen
    if seen.one.state is not ImportState.CHOOSING:
        return NotNow(seen.one)
    bad = check_columns(tx.crm.definitions.kind(account_id, CONTACTS), choice.columns)
    if bad is not None:
        return bad
    return started(tx, seen.one, choice, now)


def started(tx: Transaction, one: Import, choice: Choice, now: int) -> Import:
    """The import with its columns chosen; it begins once those that the account began before it are over."""
    begun = replace(
        one,
        state=ImportState.CHECKING,
        columns=choice.columns,
        encoding=choice.encoding,
        delimiter=choice.delimiter,
        duplicates=choice.duplicates,
        whole=choice.whole,
        changed_at=now,
        begun_at=now,
    )
    tx.imports.put(begun)
    return begun


def cancel_import(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, import_id: int, now: int
) -> Import | NotNow | MayNot | NotThere:
    """Stop it, and undo what it has written."""
    seen = see_import(tx, policy, account_id, user_id, import_id)
    if not isinstance(seen, ImportShown):
        return seen
    if seen.one.state in OVER or seen.one.state is ImportState.UNDOING:
        return NotNow(seen.one)
    return give_up(tx, account_id, import_id, WhyOver.CANCELLED, now) or NotNow(seen.one)
