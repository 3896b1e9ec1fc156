"""Telling the app's developer what only they can correct, and what they see of it."""

import pytest
from msgspec.structs import replace

from admittance.core.reasons import Audience, RefusalCode, mended_by
from admittance.usecases.app_developers import dismiss_developer, name_developer
from admittance.usecases.ask_for_access import TooManyAsks
from admittance.usecases.audit_entry import SERVER_CHAIN
from admittance.usecases.case_records import MOST_ASKS_A_DAY, Case, CaseEventKind, CaseState
from admittance.usecases.case_roles import CaseNotThere
from admittance.usecases.developer_cases import DeveloperCase, case_for_developer, cases_for_developer
from admittance.usecases.own_refusal import CaseOver, CauseGone
from admittance.usecases.records import App, Support
from admittance.usecases.tell_developer import (
    AlreadyTold,
    DeveloperTold,
    NotForDeveloper,
    NoWayToTell,
    ToldDeveloper,
    tell_developer,
)
from tests.usecases.cases.conftest import ADAM, APP, HOME, MARIA, NOW, OSKAR, OTHER, REQUIRED, World

pytestmark = pytest.mark.anyio
ENDPOINT = "https://connect.example/oauth/authorize"
WRONG_LINK = frozenset({"oauth", "crm.lists.read"})
"""Without contacts, which the app requires."""


def app_of(world: World) -> App:
    """The app as it is committed."""
    app = world.look(lambda tx: tx.apps.get(APP))
    assert app is not None
    return app


async def told(world: World, case: Case, user_id: int = MARIA) -> ToldDeveloper:
    """The person sends their case on."""
    return await world.do(
        lambda tx: tell_developer(
            tx,
            world.catalogue,
            endpoint=ENDPOINT,
            account_id=HOME,
            case_id=case.id,
            user_id=user_id,
            now=world.now,
        )
    )


async def test_the_developers_get_a_letter_each_without_a_name(world: World) -> None:
    """Every developer of the app gets one letter: what is wrong and the corrected link, neither account nor person. It
    is nothing of the account's, so its administrators do not read it.
    """
    await world.do(lambda tx: name_developer(tx, APP, OTHER, NOW, by="test"))
    case = await world.refused(scope=WRONG_LINK)

    assert isinstance(await told(world, case), DeveloperTold)

    (letter,) = world.look(lambda tx: tx.outbox.of_user(OTHER, 10))
    assert letter.subject == "The install link of Callpop needs correcting"
    assert "crm.objects.contacts.read is missing from scope." in letter.body
    assert f"{ENDPOINT}?response_type=code&client_id=callpop" in letter.body
    assert letter.body.endswith(f"/console/apps/callpop/refusals/{developer_case(world, case).name}")
    assert not any(word in letter.body + letter.subject for word in ("Maria", "Account", "a1.example", f"/{HOME}/"))
    assert list(world.look(lambda tx: tx.outbox.in_account(HOME, 10))) == []
    assert list(world.look(lambda tx: tx.outside_mail.waiting(10))) == []
    assert "case.developer_told" in world.acts()


async def test_without_a_developer_here_the_support_contact_gets_it(world: World) -> None:
    """An app whose developer is no user here has its support contact told; the link of that letter is open to all."""
    case = await world.refused(scope=WRONG_LINK)

    assert isinstance(await told(world, case), DeveloperTold)

    (letter,) = world.look(lambda tx: tx.outside_mail.waiting(10))
    assert letter.address == "help@callpop.example"
    assert letter.body.endswith("/help/apps/callpop/access")
    assert "Maria" not in letter.body


async def test_a_case_is_told_once(world: World) -> None:
    """A second press sends nothing again, and the timeline has one line of it."""
    case = await world.refused(scope=WRONG_LINK)
    await told(world, case)

    assert isinstance(await told(world, case), AlreadyTold)

    events = world.look(lambda tx: tx.cases.events(HOME, case.id))
    assert [event.kind for event in events].count(CaseEventKind.DEVELOPER_TOLD) == 1
    assert world.case(case.id).state is CaseState.OPEN


async def test_only_what_is_the_developers(world: World) -> None:
    """A refusal that the account can mend is not sent to the app's maker."""
    assert isinstance(await told(world, await world.refused()), NotForDeveloper)


async def test_only_ones_own_case(world: World) -> None:
    """Neither an admin nor anybody else sends a person's case on."""
    case = await world.refused(scope=WRONG_LINK)
    for user_id in (ADAM, OSKAR, OTHER):
        assert isinstance(await told(world, case, user_id), CaseNotThere)


