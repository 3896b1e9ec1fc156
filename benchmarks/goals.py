"""What the ratios should reach, and how a ratio is told from a goal missed."""

from msgspec import Struct

from benchmarks.contestants import AUTHLIB_FLASK, DJANGO_TOOLKIT, OIDC_PROVIDER
from benchmarks.rounds import Ratio
from benchmarks.wire import Workload

DECIDE_OVER_CEDAR = 30.0

_AGAINST_PYTHON = dict.fromkeys(Workload, 8.0)
_AGAINST_MEMORY = {Workload.CODE_EXCHANGE: 0.7, Workload.REFRESH: 0.7, Workload.INTROSPECTION: 2.0}
HTTP = {
    DJANGO_TOOLKIT.key: _AGAINST_PYTHON,
    AUTHLIB_FLASK.key: _AGAINST_PYTHON,
    OIDC_PROVIDER.key: _AGAINST_MEMORY,
}


class Judged(Struct, frozen=True):
    """A ratio beside its goal; the median counts."""

    what: str
    ratio: Ratio
    goal: float | None = None

    @property
    def reached(self) -> bool:
        """True also where there is no goal."""
        return self.goal is None or self.ratio.median >= self.goal

    @property
    def goal_text(self) -> str:
        """As it stands in a table."""
        if self.goal is None:
            return ""
        return f"≥ {self.goal:g}" + ("" if self.reached else ", missed")
