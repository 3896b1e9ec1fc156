"""Elevations: what they lend, and every way in which they end."""

import pytest

from admittance.core.decide import Granted, Refused
from admittance.core.levels import Level
from admittance.core.requirements import Right
from admittance.core.tokens import Token, TokenKind, digest
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.answer_case import Approved
from admittance.usecases.approval import Approval, LendRights, LendSuperAdmin
from admittance.usecases.case_records import (
    LONGEST_ELEVATION,
    USUAL_ELEVATION,
    CaseEventKind,
    CaseState,
    Elevation,
    ElevationEnd,
)
from admittance.usecases.consent import Consented, give_consent
from admittance.usecases.elevate import AlreadyOver, ElevationNotThere, Revoked, Revoking, revoke_elevation
from admittance.usecases.exchange_code import Exchanged, Redemption, exchange_code
from admittance.usecases.ports import Transaction
from admittance.usecases.start_install import ConsentShown
from admittance.usecases.token_answer import NewSecrets, TokenRefused, TokensIssued
from tests.usecases.cases.conftest import (
    ADAM,
    APP,
    AWAY,
    CONTACTS,
    ELIN,
    HOME,
    JONAS,
    MARIA,
    NOW,
    OSKAR,
    OTHER,
    World,
)
from tests.usecases.cases.test_answer_case import MISSING, approve

pytestmark = pytest.mark.anyio


async def elevated(world: World, approval: Approval | None = None, by: int = JONAS) -> Elevation:
    """Maria is refused, and somebody lends her what is missing."""
    case = await world.refused()
    answer = await approve(world, case.id, approval or LendRights(MISSING), by=by)
    assert isinstance(answer, Approved), answer
    assert answer.elevation is not None
    return answer.elevation


async def code_of(world: World) -> str:
    """Maria opens the install once more and grants access: the code's secret."""
    shown = await world.open_install()
    assert isinstance(shown, ConsentShown), shown

    def act(tx: Transaction) -> object:
        session = tx.sessions.get(shown.consent.session_id)
        assert session is not None
        presented = Token(TokenKind.CONSENT, HOME, shown.consent.id, "s")
        secret = digest(TokenKind.CODE, "code")
        return give_consent(tx, world.policy, presented, session, frozenset(), code_digest=secret, now=world.now)

    given = await world.do(act)
    assert isinstance(given, Consented), given
    return str(given.code_id)


async def redeem(world: World, code_id: str) -> Exchanged:
    """The app exchanges the code."""

    def act(tx: Transaction) -> Exchanged:
        app = tx.apps.get(APP)
        assert app is not None
        asked = Redemption(
            code=Token(TokenKind.CODE, HOME, int(code_id), "code"), redirect_uri=app.redirect_uris[0], verifier=None
        )
        return exchange_code(tx, world.policy, app, asked, NewSecrets("r" * 43, "a" * 43), world.now)

    return await world.do(act)


async def revoke(world: World, elevation_id: int, by: int, account: int = HOME) -> Revoking:
    """Revoke."""
    return await world.do(
        lambda tx: revoke_elevation(
            tx, world.policy, account_id=account, elevation_id=elevation_id, by=by, now=world.now
        )
    )


async def test_the_missing_permissions_are_lent_for_a_quarter_of_an_hour(world: World) -> None:
    """The default elevation lends the missing permissions only, for this app; the person's own stay as they are."""
    elevation = await elevated(world, by=ADAM)

    assert elevation.rights == {right.permission: right.level for right in MISSING}
    assert (elevation.super_admin, elevation.given_by, elevation.user_id, elevation.app_id) == (False, ADAM, MARIA, APP)
    assert (elevation.starts_at, elevation.ends_at) == (NOW, NOW + USUAL_ELEVATION)
    assert isinstance(world.decision(), Granted)
    assert (world.member().rights, world.member().version) == (CONTACTS, 0)
    assert world.acts()[-2:] == ["elevation.given", "case.approved"]


async def test_an_elevation_ends_when_the_code_is_redeemed(world: World) -> None:
    """The app's exchange connects and ends the elevation; the connection says under which one it was granted."""
    elevation = await elevated(world)
    code = await code_of(world)

    assert isinstance(await redeem(world, code), TokensIssued)

    ended = world.look(lambda tx: tx.elevations.get(HOME, elevation.id))
    connection = world.look(lambda tx: tx.connections.live(HOME, APP, MARIA))
    assert ended is not None
    assert connection is not None
    assert (ended.ended_why, ended.ended_at) == (ElevationEnd.REDEEMED, NOW)
    assert (connection.authority.elevation, connection.authority.rights) == (elevation.id, CONTACTS)
    assert world.member().rights == CONTACTS
    assert world.look(lambda tx: tx.cases.events(HOME, elevation.case_id))[0].kind is CaseEventKind.CONNECTED
    assert "elevation.ended" in world.acts()


