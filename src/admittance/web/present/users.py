"""The table of Users & Teams as its page: filtered, sorted, one page of it."""

from collections.abc import Callable
from gettext import NullTranslations
from typing import assert_never
from urllib.parse import urlencode

from msgspec import Struct

from admittance.core.whole_number import whole_number
from admittance.http.parameters import Parameters
from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.list_members import ListedMember, Members
from admittance.usecases.people.pending import Pending, is_pending
from admittance.usecases.people.rules import PersonAct
from admittance.usecases.records import Membership
from admittance.web.pages.parts import avatar
from admittance.web.pages.users import Column, MenuItem, Option, PeopleTabs, UserRow, UsersPage
from admittance.web.present.invitations import invitation_list
from admittance.web.present.reader import Reader

PAGE_SIZE = 25
SUPER_ADMIN, CUSTOM = "super-admin", "custom"
"""Values of the access filter beside the ids of permission sets."""


class Asked(Struct, frozen=True, kw_only=True):
    """What the address of the list asks for. `sort` is a column's name, with "-" before it for falling order; `invited`
    is the page of the invitations.
    """

    query: str = ""
    access: str = ""
    team: str = ""
    sort: str = "name"
    page: int = 1
    invited: int = 1

    def url(self, base: str, **changes: str) -> str:
        """The address with some of it changed; a changed filter or order starts at the first page."""
        parts = {"q": self.query, "access": self.access, "team": self.team, "sort": self.sort} | changes
        kept = {name: value for name, value in parts.items() if value and (name, value) != ("sort", "name")}
        return f"{base}?{urlencode(kept)}" if kept else base


def asked_of(sent: Parameters) -> Asked:
    """Read off a query; what is no sensible value is left out."""
    sort = sent.get("sort") or "name"
    return Asked(
        query=(sent.get("q") or "").strip()[:200],
        access=sent.get("access") or "",
        team=sent.get("team") or "",
        sort=sort if sort.removeprefix("-") in _KEYS else "name",
        page=_number(sent.get("page") or ""),
        invited=_number(sent.get("invited") or ""),
    )


def _number(text: str) -> int:
    """A page's; the first where it is none."""
    return whole_number(text, digits=6) or 1


def access_words(membership: Membership, reader: Reader) -> str:
    """What the ACCESS column says: "Super Admin", the permission set's name, or "Custom"."""
    if membership.super_admin:
        return reader.words.gettext("Super Admin")  # a proper name: the same in every language
    if membership.permission_set is not None:
        return reader.catalogue.permission_set_label(membership.permission_set, reader.language.value)
    return reader.words.gettext("Custom")


_KEYS: dict[str, Callable[[ListedMember, Reader], tuple[object, ...]]] = {
    "name": lambda one, reader: (),
    "access": lambda one, reader: (
        not one.member.membership.super_admin,
        access_words(one.member.membership, reader).casefold(),
    ),
    "team": lambda one, reader: (one.member.membership.team is None, (one.member.membership.team or "").casefold()),
    "apps": lambda one, reader: (one.connected_apps,),
}


def users_page(
    reader: Reader, shown: Members, pending: Pending, asked: Asked, now: int, *, problem: str = ""
) -> UsersPage:
    """The part of the list that was asked for."""
    words, base = reader.words, f"/accounts/{shown.account.id}/users"
    found = _sorted([one for one in shown.members if _matches(one, asked)], asked, reader)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(asked.page, 1), pages)
    first = (number - 1) * PAGE_SIZE
    part = found[first : first + PAGE_SIZE]
    return UsersPage(
        tabs=tabs(reader, shown, "users"),
        action=base,
        query=asked.query,
        access_options=_access_options(reader, asked.access),
        team_options=_options(words.gettext("All teams"), shown.teams, asked.team),
        kept=(("sort", asked.sort),) if asked.sort != "name" else (),
        columns=tuple(_column(name, title, base, asked) for name, title in _titles(words)),
        rows=tuple(_row(reader, shown, one, base, now) for one in part),
        count_words=words.ngettext("%(num)s user", "%(num)s users", len(found)) % {"num": len(found)},
        shown_words=words.gettext("%(first)s–%(last)s of %(all)s")
        % {"first": first + 1 if part else 0, "last": first + len(part), "all": len(found)},
        filtered=bool(asked.query or asked.access or asked.team),
        clear_url=base,
        add_url=f"{base}/new" if shown.may_edit else "",
        leave_url=f"/accounts/{shown.account.id}/leave",
        previous_url=asked.url(base, page=str(number - 1)) if number > 1 else "",
        next_url=asked.url(base, page=str(number + 1)) if number < pages else "",
        invitations=invitation_list(
            reader, pending, now, number=asked.invited, url=lambda one: asked.url(base, invited=str(one))
        ),
        problem=problem,
    )


def tabs(reader: Reader, shown: Members, current: str) -> PeopleTabs:
    """The tabs above the three lists: users, teams, permission sets, each with its number."""
    base = f"/accounts/{shown.account.id}"
    return PeopleTabs(
        current=current,
        users_url=f"{base}/users",
        users=len(shown.members),
        teams_url=f"{base}/teams",
        teams=len(shown.teams),
        sets_url=f"{base}/permission-sets",
        sets=len(reader.catalogue.sets),
    )


def _matches(one: ListedMember, asked: Asked) -> bool:
    membership, user = one.member.membership, one.member.user
    text = f"{user.name} {user.email}".casefold()
    if not all(word in text for word in asked.query.casefold().split()):
        return False
    if asked.team and membership.team != asked.team:
        return False
    if asked.access == SUPER_ADMIN:
        return membership.super_admin
    if asked.access == CUSTOM:
        return membership.permission_set is None and not membership.super_admin
    return not asked.access or (membership.permission_set == asked.access and not membership.super_admin)


