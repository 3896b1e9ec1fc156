"""Connections whose person lost rights: what Connected apps shows, and what the account's choice does to tokens."""

from collections.abc import Mapping

import pytest

from admittance.core.levels import Level
from admittance.usecases.audit_entry import Act
from admittance.usecases.records import Authority, Connection, DriftPolicy
from tests.oauth.world import A1, AUTOMATION, BOTH, CONTACTS, MP1, SA1, SA2, WORKFLOWS, World

pytestmark = pytest.mark.anyio
APPS = f"/accounts/{A1}/apps"
CONTACT_LIST = "/crm/v3/objects/contacts"


async def give(world: World, rights: Mapping[str, Level], *, super_admin: bool = False) -> None:
    """Replace what the person holds."""
    await world.change(
        lambda tx: tx.people.set_rights(A1, BOTH, super_admin=super_admin, permission_set=None, rights=rights)
    )


async def choose(world: World, policy: str, user: int = SA1) -> int:
    """Choose by the form of the page; its status."""
    browser = await world.browser(user)
    await browser.get(APPS)
    action = f"/accounts/{A1}/drift-policy"
    token = next(iter(browser.form("/sign-out").fields.items()))
    return (await browser.post(action, dict([token]) | {"policy": policy})).status_code


async def call(world: World, token: str) -> int:
    """A call that needs contacts."""
    return (await world.call("GET", CONTACT_LIST, headers={"authorization": f"Bearer {token}"})).status_code


async def connected(world: World) -> dict[str, str]:
    """Somebody connects as Super Admin and is demoted to contacts alone."""
    await give(world, {}, super_admin=True)
    tokens = await world.connect(BOTH)
    await give(world, CONTACTS)
    return {name: tokens[name] for name in ("access_token", "refresh_token")}


async def test_a_demoted_persons_connection_keeps_working_and_shows_what_has_changed(world: World) -> None:
    """Once the integration has been authenticated by the elevated user, that specific user account can be demoted: the
    connection works on, and Connected apps says under which authority it was made and what it couldn't grant today.
    """
    tokens = await connected(world)
    assert await call(world, tokens["access_token"]) == 200
    page = (await (await world.browser(SA1)).get(APPS)).text
    assert "both Test&#39;s rights have changed since this was granted." in page or "both Test's rights" in page
    assert "Super Admin" in page
    assert "Custom access" in page
    drift = page[page.index('class="row-drift"') : page.index("</tr>", page.index('class="row-drift"'))]
    assert AUTOMATION in drift
    assert "contacts.read" not in drift
    assert "It keeps working, as the account has chosen." in drift


async def test_without_a_change_there_is_no_drift(world: World) -> None:
    """The same rights, more rights and a Super Admin's are no drift; neither is a tool that the plan lost."""
    await world.connect(BOTH)
    await give(world, {**CONTACTS, **WORKFLOWS, "account.users.view": Level.ON})
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "starter"))
    assert 'class="row-drift"' not in (await (await world.browser(SA1)).get(APPS)).text


async def test_suspend_stops_calls_and_refreshes_until_the_rights_are_back(world: World) -> None:
    """401 on calls, `invalid_grant` on refresh, inactive in introspection; undone by giving the rights back."""
    tokens = await connected(world)
    assert await choose(world, "suspend") == 303
    assert await call(world, tokens["access_token"]) == 401
    assert not (await world.introspect(tokens["access_token"]))["active"]
    assert not (await world.introspect(tokens["refresh_token"]))["active"]
    refused = await world.refresh(tokens["refresh_token"])
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    page = (await (await world.browser(SA1)).get(APPS)).text
    assert "The connection is suspended, as the account has chosen" in page
    await give(world, {**CONTACTS, **WORKFLOWS})
    assert await call(world, tokens["access_token"]) == 200
    assert (await world.refresh(tokens["refresh_token"])).status_code == 200


async def test_a_suspension_ends_when_the_account_chooses_otherwise(world: World) -> None:
    """Nothing is lost by suspending: with keep or warn the same tokens work again; warn tells whoever manages apps."""
    tokens = await connected(world)
    await choose(world, "suspend")
    assert await call(world, tokens["access_token"]) == 401
    await choose(world, "warn")
    assert await call(world, tokens["access_token"]) == 200
    page = (await (await world.browser(SA1)).get(APPS)).text
    assert "1 connection was made with rights that its person no longer has." in page


async def test_who_may_choose(world: World) -> None:
    """Whoever may uninstall apps; others 403, strangers "not there"; the choice is audited with old and new."""
    assert await choose(world, "suspend", MP1) == 403
    assert await choose(world, "suspend", SA2) == 404
    assert await choose(world, "nonsense") == 303
    assert await choose(world, "warn") == 303
    account = world.services.store.read(lambda tx: tx.accounts.get(A1))
    assert account is not None
    assert account.drift_policy is DriftPolicy.WARN
    rows = [dict(row.entry.data) for row in world.audit() if row.entry.act is Act.SETTING_CHANGED]
    assert rows == [{"setting": "drift_policy", "from": "keep", "to": "warn"}]


async def test_granting_again_ends_the_drift(world: World) -> None:
    """A new consent takes the authority of now, so it narrows to what can be given and drifts no more."""
    await connected(world)
    await give(world, {**CONTACTS, **WORKFLOWS})
    await world.connect(BOTH)
    (connection,) = world.services.store.read(lambda tx: tx.connections.in_account(A1))
    assert isinstance(connection, Connection)
    assert connection.authority == Authority(False, None, {**CONTACTS, **WORKFLOWS})
    assert 'class="row-drift"' not in (await (await world.browser(SA1)).get(APPS)).text