async def test_an_app_that_cannot_be_reached(world: World) -> None:
    """Without a developer and a support address there is no way from here, and nothing is noted."""
    await world.do(lambda tx: tx.apps.replace(replace(app_of(world), support=Support())))
    case = await world.refused(scope=WRONG_LINK)
    assert isinstance(await told(world, case), NoWayToTell)
    assert "case.developer_told" not in world.acts()


async def test_telling_counts_among_the_asks_of_a_day(world: World) -> None:
    """The limit on asks is one for fixers and developers together."""
    case = await world.refused(scope=WRONG_LINK)
    for number in range(MOST_ASKS_A_DAY):
        kind = CaseEventKind.DEVELOPER_TOLD if number % 2 else CaseEventKind.ASKED
        await world.do(lambda tx, kind=kind: tx.cases.note(HOME, 999, kind, MARIA, "", NOW))  # type: ignore[misc]
    assert isinstance(await told(world, case), TooManyAsks)


async def test_what_is_over_or_mended_meanwhile_is_not_sent(world: World) -> None:
    """A closed case says so; where the manifest was corrected in the meantime the case closes."""
    closed = await world.refused(scope=WRONG_LINK)
    await world.do(lambda tx: tx.cases.close(HOME, closed.id, CaseState.SOLVED, NOW))
    assert isinstance(await told(world, closed), CaseOver)
    case = await world.refused(scope=WRONG_LINK)
    await world.set_rights(MARIA, {}, super_admin=True)
    app = app_of(world)
    lists = replace(app.manifest, required=WRONG_LINK)
    await world.do(lambda tx: tx.apps.replace(replace(app, manifest=lists, manifest_version=2)))
    assert isinstance(await told(world, case), CauseGone)
    assert world.case(case.id).state is CaseState.SOLVED


def developer_case(world: World, case: Case, app: App | None = None) -> DeveloperCase:
    """The case as a developer of the app sees it."""
    about = app or app_of(world)
    shown = world.look(lambda tx: case_for_developer(tx, about, case.id, world.now))
    assert isinstance(shown, DeveloperCase)
    return shown


async def test_a_developer_learns_nothing_of_the_account(world: World) -> None:
    """The app's developer sees headings, their own part, the link and the time; no person, account or permission."""
    case = await world.refused(scope=WRONG_LINK)
    await told(world, case)

    shown = developer_case(world, case)

    assert shown.codes == (RefusalCode.INSUFFICIENT_SCOPES, RefusalCode.USER_NOT_PERMITTED)
    assert {mended_by(reason) for reason in shown.reasons} == {Audience.DEVELOPER}
    assert (shown.asked.scope if shown.asked else None, shown.told_at) == (WRONG_LINK, NOW)
    assert not any(word in repr(shown) for word in ("Maria", "marketing", "account_id", "user_id"))
    other = replace(app_of(world), id=99)
    assert world.look(lambda tx: case_for_developer(tx, other, case.id, NOW)) == CaseNotThere()


async def test_refusals_come_in_pages(world: World) -> None:
    """All attempts at the app, the newest first, each once."""
    cases = [await world.refused(), await world.refused(OSKAR), await world.refused(scope=WRONG_LINK)]
    app = app_of(world)

    first = world.look(lambda tx: cases_for_developer(tx, app, NOW, limit=2))
    rest = world.look(lambda tx: cases_for_developer(tx, app, NOW, limit=2, before=first.next_before))

    assert [one.id for one in (*first.cases, *rest.cases)] == [case.id for case in reversed(cases)]
    assert rest.next_before is None
    assert (first.cases[1].asked.scope if first.cases[1].asked else frozenset()) >= REQUIRED


async def test_who_develops_an_app_is_written_down(world: World) -> None:
    """Naming and dismissing a developer is one row each on the server's own chain, and nothing the second time."""
    for _ in range(2):
        await world.do(lambda tx: name_developer(tx, APP, OTHER, NOW, by="operator"))
    assert world.look(lambda tx: tx.developers.apps_of(OTHER)) == [APP]
    for _ in range(2):
        await world.do(lambda tx: dismiss_developer(tx, APP, OTHER, by="operator"))
    assert world.look(lambda tx: tx.developers.apps_of(OTHER)) == []
    assert world.acts(SERVER_CHAIN)[-2:] == ["app.developer_added", "app.developer_removed"]
