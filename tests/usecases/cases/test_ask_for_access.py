"""Ask for access."""

import pytest
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.usecases.approval import LendSuperAdmin
from admittance.usecases.ask_for_access import (
    AccessAsked,
    AlreadyAsked,
    AskedForAccess,
    CannotHelp,
    NobodyChosen,
    TooManyAsks,
    ask_for_access,
)
from admittance.usecases.case_question import AppGone
from admittance.usecases.case_records import CASE_LASTS, MOST_ASKS_A_DAY, CaseState
from admittance.usecases.case_roles import CaseNotThere
from admittance.usecases.case_text import TextTooLong
from admittance.usecases.own_refusal import CaseOver, CauseGone
from admittance.usecases.wish import Wish, read_wish, wish_text
from tests.usecases.cases.conftest import (
    ADAM,
    APP,
    AWAY,
    CONTACTS,
    ELIN,
    EVE,
    HOME,
    JONAS,
    LISTS,
    MARIA,
    MARKETPLACE,
    NOW,
    OSKAR,
    OTHER,
    PRIYA,
    World,
)

pytestmark = pytest.mark.anyio


async def ask(
    world: World, case_id: int, *fixers: int, by: int = MARIA, message: str = "Please", account: int = HOME
) -> AskedForAccess:
    """Ask."""
    return await world.do(
        lambda tx: ask_for_access(
            tx,
            world.policy,
            account_id=account,
            case_id=case_id,
            user_id=by,
            fixer_ids=fixers,
            message=message,
            now=world.now,
        )
    )


async def test_the_case_goes_to_who_can_help(world: World) -> None:
    """The fixers get the case with the message: state, timeline, one letter each and one audit row."""
    case = await world.refused()

    asked = await ask(world, case.id, ADAM, JONAS, message=" For the campaign\r\n\x07")

    assert isinstance(asked, AccessAsked)
    assert asked.told == (ADAM, JONAS)
    stored = world.case(case.id)
    assert (stored.state, stored.asked_of, stored.message) == (CaseState.ASKED, (ADAM, JONAS), "For the campaign")
    letters = world.look(lambda tx: tx.outbox.waiting(9))
    assert [letter.user_id for letter in letters] == [ADAM, JONAS]
    assert letters[0].subject == "Maria Lindqvist asks for help to connect Callpop"
    assert "> For the campaign\n" in letters[0].body
    assert letters[0].body.splitlines()[-1].startswith(f"/accounts/{HOME}/cases/C-")
    row = world.audit()[-1].entry
    assert (row.act.value, row.actor, row.data) == ("case.asked", MARIA, {"case": case.id, "asked": [ADAM, JONAS]})
    assert row.personal == {"message": "For the campaign"}


async def test_each_fixer_is_told_once(world: World) -> None:
    """Asking the same people again sends nothing; asking one more sends to that one."""
    case = await world.refused()
    await ask(world, case.id, ADAM)

    assert isinstance(await ask(world, case.id, ADAM, ADAM), AlreadyAsked)
    again = await ask(world, case.id, ADAM, PRIYA)

    assert isinstance(again, AccessAsked)
    assert again.told == (PRIYA,)
    assert [letter.user_id for letter in world.look(lambda tx: tx.outbox.waiting(9))] == [ADAM, PRIYA]


@pytest.mark.parametrize("fixer", [EVE, ELIN, OSKAR, MARIA, OTHER, 999])
async def test_only_those_who_can_help_are_asked(world: World, fixer: int) -> None:
    """An admin who holds nothing of what is missing, the plan's owner where the plan is fine, a colleague, oneself, a
    stranger: nobody of them can be asked, and then nobody is."""
    case = await world.refused()

    assert await ask(world, case.id, ADAM, fixer) == CannotHelp((fixer,))
    assert world.case(case.id).state is CaseState.OPEN
    assert world.look(lambda tx: tx.outbox.waiting(9)) == []


