"""Misuse of the three scope kinds, of permissions and of tools: what `decide` itself must answer."""

import pytest

from admittance.core.decide import Decision, Refused
from admittance.core.grants import grant
from admittance.core.levels import Level
from admittance.core.reasons import (
    ConditionalInOptional,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    RefusalCode,
    RequiredInOptional,
    RequiredMissing,
    ToolMissing,
)
from tests.core.acme import (
    AUTOMATION,
    CONTACTS,
    CUSTOM,
    EVERYDAY,
    LISTS,
    MARKETPLACE,
    OAUTH,
    PROFESSIONAL,
    STARTER,
    VIEW_CONTACTS,
    VIEW_CUSTOM,
    ask,
    dropped,
    granted,
    reasons,
    without,
)


@pytest.mark.parametrize(
    ("decision", "cause", "code"),
    [
        pytest.param(ask(AUTOMATION), RequiredMissing, RefusalCode.INSUFFICIENT_SCOPES, id="30 required left out"),
        pytest.param(
            ask(AUTOMATION, CONTACTS), RequiredInOptional, RefusalCode.INSUFFICIENT_SCOPES, id="31 moved to optional"
        ),
        pytest.param(
            ask(f"{CONTACTS} {AUTOMATION}", CONTACTS),
            RequiredInOptional,
            RefusalCode.INSUFFICIENT_SCOPES,
            id="31 in both",
        ),
        pytest.param(ask(f"{CONTACTS} {LISTS}"), NotConfigured, RefusalCode.SCOPE_MISMATCH, id="32 not configured"),
        pytest.param(
            ask(CONTACTS, AUTOMATION),
            ConditionalInOptional,
            RefusalCode.SCOPE_MISMATCH,
            id="33 conditional as optional",
        ),
        pytest.param(
            ask(f"{CONTACTS} {CUSTOM}"), OptionalInScope, RefusalCode.SCOPE_MISMATCH, id="34 optional as demanded"
        ),
        pytest.param(ask(held=EVERYDAY), MarketplaceMissing, RefusalCode.USER_NOT_PERMITTED, id="36 no marketplace"),
        pytest.param(
            ask(held={VIEW_CONTACTS: Level.ALL, MARKETPLACE: Level.ON}),
            PermissionMissing,
            RefusalCode.USER_NOT_PERMITTED,
            id="37 nothing behind automation",
        ),
        pytest.param(ask(plan=STARTER), ToolMissing, RefusalCode.ACCOUNT_LACKS_FEATURES, id="38 no workflows"),
    ],
)
def test_each_misuse_is_refused_for_its_own_reason(decision: Decision, cause: type, code: RefusalCode) -> None:
    """Each misuse of scopes, permissions and tools is refused, and its own cause is among the reasons."""
    assert cause in {type(reason) for reason in reasons(decision)}
    assert isinstance(decision, Refused)
    assert decision.headline is code


def test_a_scope_in_both_parameters_is_not_silently_merged() -> None:
    """A scope in both parameters is told for the place where it must not stand, whatever kind it is."""
    assert reasons(ask(f"{CONTACTS} {AUTOMATION}", f"{CONTACTS} {AUTOMATION}")) == [
        RequiredInOptional(CONTACTS),
        ConditionalInOptional(AUTOMATION),
    ]
    assert reasons(ask(f"{CONTACTS} {CUSTOM}", CUSTOM)) == [OptionalInScope(CUSTOM)]


@pytest.mark.parametrize("ticks", [{LISTS}, {AUTOMATION, OAUTH}, {"crm.objects.custom.write"}, {""}, {CONTACTS}])
def test_a_tick_for_what_was_not_offered_gives_nothing(ticks: set[str]) -> None:
    """A consent form with other scopes than were offered adds none and takes away no demanded one."""
    decision = granted(ask())
    given = grant(decision, frozenset(ticks))
    assert given.granted == decision.demanded
    assert given.declined == decision.offered


def test_a_tick_for_a_dropped_scope_gives_nothing() -> None:
    """What is out of reach stays out of reach, also when the form ticks it."""
    decision = granted(ask(plan=PROFESSIONAL))
    assert CUSTOM not in grant(decision, frozenset({CUSTOM})).granted


def test_an_unticked_scope_is_absent() -> None:
    """An optional scope left unticked is declined, not granted."""
    given = grant(granted(ask()), frozenset())
    assert CUSTOM not in given.granted
    assert given.declined == {CUSTOM}


@pytest.mark.parametrize("decision", [ask(plan=PROFESSIONAL), ask(held=without(VIEW_CUSTOM))])
def test_an_optional_scope_out_of_reach_is_granted_without(decision: Decision) -> None:
    """An optional scope whose tool or permission is missing: the connection is granted without it."""
    assert [drop.scope for drop in dropped(decision)] == [CUSTOM]
    assert granted(decision).demanded == {OAUTH, CONTACTS, AUTOMATION}


@pytest.mark.parametrize(
    "scope", ["crm.objects.contacts.read\t", "\xa0crm.objects.contacts.read", "CRM.objects.contacts.read"]
)
def test_a_name_that_only_looks_like_a_scope_is_another_name(scope: str) -> None:
    """Names are compared whole: other white space, another case or a look-alike is an unknown scope."""
    assert {type(reason) for reason in reasons(ask(scope, None))} == {RequiredMissing, NotConfigured}
