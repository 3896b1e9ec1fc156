"""Publishing a version of an app's settings, and the cases that it closes."""

import pytest
from msgspec.structs import replace

from admittance.core.manifest import Manifest
from admittance.usecases.audit_entry import SERVER_CHAIN
from admittance.usecases.case_records import CaseState
from admittance.usecases.manifest_file import ManifestFile
from admittance.usecases.publish_manifest import AsBefore, NoSuchApp, Published, Publishing, publish_manifest
from admittance.usecases.records import App, Support
from admittance.usecases.start_install import ConsentShown
from tests.usecases.cases.conftest import APP, CONTACTS, HOME, LISTS, MARIA, MARKETPLACE, OSKAR, REQUIRED, World
from tests.usecases.cases.test_elevate import code_of, elevated, redeem

pytestmark = pytest.mark.anyio
LESS = Manifest(frozenset({"oauth", "crm.objects.contacts.read"}), frozenset({"automation"}))
FILE = ManifestFile(
    uid="callpop",
    name="Callpop",
    description="",
    redirect_uris=("https://callpop.example/cb",),
    manifest=LESS,
    support=Support(email="help@callpop.example"),
)


def the_app(world: World) -> App:
    """As it is committed."""
    app = world.look(lambda tx: tx.apps.get(APP))
    assert app is not None
    return app


async def published(world: World, file: ManifestFile = FILE, client_id: str | None = None) -> Publishing:
    """Publish."""
    return await world.do(
        lambda tx: publish_manifest(tx, world.policy, file, world.now, client_id=client_id, by="operator")
    )


async def test_a_corrected_version_lets_the_waiting_install_go_on(world: World) -> None:
    """The link asks for a scope that the settings lacked: with the version that has it the case closes, the person is
    told, and the very same link goes on to consent.
    """
    scope = REQUIRED | {"crm.objects.owners.read"}
    await world.set_rights(OSKAR, {**CONTACTS, **MARKETPLACE, **LISTS})
    case = await world.refused(OSKAR, scope=scope)

    done = await published(world, replace(FILE, manifest=Manifest(scope)))

    assert isinstance(done, Published)
    assert (done.solved, done.app.manifest_version) == (1, 2)
    assert world.case(case.id).state is CaseState.SOLVED
    assert [letter.user_id for letter in world.look(lambda tx: tx.outbox.waiting(9))] == [OSKAR]
    assert isinstance(await world.open_install(OSKAR, scope=scope), ConsentShown)


async def test_what_is_still_missing_stays_open(world: World) -> None:
    """Maria lacks App Marketplace access as well: her case waits on."""
    case = await world.refused(MARIA)
    done = await published(world)
    assert isinstance(done, Published)
    assert done.solved == 0
    assert world.case(case.id).state is CaseState.OPEN


async def test_what_was_granted_stays(world: World) -> None:
    """Rule of section 9: more scopes in the settings change no connection that is there."""
    await elevated(world)
    await redeem(world, await code_of(world))
    before = world.look(lambda tx: tx.connections.in_account(HOME))
    more = replace(FILE, manifest=Manifest(REQUIRED | {"tickets"}))

    assert isinstance(await published(world, more), Published)

    assert world.look(lambda tx: tx.connections.in_account(HOME)) == before
    assert before[0].granted == REQUIRED


async def test_a_version_is_one_row(world: World) -> None:
    """The server's chain says who published which version and what came and went; the case's row is the account's."""
    await published(world)
    row = world.audit(SERVER_CHAIN)[-1].entry
    assert (row.act.value, row.by, row.app_id) == ("app.manifest_published", "operator", APP)
    assert row.data == {
        "version": 2,
        "scopes": {"required": {"added": [], "removed": ["crm.lists.read"]}},
        "fields": [],
    }


async def test_the_same_again_is_no_version(world: World) -> None:
    """Nothing changed, nothing is written; another name alone keeps the version."""
    await published(world)
    assert isinstance(await published(world), AsBefore)
    assert the_app(world).manifest_version == 2
    done = await published(world, replace(FILE, name="Callpop 2"), "callpop")
    assert isinstance(done, Published)
    assert (done.app.name, done.app.manifest_version) == ("Callpop 2", 2)


async def test_an_app_that_is_not_there_is_said(world: World) -> None:
    """By client id or by name: nothing is changed, and the answer says which apps there are."""
    for file, client_id in ((FILE, "nobody"), (replace(FILE, name="Nobody"), None)):
        assert await published(world, file, client_id) == NoSuchApp((("Callpop", "callpop"),))
    assert the_app(world).manifest_version == 1
