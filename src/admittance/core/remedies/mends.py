"""The install URL and the manifest: what is wrong with a scope's place, and the lawful places nearest to it.

Rules 1 and 2 leave a scope three homes. A required one stands in `scope`. Any other is conditionally required and
stands in `scope`, is optional and stands in `optional_scope`, or stands nowhere in the URL.
"""

from collections.abc import Sequence
from functools import cache
from heapq import nsmallest
from typing import TypeAlias

from msgspec import Struct

from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.core.scopes import Parameter, ScopeKind

Places: TypeAlias = tuple[Parameter, ...]
_SCOPE: Places = (Parameter.SCOPE,)
_OPTIONAL_SCOPE: Places = (Parameter.OPTIONAL_SCOPE,)
_BOTH: Places = (Parameter.SCOPE, Parameter.OPTIONAL_SCOPE)
_NOWHERE: Places = ()


class Home(Struct, frozen=True):
    """Where a misplaced scope may end. `kind` None: not configured.

    `demanded`: the connection then needs what is behind the scope. `trouble` orders homes: configured otherwise (which
    every installer of the app would notice), then no longer asked for, then moved; 0 or 1 each.
    `last_resort`: another home lies below this one, so that it serves only where that one's need is not met.
    """

    kind: ScopeKind | None
    places: Places
    demanded: bool
    trouble: tuple[int, int, int]
    last_resort: bool = False


class Misplaced(Struct, frozen=True):
    """A scope that stands where rules 1 and 2 do not let it, and its homes. No homes: only the catalogue can help."""

    scope: str
    kind: ScopeKind | None
    places: Places
    homes: tuple[Home, ...]


def misplaced_scopes(policy: Policy, manifest: Manifest, url: InstallUrl) -> list[Misplaced]:
    """Every scope with a cause that the app's developer mends, sorted.

    Where the catalogue lost a scope of the manifest, no version with that scope can be saved (rule 12): then only
    the URL can change.
    """
    wrong = (url.scope | url.optional_scope) - manifest.configured
    wrong |= manifest.required - url.scope
    wrong |= url.optional_scope & (manifest.required | manifest.conditionally_required)
    wrong |= url.scope & manifest.optional
    can_save = manifest.configured <= policy.needs.keys()
    found = []
    for scope in sorted(wrong):
        kind, places, known = manifest.kind_of(scope), url.places(scope), scope in policy.needs
        found.append(Misplaced(scope, kind, places, homes(kind, places, known=known, can_save=can_save)))
    return found


@cache
def homes(kind: ScopeKind | None, places: Places, *, known: bool, can_save: bool) -> tuple[Home, ...]:
    """The homes of a misplaced scope of which none lies below another: no part of the change can be left undone."""
    if kind is ScopeKind.REQUIRED:
        return (_home(kind, places, kind, _SCOPE),) if known else ()
    found = [
        _home(kind, places, home_kind, home)
        for home_kind, home in ((ScopeKind.CONDITIONALLY_REQUIRED, _SCOPE), (ScopeKind.OPTIONAL, _OPTIONAL_SCOPE))
        if known and (home_kind is kind or can_save)
    ]
    # Out of both parameters: out of one of them is less, where the scope may stay in the other one.
    within = known and places == _BOTH and kind is not None
    if not (within and kind is ScopeKind.OPTIONAL):  # an optional scope that may stay is never a reason to refuse
        found.append(_home(kind, places, kind, _NOWHERE, last_resort=within))
    return tuple(found)


def _home(
    kind: ScopeKind | None, places: Places, after: ScopeKind | None, home: Places, *, last_resort: bool = False
) -> Home:
    return Home(
        kind=after,
        places=home,
        demanded=home == _SCOPE,
        trouble=(int(after is not kind), int(bool(places) and home == _NOWHERE), int(home != places)),
        last_resort=last_resort,
    )


class Moves(Struct, frozen=True, order=True):
    """One home for each misplaced scope. `trouble` is theirs added up; `chosen` writes which ones, as digits."""

    trouble: tuple[int, int, int] = (0, 0, 0)
    chosen: int = 0


_RADIX = 4  # INVARIANT: more than the homes of any scope


def least_moves(allowed: Sequence[Sequence[tuple[int, Home]]], most: int) -> list[Moves]:
    """The `most` least troublesome choices of one home per scope, in order; on a tie by the scopes' and homes' order.

    `allowed`: for each misplaced scope, its numbered homes. None where a scope has none.

    Trouble adds up, so a choice among the first scopes that has `most` better ones can never be part of the best.
    """
    best = [Moves()]
    for numbered in allowed:
        longer = [
            Moves(_sum(moves.trouble, home.trouble), moves.chosen * _RADIX + number)
            for moves in best
            for number, home in numbered
        ]
        best = longer if len(numbered) == 1 else nsmallest(most, longer)
    return best


def chosen_homes(misplaced: Sequence[Misplaced], moves: Moves) -> list[tuple[Misplaced, Home]]:
    """Each misplaced scope with the home that `moves` gives it."""
    chosen, found = moves.chosen, []
    for one in reversed(misplaced):
        chosen, number = divmod(chosen, _RADIX)
        found.append((one, one.homes[number]))
    return found[::-1]


def _sum(left: tuple[int, int, int], right: tuple[int, int, int]) -> tuple[int, int, int]:
    return left[0] + right[0], left[1] + right[1], left[2] + right[2]
