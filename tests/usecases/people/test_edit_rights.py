"""Editing somebody's rights, and assigning a permission set."""

import pytest

from admittance.core.levels import Level
from admittance.core.requirements import Right
from admittance.demo.people import FJORD, HAV
from admittance.usecases.audit_entry import Act
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, Hindrance, MayNot, NotHeld, Stale, Unchanged
from admittance.usecases.people.assign_set import NoSuchSet, assign_set
from admittance.usecases.people.edit_rights import Edited, Wanted, edit_rights
from tests.usecases.people.conftest import NOW, People

JONAS, PRIYA, MARIA, SARA, OSKAR, LOVA, NILS, HANNA = 101, 102, 103, 106, 107, 108, 109, 110
EDIT, VIEW = "crm.contacts.edit", "crm.contacts.view"

pytestmark = pytest.mark.anyio


async def edited(people: People, actor: int, user: int, wanted: Wanted, version: int | None = None) -> Edited:
    """The outcome of one edit in Fjord & Falk."""
    return await people.do(
        lambda tx: edit_rights(tx, people.catalogue, FJORD, actor, user, wanted, version=version, now=NOW)
    )


async def test_implied_permissions_follow(people: People) -> None:
    """Granting Edit gives View at the same level, and what is stored says so."""
    said = await edited(people, JONAS, NILS, Wanted(rights={EDIT: Level.TEAM, VIEW: Level.OWNED}))
    assert isinstance(said, Changed)
    assert people.member(NILS).rights == {VIEW: Level.TEAM, EDIT: Level.TEAM}


async def test_a_higher_view_stays(people: People) -> None:
    """What Edit brings along never lowers a View that reaches further."""
    await edited(people, JONAS, NILS, Wanted(rights={EDIT: Level.OWNED, VIEW: Level.ALL}))
    assert people.member(NILS).rights == {VIEW: Level.ALL, EDIT: Level.OWNED}


async def test_nobody_grants_what_they_do_not_hold(people: People) -> None:
    """An administrator without billing cannot give billing; the answer names exactly what is not held."""
    wanted = Wanted(rights={"account.billing.edit": Level.ON, VIEW: Level.ALL})
    said = await edited(people, OSKAR, NILS, wanted)
    assert isinstance(said, NotHeld)
    assert said.rights == (Right("account.billing.edit", Level.ON),)
    assert people.member(NILS).rights == {}


async def test_nobody_grants_a_level_they_do_not_hold(people: People) -> None:
    """Someone who adds users and sees their own contacts gives no one a view of all contacts."""
    await edited(people, JONAS, SARA, Wanted(rights={"account.users.edit": Level.ON, VIEW: Level.OWNED}))
    said = await edited(people, SARA, NILS, Wanted(rights={VIEW: Level.ALL}))
    assert said == NotHeld(people.store.read(lambda tx: tx.people.user(NILS)), (Right(VIEW, Level.ALL),))
    assert isinstance(await edited(people, SARA, NILS, Wanted(rights={VIEW: Level.OWNED})), Changed)


async def test_nobody_raises_themselves(people: People) -> None:
    """Editing oneself gives nothing that one does not hold already."""
    rights = people.member(OSKAR).rights | {"account.billing.edit": Level.ON}
    assert isinstance(await edited(people, OSKAR, OSKAR, Wanted(rights=rights)), NotHeld)


async def test_what_a_person_has_may_stay(people: People) -> None:
    """Leaving a right that the editor lacks where it is grants nothing, so it is no reason to refuse."""
    await edited(people, JONAS, NILS, Wanted(rights={"account.billing.edit": Level.ON}))
    wanted = Wanted(rights={"account.billing.edit": Level.ON, VIEW: Level.ALL})
    assert isinstance(await edited(people, OSKAR, NILS, wanted), Changed)


async def test_another_save_in_between_counts(people: People) -> None:
    """A page that was open while somebody else saved changes nothing, and is shown what stands there now."""
    opened = people.member(NILS).version
    await edited(people, PRIYA, NILS, Wanted(rights={VIEW: Level.ALL}), opened)
    said = await edited(people, JONAS, NILS, Wanted(rights={"marketing.access": Level.ON}), opened)
    assert isinstance(said, Stale)
    assert said.member.membership.rights == {VIEW: Level.ALL} == people.member(NILS).rights