async def test_an_elevation_ends_when_its_time_is_up(world: World) -> None:
    """At its last millisecond it counts, at its end it does not; nothing has to be written for that."""
    elevation = await elevated(world, LendRights(MISSING, 1000))
    rows = len(world.audit())

    world.now = elevation.ends_at - 1
    assert isinstance(world.decision(), Granted)
    world.now = elevation.ends_at
    assert isinstance(world.decision(), Refused)
    assert len(world.audit()) == rows


async def test_an_ended_elevation_redeems_nothing(world: World) -> None:
    """A code granted under an elevation that ended before the exchange is refused, with a new case."""
    await elevated(world, LendRights(MISSING, 30_000))
    code = await code_of(world)
    world.now += 30_000

    refused = await redeem(world, code)

    assert isinstance(refused, TokenRefused)
    assert refused.case_id is not None
    assert world.case(refused.case_id).state is CaseState.OPEN
    assert world.look(lambda tx: tx.connections.live(HOME, APP, MARIA)) is None


@pytest.mark.parametrize("by", [JONAS, ADAM, MARIA])
async def test_an_elevation_is_revoked(world: World, by: int) -> None:
    """Whoever may edit people revokes it, or the person themselves; it counts at the very next decision."""
    elevation = await elevated(world)

    assert isinstance(await revoke(world, elevation.id, by), Revoked)

    assert isinstance(world.decision(), Refused)
    again = await revoke(world, elevation.id, by)
    assert isinstance(again, AlreadyOver)
    assert again.elevation.ended_why is ElevationEnd.REVOKED
    assert world.acts()[-1] == "elevation.ended"
    assert world.look(lambda tx: tx.cases.events(HOME, elevation.case_id))[0].kind is CaseEventKind.ELEVATION_REVOKED


@pytest.mark.parametrize(("by", "account"), [(OSKAR, HOME), (ELIN, HOME), (OTHER, HOME), (OTHER, AWAY)])
async def test_an_elevation_is_not_there_for_others(world: World, by: int, account: int) -> None:
    """Nobody else ends it, or learns of it."""
    elevation = await elevated(world)

    assert await revoke(world, elevation.id, by, account) == ElevationNotThere()
    assert isinstance(world.decision(), Granted)


async def test_who_is_deactivated_is_elevated_no_more(world: World) -> None:
    """Leaving ends the elevation for good: coming back brings nothing back."""
    elevation = await elevated(world)

    await world.leave(MARIA)

    ended = world.look(lambda tx: tx.elevations.get(HOME, elevation.id))
    assert ended is not None
    assert ended.ended_why is ElevationEnd.PERSON_LEFT


async def test_an_elevation_to_super_admin_is_for_one_app(world: World) -> None:
    """Lent Super Admin connects the one app, makes nobody an administrator, and leaves the count of permanent ones."""
    await elevated(world, LendSuperAdmin(LONGEST_ELEVATION))

    assert isinstance(world.decision(), Granted)
    case = await world.refused(OSKAR)
    assert type(await approve(world, case.id, by=MARIA)).__name__ == "CaseNotThere"
    assert world.look(lambda tx: tx.people.permanent_super_admins(HOME)) == 2


async def test_an_elevation_that_was_not_needed_leaves_no_mark(world: World) -> None:
    """Where the person's own rights suffice by the time of the exchange, the connection stands on them alone."""
    elevation = await elevated(world)
    await world.set_rights(MARIA, CONTACTS | {right.permission: right.level for right in MISSING})
    code = await code_of(world)
    await redeem(world, code)

    connection = world.look(lambda tx: tx.connections.live(HOME, APP, MARIA))
    ended = world.look(lambda tx: tx.elevations.get(HOME, elevation.id))
    assert connection is not None
    assert ended is not None
    assert (connection.authority.elevation, ended.ended_why) == (None, ElevationEnd.REDEEMED)


async def test_a_clock_set_back_gives_no_time(world: World) -> None:
    """Two hours back: the store's time never runs back past what was committed, so an ended elevation stays ended."""
    elevation = await elevated(world)
    world.now = elevation.ends_at
    await world.refused(OSKAR)  # something is committed at that time
    latest = world.store.latest_time()

    world.now -= 7_200_000

    assert isinstance(world.store, SqliteStore)
    assert latest >= elevation.ends_at
    later = max(world.now, world.store.latest_time())  # what the server's clock reads: see `clock.py`
    assert world.look(lambda tx: tx.elevations.live(HOME, MARIA, APP, later)) is None


async def test_a_higher_right_can_be_lent_than_is_held(world: World) -> None:
    """An elevation adds to what the person holds: a level they have already is not lowered by a lower one lent."""
    lower = Right("crm.contacts.view", Level.OWNED)
    await elevated(world, LendRights((*MISSING, lower)))

    assert isinstance(world.decision(), Granted)
