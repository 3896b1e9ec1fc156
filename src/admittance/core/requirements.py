"""What a scope needs, written as "any of several sets" (product rule 10), for permissions and tools alike."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.levels import Level


class Right(Struct, frozen=True, order=True):
    """A permission at a level. In a need it reads *at least*; in a person's rights, *exactly*."""

    permission: str
    level: Level


PermissionNeed: TypeAlias = tuple[tuple[Right, ...], ...]
"""OR of ANDs. `((),)` is always met; `()` never is."""

ToolNeed: TypeAlias = tuple[tuple[str, ...], ...]
"""OR of ANDs over tool ids. `((),)` is always met; `()` never is."""

PlanNeed: TypeAlias = tuple[tuple[tuple[str, str], ...], ...]
"""OR of ANDs over (product, lowest tier) pairs. `((),)` is every account's; `()` is nobody's."""


class ScopeNeed(Struct, frozen=True):
    """Everything the catalogue asks before one scope may be granted."""

    scope: str
    permissions: PermissionNeed = ((),)
    tools: ToolNeed = ((),)