async def test_the_same_again_leaves_no_trace(people: People) -> None:
    """Saving what is there already writes nothing, not even an audit row."""
    before, rows = people.member(MARIA), len(people.audit())
    wanted = Wanted(rights=before.rights, permission_set=before.permission_set, team=before.team)
    assert isinstance(await edited(people, JONAS, MARIA, wanted), Unchanged)
    assert (people.member(MARIA), len(people.audit())) == (before, rows)


async def test_one_audit_row_says_old_and_new(people: People) -> None:
    """Every change is one row with who, whom, and the old and new value of what differs; no names."""
    await edited(people, JONAS, NILS, Wanted(rights={VIEW: Level.ALL}, team="Support"))
    entry = people.audit()[-1].entry
    assert (entry.act, entry.actor, entry.personal) == (Act.MEMBERSHIP_CHANGED, JONAS, {})
    assert entry.data == {
        "user": NILS,
        "from": {"team": "Sales South", "rights": {VIEW: None}},
        "to": {"team": "Support", "rights": {VIEW: "all"}},
    }


async def test_the_set_is_a_label_only_while_it_is_true(people: People) -> None:
    """A permission set's name stays only while the rights are exactly its; otherwise the person has custom access."""
    grants = people.catalogue.sets["sales_rep"].grants
    await edited(people, JONAS, NILS, Wanted(rights=grants, permission_set="sales_rep"))
    assert people.member(NILS).permission_set == "sales_rep"
    more = {**grants, "account.billing.edit": Level.ON}
    await edited(people, JONAS, NILS, Wanted(rights=more, permission_set="sales_rep"))
    assert people.member(NILS).permission_set is None


async def test_a_set_replaces_what_was_there(people: People) -> None:
    """Assigning a permission set takes away what it does not contain; the team stays."""
    said = await people.do(lambda tx: assign_set(tx, people.catalogue, FJORD, JONAS, MARIA, "viewer", now=NOW))
    assert isinstance(said, Changed)
    after = people.member(MARIA)
    assert (after.permission_set, after.team) == ("viewer", "Sales North")
    assert after.rights == people.catalogue.policy.held(people.catalogue.policy.rights(after.rights))
    unknown = await people.do(lambda tx: assign_set(tx, people.catalogue, FJORD, JONAS, MARIA, "no such", now=NOW))
    assert unknown == NoSuchSet()


async def test_super_admins_are_edited_by_super_admins(people: People) -> None:
    """An administrator who is no Super Admin changes nothing about one."""
    said = await edited(people, OSKAR, PRIYA, Wanted(rights={}))
    assert isinstance(said, MayNot)
    assert said.why is Hindrance.ONLY_SUPER_ADMINS


@pytest.mark.parametrize(("actor", "user"), [(HANNA, NILS), (JONAS, HANNA), (NILS, MARIA), (JONAS, 999)])
async def test_another_account_is_not_there(people: People, actor: int, user: int) -> None:
    """Who is not in the account, or may not see people, finds nobody; who is not a member cannot be edited."""
    assert await edited(people, actor, user, Wanted(rights={})) == NotThere()


async def test_seeing_is_not_editing(people: People) -> None:
    """Someone who may see the user list and not edit it is told so, and nothing changes."""
    await edited(people, JONAS, LOVA, Wanted(rights={"account.users.view": Level.ON}))
    said = await edited(people, LOVA, NILS, Wanted(rights={VIEW: Level.ALL}))
    assert isinstance(said, MayNot)
    assert said.why is Hindrance.NEEDS_EDIT_PEOPLE


async def test_another_account_keeps_its_rights(people: People) -> None:
    """An edit in one account changes nothing about the same person in another."""
    before = people.member(MARIA, HAV)
    await edited(people, JONAS, MARIA, Wanted(rights={}))
    assert people.member(MARIA, HAV) == before
