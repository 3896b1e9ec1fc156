"""Opening the editor for a case."""

import pytest

from admittance.core.decide import Granted, Refused, decide
from admittance.core.levels import Level
from admittance.core.reasons import Reason
from admittance.demo.apps import RINGLANE
from admittance.demo.people import FJORD
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import Case
from admittance.usecases.people.case_needs import CaseNeeds, case_needs, with_needs
from admittance.usecases.people.edit_rights import Wanted, edit_rights
from admittance.usecases.ports import Transaction
from tests.usecases.people.conftest import NOW, People

JONAS, MARIA, NILS = 101, 103, 109

pytestmark = pytest.mark.anyio


async def opened(people: People) -> Case:
    """The case of Nils, whom the phone was refused."""

    def refuse(tx: Transaction) -> Case:
        blank: tuple[Reason, ...] = ()
        case = tx.cases.open(FJORD, app_id=RINGLANE, user_id=NILS, reasons=blank, asked=None, now=NOW)
        asked = case_question(tx, people.catalogue.policy, case, NOW)
        assert isinstance(asked, OpenQuestion)
        assert isinstance(decide(people.catalogue.policy, asked.question), Refused)
        return case

    return await people.do(refuse)


async def test_what_a_case_needs_is_enough(people: People) -> None:
    """Saving what the editor opens with solves the case, and adds far less than the three whole sections."""
    case, policy = await opened(people), people.catalogue.policy
    needs = people.store.read(lambda tx: case_needs(tx, policy, FJORD, NILS, case.id, NOW))
    assert isinstance(needs, CaseNeeds)
    rights = with_needs(policy, people.member(NILS).rights, needs)
    assert len(rights) < 10
    wanted = Wanted(rights=rights)
    await people.do(lambda tx: edit_rights(tx, people.catalogue, FJORD, JONAS, NILS, wanted, version=None, now=NOW))

    def decided(tx: Transaction) -> object:
        asked = case_question(tx, policy, case, NOW)
        assert isinstance(asked, OpenQuestion)
        return decide(policy, asked.question)

    assert isinstance(people.store.read(decided), Granted)
    assert people.store.read(lambda tx: case_needs(tx, policy, FJORD, NILS, case.id, NOW)) is None


async def test_it_raises_and_never_lowers(people: People) -> None:
    """What the person has already stays as far as it reaches."""
    case, policy = await opened(people), people.catalogue.policy
    needs = people.store.read(lambda tx: case_needs(tx, policy, FJORD, NILS, case.id, NOW))
    assert isinstance(needs, CaseNeeds)
    held = {"crm.contacts.view": Level.ALL, "reports.access": Level.ON}
    assert held.items() <= with_needs(policy, held, needs).items()


async def test_another_persons_case_says_nothing(people: People) -> None:
    """The name of somebody else's case, or of none, opens the editor as it is."""
    case, policy = await opened(people), people.catalogue.policy
    for user, number in ((MARIA, case.id), (NILS, case.id + 1)):
        found = people.store.read(lambda tx, user=user, number=number: case_needs(tx, policy, FJORD, user, number, NOW))  # type: ignore[misc]
        assert found is None
