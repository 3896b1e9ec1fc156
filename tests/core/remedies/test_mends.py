from itertools import product
from random import Random

import pytest

from admittance.core.remedies.mends import Home, Misplaced, chosen_homes, homes, least_moves, misplaced_scopes
from admittance.core.scopes import Parameter, ScopeKind
from tests.core.acme import manifest
from tests.core.remedies.hub import CONTACTS, POLICY, REPORTS, question

REQ, COND, OPT, NOT = ScopeKind.REQUIRED, ScopeKind.CONDITIONALLY_REQUIRED, ScopeKind.OPTIONAL, None
PLACES = {"": (), "S": (Parameter.SCOPE,), "P": (Parameter.OPTIONAL_SCOPE,), "SP": tuple(Parameter)}


def written(found: tuple[Home, ...]) -> list[tuple[ScopeKind | None, str]]:
    """Kind and place of each."""
    places = {place: name for name, place in PLACES.items()}
    return [(home.kind, places[home.places]) for home in found]


@pytest.mark.parametrize(
    ("kind", "place", "expected"),
    [
        (REQ, "", [(REQ, "S")]),
        (REQ, "P", [(REQ, "S")]),
        (REQ, "SP", [(REQ, "S")]),
        (COND, "P", [(COND, "S"), (OPT, "P"), (COND, "")]),
        (COND, "SP", [(COND, "S"), (OPT, "P"), (COND, "")]),
        (OPT, "S", [(COND, "S"), (OPT, "P"), (OPT, "")]),
        (OPT, "SP", [(COND, "S"), (OPT, "P")]),
        (NOT, "S", [(COND, "S"), (OPT, "P"), (NOT, "")]),
        (NOT, "P", [(COND, "S"), (OPT, "P"), (NOT, "")]),
        (NOT, "SP", [(COND, "S"), (OPT, "P"), (NOT, "")]),
    ],
)
def test_a_misplaced_scope_has_the_homes_that_the_rules_leave_it(
    kind: ScopeKind | None, place: str, expected: list[tuple[ScopeKind | None, str]]
) -> None:
    """Required in `scope`; else conditionally required in `scope`, optional in `optional_scope`, or out of the URL."""
    assert written(homes(kind, PLACES[place], known=True, can_save=True)) == expected


def test_out_of_both_parameters_is_the_last_resort_of_a_conditional_scope() -> None:
    """A conditional scope in both places leaves `scope` too only where it is out of reach there."""
    last = [home.places for home in homes(COND, PLACES["SP"], known=True, can_save=True) if home.last_resort]
    assert last == [()]


@pytest.mark.parametrize("kind", [COND, OPT, NOT])
@pytest.mark.parametrize("place", ["S", "P", "SP"])
def test_only_the_url_changes_where_the_manifest_cannot(kind: ScopeKind | None, place: str) -> None:
    """A scope that nobody knows has no home but outside the URL; no home is configured otherwise without a save."""
    assert written(homes(kind, PLACES[place], known=False, can_save=False)) == [(kind, "")]
    kept = homes(kind, PLACES[place], known=True, can_save=False)
    assert {home.kind for home in kept} == {kind}


def test_a_lost_required_scope_has_no_home() -> None:
    """A required scope that the catalogue lost is the operator's to bring back."""
    assert homes(REQ, (), known=False, can_save=False) == ()


def test_what_stands_right_is_not_misplaced() -> None:
    """Only scopes with a developer's cause may move, sorted."""
    app = manifest(CONTACTS, "automation", REPORTS)
    assert misplaced_scopes(POLICY, app, question(app, f"{CONTACTS} automation", REPORTS).url) == []
    wrong = misplaced_scopes(POLICY, app, question(app, f"{REPORTS} zoo", "automation").url)
    assert [one.scope for one in wrong] == ["automation", CONTACTS, REPORTS, "zoo"]


def test_the_least_moves_are_the_first_of_all() -> None:
    """Choices are in order of trouble: configured otherwise, no longer asked for, moved; then scope by scope."""
    rng = Random(4)
    spots = [
        homes(kind, PLACES[place], known=True, can_save=True) for kind in (COND, OPT, NOT) for place in ("S", "P", "SP")
    ]
    for _ in range(200):
        chosen = [list(enumerate(rng.choice(spots))) for _ in range(rng.randint(0, 4))]
        every = sorted(
            (tuple(map(sum, zip(*[home.trouble for _, home in some], strict=True))) or (0, 0, 0), [n for n, _ in some])
            for some in product(*chosen)
        )
        found = least_moves(chosen, 7)
        assert [moves.trouble for moves in found] == [trouble for trouble, _ in every[:7]]
        misplaced = [misplaced_of(some) for some in chosen]
        assert [[home for _, home in chosen_homes(misplaced, moves)] for moves in found] == [
            [one.homes[n] for one, n in zip(misplaced, numbers, strict=True)] for _, numbers in every[:7]
        ]


def misplaced_of(numbered: list[tuple[int, Home]]) -> Misplaced:
    """A scope with these homes."""
    return Misplaced("x", None, (), tuple(home for _, home in numbered))
