"""What the two source documents say about causes, sentence by sentence, as tests of `decide`."""

from admittance.core.decide import Refused
from admittance.core.install_url import read_install_url
from admittance.core.levels import Level
from admittance.core.reasons import (
    Audience,
    ConditionalInOptional,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    RefusalCode,
    RequiredInOptional,
    RequiredMissing,
    ToolMissing,
    mended_by,
)
from tests.core.acme import (
    APP,
    AUTOMATION,
    CONTACTS,
    CUSTOM,
    EVERYDAY,
    LISTS,
    MARKETPLACE,
    OAUTH,
    STARTER,
    VIEW_CONTACTS,
    VIEW_LISTS,
    ask,
    granted,
    manifest,
    reasons,
    without,
)


def test_required_missing() -> None:
    """The app's configuration holds a required scope that is missing in the install URL's `scope` parameter."""
    refused = ask(AUTOMATION)
    assert reasons(refused) == [RequiredMissing(CONTACTS)]
    assert refused.headline is RefusalCode.INSUFFICIENT_SCOPES


def test_required_in_optional() -> None:
    """If the required scope is included in the `optional_scope` parameter, the error is triggered too."""
    for scope in (CONTACTS, None):
        refused = ask(scope, CONTACTS)
        assert RequiredInOptional(CONTACTS) in reasons(refused)
        assert refused.headline is RefusalCode.INSUFFICIENT_SCOPES


def test_every_install_url_must_hold_all_required_scopes() -> None:
    """The developer must see to it that every install URL holds all required scopes of the app's configuration."""
    app = manifest(f"{CONTACTS} {LISTS}")
    assert reasons(ask(None, None, app=app)) == [RequiredMissing(LISTS), RequiredMissing(CONTACTS)]
    assert reasons(ask(CONTACTS, None, app=app)) == [RequiredMissing(LISTS)]
    assert granted(ask(f"{LISTS} {CONTACTS}", None, app=app))


def test_not_configured() -> None:
    """The install URL holds a conditionally required or optional scope that the app's settings do not have."""
    for scope, optional_scope in ((f"{CONTACTS} {LISTS}", None), (CONTACTS, LISTS)):
        refused = ask(scope, optional_scope)
        assert [(type(reason), reason.scope) for reason in reasons(refused)] == [(NotConfigured, LISTS)]
        assert refused.headline is RefusalCode.SCOPE_MISMATCH


def test_conditional_in_optional() -> None:
    """A conditionally required scope stands in the `optional_scope` parameter of the install URL."""
    refused = ask(CONTACTS, AUTOMATION)
    assert reasons(refused) == [ConditionalInOptional(AUTOMATION)]
    assert refused.headline is RefusalCode.SCOPE_MISMATCH


def test_optional_in_scope() -> None:
    """An optional scope has by mistake been put in the `scope` parameter of the install URL."""
    refused = ask(f"{CONTACTS} {CUSTOM}", None)
    assert reasons(refused) == [OptionalInScope(CUSTOM)]
    assert refused.headline is RefusalCode.SCOPE_MISMATCH


def test_the_documents_own_example() -> None:
    """crm.objects.custom.read is optional in the settings; the URL is /authorize?…&scope=crm.objects.custom.read."""
    refused = ask("crm.objects.custom.read", None, app=manifest(optional="crm.objects.custom.read"))
    assert reasons(refused) == [OptionalInScope("crm.objects.custom.read")]
    assert refused.headline is RefusalCode.SCOPE_MISMATCH


def test_the_url_mistakes_go_to_the_developer() -> None:
    """ "Please contact the app developer": each of the five mistakes is theirs to mend, whoever opens the URL."""
    refused = ask(f"{LISTS} {CUSTOM}", f"{CONTACTS} {AUTOMATION}")
    found = {type(reason) for reason in reasons(refused)}
    assert found == {RequiredMissing, RequiredInOptional, NotConfigured, ConditionalInOptional, OptionalInScope}
    assert {mended_by(reason) for reason in reasons(refused)} == {Audience.DEVELOPER}


