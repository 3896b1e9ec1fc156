"""The table of Users & Teams: filters, order and pages."""

import pytest

from admittance.catalogue.loader import default_catalogue
from admittance.config import Settings
from admittance.explain.languages import Language, translations
from admittance.http.parameters import collect
from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.list_members import ListedMember, Members
from admittance.usecases.people.pending import Pending
from admittance.usecases.people.rules import PersonAct
from admittance.usecases.records import Account, Member, Membership, User
from admittance.web.pages.users import UsersPage
from admittance.web.present.reader import Reader
from admittance.web.present.users import PAGE_SIZE, Asked, asked_of, hindrance_words, users_page

NOW = 1_800_000_000_000
READER = Reader(language=Language.EN, catalogue=default_catalogue(), settings=Settings())


def listed(user_id: int, name: str, *, team: str | None = None, apps: int = 0, **what: object) -> ListedMember:
    """A person of the account."""
    first, _, last = name.partition(" ")
    user = User(
        id=user_id, email=f"{first.lower()}@a.example", first_name=first, last_name=last, password_hash=None,
        created_at=NOW,
    )  # fmt: skip
    until = what.pop("elevated_until", None)
    membership = Membership(account_id=1, user_id=user_id, team=team, created_at=NOW, **what)  # type: ignore[arg-type]
    return ListedMember(
        member=Member(membership, user),
        connected_apps=apps,
        elevated_until=until if isinstance(until, int) else None,
        acts=dict.fromkeys(PersonAct),
    )


PEOPLE = (
    listed(1, "Jonas Berg", team="North", super_admin=True, apps=3),
    listed(2, "Maria Lindqvist", team="North", permission_set="sales_rep"),
    listed(3, "Ahmed Karimi", permission_set="app_connector", apps=1),
    listed(4, "Åsa Öberg", team="South", active=False),
)


def shown(*people: ListedMember, may_edit: bool = True, **asked: object) -> UsersPage:
    """The page for what is asked."""
    account = Account(id=1, name="A", domain="a.example", created_at=NOW)
    viewer = Membership(account_id=1, user_id=9, created_at=NOW)
    members = Members(
        account=account, viewer=viewer, may_edit=may_edit, members=people or PEOPLE, teams=("North", "South")
    )
    pending = Pending(account=account, may_edit=may_edit, invitations=())
    return users_page(READER, members, pending, Asked(**asked), NOW)  # type: ignore[arg-type]


def names(page: UsersPage) -> list[str]:
    """Who is on the page, in order."""
    return [row.person.name for row in page.rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"query": "MARIA"}, ["Maria Lindqvist"]),
        ({"query": "lind maria"}, ["Maria Lindqvist"]),
        ({"query": "@a.example kar"}, ["Ahmed Karimi"]),
        ({"query": "åsa"}, ["Åsa Öberg"]),
        ({"access": "super-admin"}, ["Jonas Berg"]),
        ({"access": "sales_rep"}, ["Maria Lindqvist"]),
        ({"access": "custom"}, ["Åsa Öberg"]),
        ({"team": "North"}, ["Jonas Berg", "Maria Lindqvist"]),
        ({"team": "North", "query": "b"}, ["Jonas Berg"]),
        ({"query": "nobody"}, []),
    ],
)
def test_filters(asked: dict[str, str], found: list[str]) -> None:
    """Every word of the search is in name or email, whatever its case; the filters narrow it further."""
    page = shown(**asked)
    assert names(page) == found
    assert page.filtered
    assert page.count_words == ("1 user" if len(found) == 1 else f"{len(found)} users")


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Ahmed Karimi"), ("-name", "Åsa Öberg"), ("-apps", "Jonas Berg"), ("access", "Jonas Berg")],
)
def test_order(sort: str, first: str) -> None:
    """Each column sorts both ways; its head says how, and leads to the other way."""
    page = shown(sort=sort)
    assert names(page)[0] == first
    (column,) = (column for column in page.columns if column.sorted)
    assert column.sorted == ("descending" if sort.startswith("-") else "ascending")


def test_access_says_what_product_says() -> None:
    """ACCESS is "Super Admin", the permission set's name, or "Custom"."""
    assert [row.access for row in shown(sort="access").rows] == ["Super Admin", "App connector", "Custom", "Sales rep"]


def test_pages() -> None:
    """Long lists come in pages; a page beyond the last is the last, and filters stay in the links."""
    crowd = [listed(number, f"Person {number:03}", team="North") for number in range(2 * PAGE_SIZE + 1)]
    second = shown(*crowd, team="North", page=2)
    assert len(second.rows) == PAGE_SIZE
    assert second.shown_words == f"{PAGE_SIZE + 1}–{2 * PAGE_SIZE} of {2 * PAGE_SIZE + 1}"
    assert second.next_url == "/accounts/1/users?team=North&page=3"
    last = shown(*crowd, page=99)
    assert (len(last.rows), last.next_url) == (1, "")


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9" * 30, ""])
def test_an_odd_page_number_is_a_page(page: str) -> None:
    """Whatever stands in the address, there is a page to see."""
    asked = asked_of(collect([("page", page), ("sort", "nothing")]))
    assert asked.sort == "name"
    account = Account(id=1, name="A", domain="a", created_at=NOW)
    members = Members(account=account, viewer=PEOPLE[0].member.membership, may_edit=True, members=PEOPLE, teams=())
    pending = Pending(account=account, may_edit=True, invitations=())
    assert users_page(READER, members, pending, asked, NOW).rows


def test_an_elevation_says_how_long() -> None:
    """While an elevation counts the row says how many minutes are left, rounded up."""
    row = shown(listed(5, "Nils Öberg", elevated_until=NOW + 11 * 60_000 + 1)).rows[0]
    assert row.elevated == "Elevated, 12 min left"


def test_the_menu_of_a_row() -> None:
    """Edit, Make or Remove Super Admin, Deactivate or Reactivate; whoever only sees the list may only look."""
    menus = {row.person.name: [item.words for item in row.menu] for row in shown().rows}
    assert menus["Jonas Berg"] == ["Edit", "Remove Super Admin", "Deactivate…", "Remove from the account…"]
    assert menus["Maria Lindqvist"] == ["Edit", "Make Super Admin", "Deactivate…", "Remove from the account…"]
    assert menus["Åsa Öberg"] == ["Edit", "Make Super Admin", "Reactivate", "Remove from the account…"]
    assert {item.words for row in shown(may_edit=False).rows for item in row.menu} == {"See permissions"}


@pytest.mark.parametrize("why", Hindrance)
@pytest.mark.parametrize("language", Language)
def test_every_hindrance_has_words(why: Hindrance, language: Language) -> None:
    """Whatever hinders an act is said in a sentence, in every language."""
    assert hindrance_words(why, "Jonas Berg", translations(language)).endswith(".")
