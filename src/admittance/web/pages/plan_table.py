"""Plans side by side, for what one app needs."""

from msgspec import Struct

from admittance.usecases.compare_plans import Standing


class PlanColumn(Struct, frozen=True):
    """One plan. `name` is a tier, or several products at theirs."""

    name: str
    standing: Standing


class PlanRow(Struct, frozen=True):
    """One scope that the app needs, and whether each column's plan includes what is behind it."""

    title: str
    scope: str
    included: tuple[bool, ...]


class PlanTable(Struct, frozen=True, kw_only=True):
    """`rows` are at least those that today's plan lacks; `others` counts the rest, which every column includes.
    `unchanged` are the paid plans that stay as they are.
    """

    title: str
    app: str
    columns: tuple[PlanColumn, ...]
    rows: tuple[PlanRow, ...]
    others: int = 0
    unchanged: str = ""
