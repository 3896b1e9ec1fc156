"""Products & plan: what the account has, what another tier would change, and the page that asks before a change."""

from typing import ClassVar

from msgspec import Struct

from admittance.explain.people import Contact


class CaseRow(Struct, frozen=True, kw_only=True):
    """An open case that would close."""

    name: str
    url: str
    person: str
    app: str


class TouchedRow(Struct, frozen=True, kw_only=True):
    """A connection with the scopes, in plain words, that stop or start to work."""

    person: str
    app: str
    scopes: tuple[str, ...]


class TierRow(Struct, frozen=True, kw_only=True):
    """A higher tier and what it would do. `url` is the page that asks first; empty where plans aren't changed here."""

    plan: str
    tools_on: tuple[str, ...]
    closes: tuple[CaseRow, ...]
    resumes: int
    url: str = ""


class ProductCard(Struct, frozen=True, kw_only=True):
    """A product. `tier` is what the account has of it, in words; empty for nothing. `lower` are the ways down."""

    key: str
    name: str
    tier: str
    ahead: tuple[TierRow, ...] = ()
    lower: tuple[tuple[str, str], ...] = ()


class PlanPage(Struct, frozen=True, kw_only=True):
    """`operator` is whom to write to where the reader may change the plan and this server doesn't do it."""

    template: ClassVar[str] = "plan.html"
    products: tuple[ProductCard, ...]
    tools: tuple[str, ...]
    may_change: bool
    operator: Contact | None = None


class PlanChangePage(Struct, frozen=True, kw_only=True):
    """Asks before a change; the form names the tier it was opened on."""

    template: ClassVar[str] = "plan_change.html"
    product: str
    before: str
    after: str
    upgrade: bool
    tools_on: tuple[str, ...]
    tools_off: tuple[str, ...]
    closes: tuple[CaseRow, ...]
    stops: tuple[TouchedRow, ...]
    resumes: tuple[TouchedRow, ...]
    action: str
    hidden: tuple[tuple[str, str], ...]
    cancel_url: str
