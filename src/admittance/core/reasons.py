"""Why a connection is refused or a scope left out: a closed union of values that carry data, not words."""

from enum import StrEnum
from typing import TypeAlias, assert_never

from msgspec import Struct

from admittance.core.levels import Level
from admittance.core.scopes import Parameter, ScopeKind


class RefusalCode(StrEnum):
    """The four headings, in the order in which a refusal shows them (product rule 6)."""

    INSUFFICIENT_SCOPES = "insufficient_scopes"
    SCOPE_MISMATCH = "scope_mismatch"
    ACCOUNT_LACKS_FEATURES = "account_lacks_features"
    USER_NOT_PERMITTED = "user_not_permitted"


class Audience(StrEnum):
    """Who can mend a reason."""

    DEVELOPER = "developer"
    PLAN_OWNER = "plan_owner"
    ADMIN = "admin"
    OPERATOR = "operator"


class RequiredMissing(Struct, frozen=True, tag="required_missing", tag_field="cause"):
    """Rule 1: a required scope does not stand in `scope`."""

    scope: str


class RequiredInOptional(Struct, frozen=True, tag="required_in_optional", tag_field="cause"):
    """Rule 1: a required scope stands in `optional_scope`, in `scope` too or not."""

    scope: str


class NotConfigured(Struct, frozen=True, tag="not_configured", tag_field="cause"):
    """Rule 2: the URL asks for a scope that the manifest does not have.

    `known` is whether the catalogue has it; if not, `did_you_mean` holds up to three close names, the nearest first,
    for the first eight unknown scopes of a URL.
    """

    scope: str
    places: tuple[Parameter, ...]
    known: bool
    did_you_mean: tuple[str, ...] = ()


class ConditionalInOptional(Struct, frozen=True, tag="conditional_in_optional", tag_field="cause"):
    """Rule 2: a conditionally required scope stands in `optional_scope`."""

    scope: str


class OptionalInScope(Struct, frozen=True, tag="optional_in_scope", tag_field="cause"):
    """Rule 2: an optional scope stands in `scope`."""

    scope: str


class LostByCatalogue(Struct, frozen=True, tag="lost_by_catalogue", tag_field="cause"):
    """Rule 12: the manifest has the scope, and the catalogue lost it after the manifest was saved."""

    scope: str
    kind: ScopeKind


class ToolMissing(Struct, frozen=True, tag="tool_missing", tag_field="cause"):
    """Rule 4: the account's subscriptions switch on none of the tool sets that would do.

    `ways` holds, for each set that would satisfy the scope, the tools of it that are off; the fewest first, equal ones
    once.
    """

    scope: str
    kind: ScopeKind
    ways: tuple[tuple[str, ...], ...]


class Shortfall(Struct, frozen=True, order=True):
    """One permission below what is needed."""

    permission: str
    needed: Level
    held: Level


class PermissionMissing(Struct, frozen=True, tag="permission_missing", tag_field="cause"):
    """Rule 3: the installer holds none of the permission sets that would do.

    `ways` holds, for each set that would satisfy the scope, what is missing of it; the fewest first, equal ones once.
    """

    scope: str
    kind: ScopeKind
    ways: tuple[tuple[Shortfall, ...], ...]


class WhyMarketplace(StrEnum):
    """Why App Marketplace access is asked for (product rule 3)."""

    INSTALLS_APP = "installs_app"
    NEW_SCOPES = "new_scopes"
    ALWAYS_ASKED = "always_asked"


class MarketplaceMissing(Struct, frozen=True, tag="marketplace_missing", tag_field="cause"):
    """Rule 3: the connection needs App Marketplace access and the installer does not hold it.

    `scopes` are the demanded scopes new to the account, sorted, when `why` is NEW_SCOPES; otherwise empty.
    For a dropped optional scope (rule 5) it is that one scope.
    """

    permission: str
    why: WhyMarketplace
    scopes: tuple[str, ...] = ()


Reason: TypeAlias = (
    RequiredMissing
    | RequiredInOptional
    | NotConfigured
    | ConditionalInOptional
    | OptionalInScope
    | LostByCatalogue
    | ToolMissing
    | PermissionMissing
    | MarketplaceMissing
)
DropReason: TypeAlias = ToolMissing | PermissionMissing | MarketplaceMissing


class Dropped(Struct, frozen=True):
    """An optional scope that is left out, with every reason (product rule 5)."""

    scope: str
    why: tuple[DropReason, ...]


def code_of(reason: Reason) -> RefusalCode:
    """The heading under which `reason` stands."""
    match reason:
        case RequiredMissing() | RequiredInOptional():
            return RefusalCode.INSUFFICIENT_SCOPES
        case NotConfigured() | ConditionalInOptional() | OptionalInScope() | LostByCatalogue():
            return RefusalCode.SCOPE_MISMATCH
        case ToolMissing():
            return RefusalCode.ACCOUNT_LACKS_FEATURES
        case PermissionMissing() | MarketplaceMissing():
            return RefusalCode.USER_NOT_PERMITTED
        case _:
            assert_never(reason)


def mended_by(reason: Reason) -> Audience:
    """Who can remove `reason`. Nobody is sent to an administrator for a developer's mistake or a plan (rule 6)."""
    match reason:
        case LostByCatalogue():
            return Audience.OPERATOR
        case RequiredMissing() | RequiredInOptional() | NotConfigured() | ConditionalInOptional() | OptionalInScope():
            return Audience.DEVELOPER
        case ToolMissing():
            return Audience.PLAN_OWNER
        case PermissionMissing() | MarketplaceMissing():
            return Audience.ADMIN
        case _:
            assert_never(reason)
