"""Teams of an account."""

import pytest

from admittance.demo.people import FJORD, HAV
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.teams import (
    NameTaken,
    NoName,
    NoSuchTeam,
    TeamChanged,
    add_team,
    remove_team,
    rename_team,
)
from tests.usecases.people.conftest import People

JONAS, MARIA, NILS, HANNA = 101, 103, 109, 110

pytestmark = pytest.mark.anyio


async def test_a_team_is_added_renamed_and_removed(people: People) -> None:
    """Members come along with a new name, and stay in the account without their team when it is removed."""
    policy = people.catalogue.policy
    assert await people.do(lambda tx: add_team(tx, policy, FJORD, JONAS, "  Field   sales ")) == TeamChanged(
        "Field sales"
    )
    renamed = await people.do(lambda tx: rename_team(tx, policy, FJORD, JONAS, "Sales North", "North"))
    assert renamed == TeamChanged("North")
    assert people.member(MARIA).team == "North"
    await people.do(lambda tx: remove_team(tx, policy, FJORD, JONAS, "North"))
    assert people.member(MARIA).team is None
    assert [row.entry.data["to"] for row in people.audit()[-3:]] == ["Field sales", "North", None]


async def test_names(people: People) -> None:
    """A name is there once, is not empty, and fits in a line; what is gone cannot be renamed or removed."""
    policy = people.catalogue.policy
    assert await people.do(lambda tx: add_team(tx, policy, FJORD, JONAS, "Support")) == NameTaken()
    assert await people.do(lambda tx: rename_team(tx, policy, FJORD, JONAS, "Support", "Finance")) == NameTaken()
    for name in ("", "   ", "x" * 81):
        assert await people.do(lambda tx, name=name: add_team(tx, policy, FJORD, JONAS, name)) == NoName()  # type: ignore[misc]
    assert await people.do(lambda tx: rename_team(tx, policy, FJORD, JONAS, "Gone", "New")) == NoSuchTeam()
    assert await people.do(lambda tx: remove_team(tx, policy, FJORD, JONAS, "Gone")) == NoSuchTeam()


@pytest.mark.parametrize(("actor", "account"), [(NILS, FJORD), (HANNA, FJORD), (JONAS, HAV)])
async def test_teams_are_for_those_who_edit_people(people: People, actor: int, account: int) -> None:
    """Anyone else finds nothing there."""
    assert await people.do(lambda tx: add_team(tx, people.catalogue.policy, account, actor, "New")) == NotThere()
