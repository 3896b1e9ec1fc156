"""Remedies as values: names and levels, no words and no masks, so that a stored one outlives the catalogue it is of."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.levels import Level
from admittance.core.requirements import Right
from admittance.core.scopes import Parameter, ScopeKind


class UrlChange(Struct, frozen=True):
    """The install URL: `scope` stands in the parameters `before`, and should stand in those of `after`."""

    scope: str
    before: tuple[Parameter, ...]
    after: tuple[Parameter, ...]


class ManifestChange(Struct, frozen=True):
    """The app's configuration: `scope` is of the kind `before` (None: not configured), and should be of `after`."""

    scope: str
    before: ScopeKind | None
    after: ScopeKind


class PlanChange(Struct, frozen=True):
    """The account's plan: `product` from the tier `before` (None: not subscribed) to the higher tier `after`."""

    product: str
    before: str | None
    after: str


class RightChange(Struct, frozen=True):
    """One permission of the installer before and after: higher in what is added, lower in what is lost."""

    permission: str
    before: Level
    after: Level


class GrantRights(Struct, frozen=True, tag="grant_rights", tag_field="part"):
    """Give permissions for good. `rights` is what to set; `added` is all that it raises, implied ones too."""

    rights: tuple[Right, ...]
    added: tuple[RightChange, ...]


class AssignSet(Struct, frozen=True, tag="assign_set", tag_field="part"):
    """Assign a permission set. It replaces the installer's own rights, so some may be `lost`."""

    permission_set: str
    added: tuple[RightChange, ...]
    lost: tuple[RightChange, ...]


class ElevateRights(Struct, frozen=True, tag="elevate_rights", tag_field="part"):
    """Give the missing permissions for this connection only (product section 5)."""

    rights: tuple[Right, ...]
    added: tuple[RightChange, ...]


class ElevateSuperAdmin(Struct, frozen=True, tag="elevate_super_admin", tag_field="part"):
    """Make the installer a Super Admin for this connection only (product section 5)."""


class MakeSuperAdmin(Struct, frozen=True, tag="make_super_admin", tag_field="part"):
    """Make the installer a Super Admin for good."""


PermissionPart: TypeAlias = GrantRights | AssignSet | ElevateRights | ElevateSuperAdmin | MakeSuperAdmin


class Remedy(Struct, frozen=True, kw_only=True):
    """Changes that together turn the refusal into a grant; without any one of them it stays a refusal.

    `added_privilege`: the weights of all permission levels that the installer gains. `new_products`: how many products
    the account would begin to pay for. `cost`: by how much the weights of its tiers rise. `people`: the fewest people
    who could carry it out together.
    """

    url: tuple[UrlChange, ...] = ()
    manifest: tuple[ManifestChange, ...] = ()
    plan: tuple[PlanChange, ...] = ()
    permission: PermissionPart | None = None
    added_privilege: int = 0
    new_products: int = 0
    cost: int = 0
    people: int = 0


class Remedies(Struct, frozen=True, kw_only=True):
    """Remedies, the best first.

    `more`: there are more than these. `cut`: the search ended at its fixed number of steps, so there may be others,
    better ones too. `out_of_reach`: the scopes for which no permission, plan, URL or manifest helps, sorted: the
    catalogue lost them, or no plan switches on what they need. Where there is one, there is no remedy.
    """

    found: tuple[Remedy, ...] = ()
    more: bool = False
    cut: bool = False
    out_of_reach: tuple[str, ...] = ()