def _sorted(found: list[ListedMember], asked: Asked, reader: Reader) -> list[ListedMember]:
    falling, column = asked.sort.startswith("-"), asked.sort.removeprefix("-")
    by_name = sorted(found, key=lambda one: (one.member.user.name.casefold(), one.member.user.id))
    if column == "name":
        return by_name[::-1] if falling else by_name
    return sorted(by_name, key=lambda one: _KEYS[column](one, reader), reverse=falling)


def _titles(words: NullTranslations) -> tuple[tuple[str, str], ...]:
    return (
        ("name", words.gettext("User")),
        ("access", words.gettext("Access")),
        ("team", words.gettext("Team")),
        ("apps", words.gettext("Connected apps")),
    )


def _column(name: str, title: str, base: str, asked: Asked) -> Column:
    order = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
    return Column(words=title, url=asked.url(base, sort=f"-{name}" if asked.sort == name else name), sorted=order)


def _access_options(reader: Reader, chosen: str) -> tuple[Option, ...]:
    words = reader.words
    sets = reader.catalogue.sets
    named = [
        (SUPER_ADMIN, words.gettext("Super Admin")),
        *((one, reader.catalogue.permission_set_label(one, reader.language)) for one in sets),
    ]
    every = [("", words.gettext("All access")), *named, (CUSTOM, words.gettext("Custom"))]
    return tuple(Option(value, text, value == chosen) for value, text in every)


def _options(everything: str, names: tuple[str, ...], chosen: str) -> tuple[Option, ...]:
    return (Option("", everything, not chosen), *(Option(name, name, name == chosen) for name in names))


def _row(reader: Reader, shown: Members, one: ListedMember, base: str, now: int) -> UserRow:
    membership, user, words = one.member.membership, one.member.user, reader.words
    url = f"{base}/{user.id}/edit"
    return UserRow(
        person=avatar(user.id, user.name or user.email),
        email=user.email,
        access=access_words(membership, reader),
        super_admin=membership.super_admin,
        elevated=_elevated(words, one.elevated_until, now),
        team=membership.team or "",
        apps=one.connected_apps,
        active=membership.active,
        invited=is_pending(one.member),
        url=url,
        menu_label=words.gettext("Actions for %(person)s") % {"person": user.name or user.email},
        menu=_menu(words, one, f"{base}/{user.id}", may_edit=shown.may_edit),
    )


def _elevated(words: NullTranslations, until: int | None, now: int) -> str:
    if until is None:
        return ""
    minutes = max(1, -(-(until - now) // 60_000))
    return words.ngettext("Elevated, %(num)s min left", "Elevated, %(num)s min left", minutes) % {"num": minutes}


def _menu(words: NullTranslations, one: ListedMember, url: str, *, may_edit: bool) -> tuple[MenuItem, ...]:
    """Edit, Make or Remove Super Admin, Deactivate or Reactivate, Remove: what is hindered says why."""
    if not may_edit:
        return (MenuItem(words=words.gettext("See permissions"), sign="list", url=f"{url}/edit"),)
    membership, name = one.member.membership, one.member.user.name

    def reason(act: PersonAct) -> str:
        why = one.acts[act]
        return hindrance_words(why, name, words) if why is not None else ""

    edit = MenuItem(words=words.gettext("Edit"), sign="pencil", url=f"{url}/edit", reason=reason(PersonAct.EDIT))
    make = MenuItem(
        words=words.gettext("Make Super Admin"),
        sign="star",
        action=f"{url}/make-super-admin",
        reason=reason(PersonAct.MAKE_SUPER_ADMIN),
    )
    unmake = MenuItem(
        words=words.gettext("Remove Super Admin"),
        sign="star",
        action=f"{url}/remove-super-admin",
        reason=reason(PersonAct.REMOVE_SUPER_ADMIN),
    )
    off = MenuItem(
        words=words.gettext("Deactivate…"),
        sign="stop",
        url=f"{url}/deactivate",
        reason=reason(PersonAct.DEACTIVATE),
        dangerous=True,
    )
    on = MenuItem(
        words=words.gettext("Reactivate"),
        sign="refresh",
        action=f"{url}/reactivate",
        reason=reason(PersonAct.REACTIVATE),
    )
    out = MenuItem(
        words=words.gettext("Remove from the account…"),
        sign="sign-out",
        url=f"{url}/remove",
        reason=reason(PersonAct.REMOVE),
        dangerous=True,
    )
    return (edit, unmake if membership.super_admin else make, off if membership.active else on, out)


def hindrance_words(why: Hindrance, name: str, words: NullTranslations) -> str:
    """Why something cannot be done to the person, and what would help."""
    match why:
        case Hindrance.NEEDS_EDIT_PEOPLE:
            return words.gettext("This needs the permission to add and edit users.")
        case Hindrance.ONLY_SUPER_ADMINS:
            return words.gettext("Only a Super Admin can do this.")
        case Hindrance.ONESELF:
            return words.gettext("You can't do this to yourself.")
        case Hindrance.DEACTIVATED:
            return words.gettext("%(person)s is deactivated. Reactivate them first.") % {"person": name}
        case Hindrance.LAST_SUPER_ADMIN:
            return words.gettext("%(person)s is the only permanent Super Admin. Make someone else one first.") % {
                "person": name
            }
        case _:
            assert_never(why)
