"""The scope parameters of an install URL."""

from msgspec import Struct

from admittance.core.scopes import OAUTH, Parameter, parse_scopes


class InstallUrl(Struct, frozen=True):
    """S (`scope`) and P (`optional_scope`) as sets. Build one with `read_install_url`."""

    scope: frozenset[str]
    optional_scope: frozenset[str] = frozenset()

    def places(self, scope: str) -> tuple[Parameter, ...]:
        """The parameters in which `scope` stands."""
        sets = ((Parameter.SCOPE, self.scope), (Parameter.OPTIONAL_SCOPE, self.optional_scope))
        return tuple(parameter for parameter, scopes in sets if scope in scopes)


def read_install_url(scope: str | None, optional_scope: str | None) -> InstallUrl:
    """The two parameters as sent. Absent is empty, never "everything"; `oauth` counts as present (product rule 8)."""
    asked = parse_scopes(scope or "")
    return InstallUrl(asked if OAUTH in asked else asked | {OAUTH}, parse_scopes(optional_scope or ""))
