"""One question about one connection as plain data: what both implementations are given."""

from typing import TypedDict

Ways = list[list[tuple[str, str]]]
"""OR of ANDs over pairs: (permission, lowest level) or (product, lowest tier)."""


class ScopeNeeds(TypedDict):
    permissions: Ways
    tools: list[list[str]]


class Catalogue(TypedDict):
    """`permissions` maps to the levels in rising order, `tiers` likewise, `tools` to what switches each one on."""

    permissions: dict[str, list[str]]
    implies: dict[str, list[str]]
    tiers: dict[str, list[str]]
    tools: dict[str, Ways]
    scopes: dict[str, ScopeNeeds]
    marketplace: tuple[str, str] | None


class Manifest(TypedDict):
    required: list[str]
    conditionally_required: list[str]
    optional: list[str]


class Url(TypedDict):
    """The two parameters as sent; None is a parameter that the URL does not have."""

    scope: str | None
    optional_scope: str | None


class World(TypedDict):
    """Everything that a decision depends on."""

    catalogue: Catalogue
    manifest: Manifest
    url: Url
    permissions: dict[str, str]
    super_admin: bool
    subscriptions: dict[str, str]
    installed: bool
    granted_before: list[str]
    always_ask_marketplace: bool
