"""An install URL as somebody followed it and as it should be, one parameter a line, with the wrong values marked."""

from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import quote, urlencode

from msgspec import Struct

from admittance.core.install_url import read_install_url
from admittance.core.manifest import Manifest
from admittance.core.reasons import NotConfigured, Reason
from admittance.core.scopes import OAUTH, Parameter, format_scopes


class Mark(StrEnum):
    """How a value of an address is shown."""

    PLAIN = "plain"
    WRONG = "wrong"
    CORRECTED = "corrected"


class Value(Struct, frozen=True):
    """One word of a parameter."""

    text: str
    mark: Mark = Mark.PLAIN


class AddressLine(Struct, frozen=True):
    """One parameter, decoded. The line carries a mark also where nothing can: a scope that is not there."""

    name: str
    values: tuple[Value, ...]
    mark: Mark = Mark.PLAIN


class Addresses(Struct, frozen=True):
    """Both addresses by line, and the corrected one as text to copy: without `state`, PKCE or anything secret."""

    endpoint: str
    followed: tuple[AddressLine, ...]
    corrected: tuple[AddressLine, ...]
    to_copy: str


SCOPES = (Parameter.SCOPE.value, Parameter.OPTIONAL_SCOPE.value)
_LASTING = frozenset({"client_id", "redirect_uri", "response_type"})
"""Parameters that belong to every install URL of the app, and so to the copy. The others are made anew each time."""
_SHOWN = 3
"""Characters of a one-time value that are shown."""


def addresses(
    endpoint: str, sent: Sequence[tuple[str, str]], manifest: Manifest, reasons: Sequence[Reason] = ()
) -> Addresses:
    """Both addresses of an attempt at `endpoint` with the decoded parameters `sent`, in their order.

    The corrected one asks for what the followed one meant: every required scope, the conditional and the optional ones
    it named anywhere or misspelled, each in its place, and nothing that the manifest lacks (product rules 1, 2 and 8).
    """
    parameters = dict(sent)
    url = read_install_url(parameters.get(Parameter.SCOPE), parameters.get(Parameter.OPTIONAL_SCOPE))
    meant = url.scope | url.optional_scope | _misspelled(reasons)
    right = {
        Parameter.SCOPE.value: manifest.required | (manifest.conditionally_required & meant),
        Parameter.OPTIONAL_SCOPE.value: manifest.optional & meant,
    }
    corrected = _with_scopes(sent, right)
    lasting = [(name, value) for name, value in corrected if name in _LASTING or name in SCOPES]
    return Addresses(
        endpoint=endpoint,
        followed=tuple(_followed(name, value, right) for name, value in sent),
        corrected=tuple(_corrected(name, value, parameters) for name, value in corrected),
        to_copy=f"{endpoint}?{urlencode(lasting, quote_via=quote)}",
    )


def _misspelled(reasons: Sequence[Reason]) -> frozenset[str]:
    return frozenset(
        reason.did_you_mean[0] for reason in reasons if isinstance(reason, NotConfigured) and reason.did_you_mean
    )


def _with_scopes(sent: Sequence[tuple[str, str]], right: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """`sent` with right scopes: a parameter that was there keeps its place, a new one follows `scope` or comes last."""
    lines: list[tuple[str, str]] = []
    rest = [name for name in SCOPES if right[name]]
    for name, value in sent:
        if name not in SCOPES:
            lines.append((name, value))
        elif name in rest:
            rest.remove(name)
            lines.append((name, _in_order(value, right[name])))
    after = max((place for place, (name, _) in enumerate(lines, start=1) if name in SCOPES), default=len(lines))
    lines[after:after] = [(name, format_scopes(right[name])) for name in rest]
    return lines


def _in_order(value: str, right: frozenset[str]) -> str:
    """The right scopes, those that were already there in the order in which they were."""
    kept = [scope for scope in dict.fromkeys(value.split()) if scope in right]
    added = sorted(right - set(kept) - {OAUTH})
    return " ".join([*([OAUTH] if OAUTH in right and OAUTH not in kept else []), *kept, *added])


def _followed(name: str, value: str, right: dict[str, frozenset[str]]) -> AddressLine:
    if name not in SCOPES:
        return AddressLine(name, (Value(_shortened(name, value)),))
    scopes = value.split()
    values = tuple(Value(scope, Mark.PLAIN if scope in right[name] else Mark.WRONG) for scope in scopes)
    wrong = not right[name] - {OAUTH} <= set(scopes) or any(item.mark is Mark.WRONG for item in values)
    return AddressLine(name, values, Mark.WRONG if wrong else Mark.PLAIN)


def _corrected(name: str, value: str, sent: dict[str, str]) -> AddressLine:
    if name not in SCOPES:
        return AddressLine(name, (Value(_shortened(name, value)),))
    before = set(sent.get(name, "").split()) | {OAUTH}
    values = tuple(Value(scope, Mark.PLAIN if scope in before else Mark.CORRECTED) for scope in value.split())
    changed = any(item.mark is Mark.CORRECTED for item in values)
    return AddressLine(name, values, Mark.CORRECTED if changed else Mark.PLAIN)


def _shortened(name: str, value: str) -> str:
    return value if name in _LASTING or len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
