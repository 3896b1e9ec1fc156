"""Headings and who mends what."""

from typing import get_args

import pytest

from admittance.core.levels import Level
from admittance.core.reasons import (
    Audience,
    ConditionalInOptional,
    DropReason,
    LostByCatalogue,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    Reason,
    RefusalCode,
    RequiredInOptional,
    RequiredMissing,
    Shortfall,
    ToolMissing,
    WhyMarketplace,
    code_of,
    mended_by,
)
from admittance.core.scopes import Parameter, ScopeKind

ONE_OF_EACH: list[tuple[Reason, RefusalCode, Audience]] = [
    (RequiredMissing("a"), RefusalCode.INSUFFICIENT_SCOPES, Audience.DEVELOPER),
    (RequiredInOptional("a"), RefusalCode.INSUFFICIENT_SCOPES, Audience.DEVELOPER),
    (NotConfigured("a", (Parameter.SCOPE,), known=True), RefusalCode.SCOPE_MISMATCH, Audience.DEVELOPER),
    (ConditionalInOptional("a"), RefusalCode.SCOPE_MISMATCH, Audience.DEVELOPER),
    (OptionalInScope("a"), RefusalCode.SCOPE_MISMATCH, Audience.DEVELOPER),
    (LostByCatalogue("a", ScopeKind.REQUIRED), RefusalCode.SCOPE_MISMATCH, Audience.OPERATOR),
    (ToolMissing("a", ScopeKind.REQUIRED, (("t",),)), RefusalCode.ACCOUNT_LACKS_FEATURES, Audience.PLAN_OWNER),
    (
        PermissionMissing("a", ScopeKind.REQUIRED, ((Shortfall("p", Level.ON, Level.OFF),),)),
        RefusalCode.USER_NOT_PERMITTED,
        Audience.ADMIN,
    ),
    (MarketplaceMissing("m", WhyMarketplace.INSTALLS_APP), RefusalCode.USER_NOT_PERMITTED, Audience.ADMIN),
]


@pytest.mark.parametrize(("reason", "code", "audience"), ONE_OF_EACH, ids=lambda value: type(value).__name__)
def test_every_reason_has_a_heading_and_somebody_who_mends_it(
    reason: Reason, code: RefusalCode, audience: Audience
) -> None:
    """Nobody is sent to an administrator for a developer's mistake or for a plan problem (rule 6)."""
    assert code_of(reason) is code
    assert mended_by(reason) is audience


def test_no_reason_is_left_out_here() -> None:
    """The table above holds every reason there is."""
    assert [type(reason) for reason, _, _ in ONE_OF_EACH] == list(get_args(Reason))


def test_the_headings_stand_in_headline_order() -> None:
    """Developer, developer, account, user (rule 6)."""
    assert [code.value for code in RefusalCode] == [
        "insufficient_scopes",
        "scope_mismatch",
        "account_lacks_features",
        "user_not_permitted",
    ]


def test_only_what_an_account_or_a_person_lacks_drops_a_scope() -> None:
    """An optional scope is dropped for a tool, a permission or marketplace access, never for a mistake in the URL."""
    assert {code_of(reason) for reason, _, _ in ONE_OF_EACH if isinstance(reason, DropReason)} == {
        RefusalCode.ACCOUNT_LACKS_FEATURES,
        RefusalCode.USER_NOT_PERMITTED,
    }


def test_reasons_are_values() -> None:
    """Equal reasons are equal and hash alike, so that two decisions can be compared."""
    for reason, _, _ in ONE_OF_EACH:
        assert hash(reason) == hash(type(reason)(*(getattr(reason, name) for name in reason.__struct_fields__)))
