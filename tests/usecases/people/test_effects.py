"""What a change would allow or break for connected apps."""

import pytest
from msgspec.structs import replace

from admittance.core.levels import Level
from admittance.demo.people import FJORD
from admittance.usecases.people.effects import AppEffect, effects_of
from tests.usecases.people.conftest import NOW, People

JONAS, AHMED, NILS = 101, 105, 109

pytestmark = pytest.mark.anyio


def effects(people: People, user: int, **changes: object) -> tuple[AppEffect, ...]:
    """What would come of `changes` to the person's membership."""
    before = people.member(user)
    account = people.store.read(lambda tx: tx.accounts.get(FJORD))
    assert account is not None
    after = replace(before, **changes)
    return people.store.read(lambda tx: effects_of(tx, people.catalogue.policy, account, before, after, NOW))


async def test_the_three_switches_allow_the_phone(people: People) -> None:
    """Contacts, Marketing and Service together would let a person connect the installed phone; any two would not."""
    switches = {name: people.catalogue.toggle_grants(name) for name in ("contacts", "marketing", "service")}
    three = switches["contacts"] | switches["marketing"] | switches["service"]
    (effect,) = effects(people, NILS, rights=three)
    assert effect.app.name == "Ringlane Phone"
    assert effect.allows
    assert not effect.breaks
    for left_out in switches:
        two: dict[str, Level] = {}
        for name, grants in switches.items():
            two |= grants if name != left_out else {}
        assert effects(people, NILS, rights=two) == ()


async def test_taking_away_breaks_and_drifts(people: People) -> None:
    """Before it is saved the page can say that a person could not connect again, and which scopes of theirs drift."""
    (effect,) = effects(people, AHMED, rights={})
    assert effect.breaks
    assert effect.connection is not None
    assert effect.lost == effect.connection.granted - {"oauth"}


async def test_nothing_to_say_is_said_by_nothing(people: People) -> None:
    """A change that touches no app, or none at all, has no effect to tell."""
    assert effects(people, NILS, rights={"reports.access": Level.ON}) == ()
    assert effects(people, JONAS, rights={}) == ()