async def test_who_can_help_is_read_live(world: World) -> None:
    """An admin who lost their right since the page was made is not asked; the plan's owner is, once the plan lacks."""
    case = await world.refused(scope=frozenset({"oauth", "crm.objects.contacts.read", "crm.lists.read", "automation"}))
    await world.set_rights(ADAM, LISTS)

    assert await ask(world, case.id, ADAM) == CannotHelp((ADAM,))
    assert isinstance(await ask(world, case.id, ELIN), AccessAsked)

    letter = world.look(lambda tx: tx.outbox.of_user(ELIN, 1))[0]
    assert letter.subject == "Maria Lindqvist ber om hjälp att ansluta Callpop"


@pytest.mark.parametrize(("by", "account"), [(OSKAR, HOME), (ADAM, HOME), (JONAS, HOME), (OTHER, AWAY), (MARIA, AWAY)])
async def test_nobody_asks_for_another(world: World, by: int, account: int) -> None:
    """Only the case's person sends it; to anyone else, admin or stranger, there is nothing to send."""
    case = await world.refused()

    assert await ask(world, case.id, PRIYA, by=by, account=account) == CaseNotThere()


async def test_asks_are_limited_by_the_day(world: World) -> None:
    """A person asks so often within a day over all cases, and again a day later; beyond that nobody is told."""
    first = await world.refused()
    for turn in range(MOST_ASKS_A_DAY):
        await world.do(lambda tx, turn=turn: tx.cases.ask(HOME, first.id, 1000 + turn, "", NOW))

    assert await ask(world, first.id, JONAS) == TooManyAsks(MOST_ASKS_A_DAY)
    world.now = NOW + lifetimes.DAY + 1
    assert isinstance(await ask(world, first.id, JONAS), AccessAsked)


async def test_a_message_has_a_length(world: World) -> None:
    """A message of 1,000 characters goes, one more does not; nobody chosen is no ask."""
    case = await world.refused()

    assert isinstance(await ask(world, case.id, JONAS, message="å" * 1001), TextTooLong)
    assert isinstance(await ask(world, case.id), NobodyChosen)
    assert isinstance(await ask(world, case.id, JONAS, message="å" * 1000), AccessAsked)


async def test_nothing_is_asked_when_the_cause_is_gone(world: World) -> None:
    """When somebody helped meanwhile the answer says so, the case closes, and nobody is bothered."""
    case = await world.refused()
    await world.set_rights(MARIA, CONTACTS | LISTS | MARKETPLACE)

    assert isinstance(await ask(world, case.id, JONAS), CauseGone)
    assert world.case(case.id).state is CaseState.SOLVED
    assert isinstance(await ask(world, case.id, JONAS), CaseOver)


async def test_a_case_that_ran_out_is_over(world: World) -> None:
    """After its time a case is over, also where nobody has closed it yet."""
    case = await world.refused()
    world.now = NOW + CASE_LASTS

    over = await ask(world, case.id, JONAS)

    assert isinstance(over, CaseOver)
    assert over.case.state is CaseState.EXPIRED


async def test_an_app_or_a_person_that_is_gone_is_said(world: World) -> None:
    """A case about a disabled app can't be sent; whoever left the account sees no case of it."""
    case = await world.refused()

    app = world.look(lambda tx: tx.apps.get(APP))
    assert app is not None
    await world.do(lambda tx: tx.apps.replace(replace(app, enabled=False)))
    assert await ask(world, case.id, JONAS) == AppGone()
    await world.leave(MARIA)
    assert await ask(world, case.id, JONAS) == CaseNotThere()


async def test_one_of_several_ways_can_be_asked_for(world: World) -> None:
    """What the person asks for beside the smallest fix goes along for whoever answers, and nobody is held to it."""
    case = await world.refused()
    wish = Wish(approval=LendSuperAdmin())
    await world.do(
        lambda tx: ask_for_access(
            tx,
            world.policy,
            account_id=HOME,
            case_id=case.id,
            user_id=MARIA,
            fixer_ids=[JONAS],
            message="",
            now=world.now,
            wish=wish,
        )
    )
    assert read_wish(world.case(case.id).wish) == wish


@pytest.mark.parametrize("text", ["", "{", "[]", '{"approval":{"gives":"x"}}', "x" * 10_001, "\ud800"])
def test_no_wish_is_none(text: str) -> None:
    """Whatever a form may hold: what names no way asks for none."""
    assert read_wish(text) is None
    assert read_wish(wish_text(Wish())) == Wish()