def test_a_url_with_every_scope_in_its_place_connects() -> None:
    """Scopes configured as they are asked for, each under its own parameter, resolve the error."""
    assert granted(ask(f"{CONTACTS} {AUTOMATION}", CUSTOM)).offered == {CUSTOM}


def test_the_user_lacks_the_permissions_behind_the_scopes() -> None:
    """The user lacks the user roles or permissions required to authorize the scopes that the integration requires."""
    refused = ask(held=without(VIEW_CONTACTS))
    assert [type(reason) for reason in reasons(refused)] == [PermissionMissing]
    assert refused.headline is RefusalCode.USER_NOT_PERMITTED
    assert mended_by(refused.reasons[0]) is Audience.ADMIN


def test_the_user_needs_app_marketplace_permissions() -> None:
    """To resolve it, the user who connects the integration must have App Marketplace permissions."""
    assert [type(reason) for reason in reasons(ask(held=EVERYDAY))] == [MarketplaceMissing]
    assert granted(ask(held={**EVERYDAY, MARKETPLACE: Level.ON}))


def test_super_admin_resolves_what_marketplace_permissions_do_not() -> None:
    """If giving the user these permissions does not work, Super Admin permissions resolve the error."""
    assert isinstance(ask(held={MARKETPLACE: Level.ON}), Refused)
    assert granted(ask(held={}, super_admin=True))


def test_marketing_hub_starter_cannot_connect_what_needs_workflows() -> None:
    """An account with Marketing Hub Starter connects to an integration that requires the workflows tool: refused."""
    for app, scope in ((APP, f"{CONTACTS} {AUTOMATION}"), (manifest(AUTOMATION), AUTOMATION)):
        refused = ask(scope, None, app=app, plan=STARTER)
        [reason] = reasons(refused)
        assert isinstance(reason, ToolMissing)
        assert (reason.scope, reason.ways) == (AUTOMATION, (("workflows",),))
        assert refused.headline is RefusalCode.ACCOUNT_LACKS_FEATURES


def test_an_upgrade_resolves_missing_features() -> None:
    """To resolve it, the account must be upgraded to a subscription that has the tools required."""
    assert isinstance(ask(plan=STARTER), Refused)
    assert granted(ask(plan={"marketing_hub": "professional"}))


def test_each_user_connects_for_themselves() -> None:
    """Second document: for each user, the integration requires specific permission to connect."""
    assert granted(ask(installed=True, held=EVERYDAY))
    assert [type(reason) for reason in reasons(ask(installed=True, held={}))] == [PermissionMissing] * 2


def test_the_minimum_access_is_enough() -> None:
    """Second document: normally the minimum access levels should be enough to authorize the integration."""
    app = manifest(f"{OAUTH} {CONTACTS} {LISTS}")
    minimum = {VIEW_CONTACTS: Level.ALL, VIEW_LISTS: Level.ON}
    assert granted(
        ask(f"{CONTACTS} {LISTS}", None, app=app, held=minimum, installed=True, before=f"{CONTACTS} {LISTS}")
    )
    for name in minimum:
        less = {other: level for other, level in minimum.items() if other != name}
        assert isinstance(ask(f"{CONTACTS} {LISTS}", None, app=app, held=less, installed=True), Refused)


def test_a_super_admin_has_every_permission_the_integration_may_require() -> None:
    """Second document: Super Admin "ensures the user has every role or permission the integration may require"."""
    assert granted(ask(held={}, super_admin=True)).dropped == ()


def test_scopes_are_read_as_the_browser_sends_them() -> None:
    """The URL's parameters are sets of names: several spaces, another order or a repetition change nothing."""
    assert read_install_url("b  a b ", None) == read_install_url("a b", "")
