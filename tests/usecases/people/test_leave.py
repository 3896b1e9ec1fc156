"""Removing a person from an account, and leaving it."""

import pytest

from admittance.demo.people import FJORD, HAV
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance, MayNot
from admittance.usecases.people.leave import Gone, leave_account, remove_from_account
from tests.usecases.people.conftest import People

JONAS, PRIYA, MARIA, AHMED, HANNA = 101, 102, 103, 105, 110

pytestmark = pytest.mark.anyio


async def test_removed_is_gone(people: People) -> None:
    """The person is no member any more, their connections end with it, and the row says what they were."""
    said = await people.do(lambda tx: remove_from_account(tx, people.catalogue.policy, FJORD, JONAS, AHMED))
    assert isinstance(said, Gone)
    assert people.store.read(lambda tx: tx.people.membership(FJORD, AHMED)) is None
    assert people.store.read(lambda tx: tx.connections.in_account(FJORD)) == []
    data = people.audit()[-1].entry.data
    assert (data["user"], data["from"]["permission_set"], data["to"]) == (AHMED, "app_connector", None)


async def test_the_other_account_is_untouched(people: People) -> None:
    """Whoever leaves one account stays in the other."""
    before = people.member(MARIA, HAV)
    assert isinstance(await people.do(lambda tx: leave_account(tx, FJORD, MARIA)), Gone)
    assert people.member(MARIA, HAV) == before


async def test_nobody_removes_themselves_or_the_last_super_admin(people: People) -> None:
    """One leaves, and is not removed by oneself; the only Super Admin of an account does neither."""
    policy = people.catalogue.policy
    oneself = await people.do(lambda tx: remove_from_account(tx, policy, FJORD, JONAS, JONAS))
    assert isinstance(oneself, MayNot)
    assert oneself.why is Hindrance.ONESELF
    last = await people.do(lambda tx: leave_account(tx, HAV, HANNA))
    assert isinstance(last, MayNot)
    assert last.why is Hindrance.LAST_SUPER_ADMIN


async def test_nobody_leaves_what_they_are_not_in(people: People) -> None:
    """Leaving an account one is no member of is the page for "not there"."""
    assert await people.do(lambda tx: leave_account(tx, HAV, PRIYA)) == NotThere()
