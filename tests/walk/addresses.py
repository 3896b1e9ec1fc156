"""Every route of the tables with its placeholders filled in: with what is there, and with what is not."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from admittance.http.routes import Edge, Route, written_path
from admittance.usecases.case_name import case_name
from tests.walk.accounts import CLIENT_X, CLIENT_Y, Filled, Party, X

ABSENT_ACCOUNT = 6_000_001
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::[a-z]+)?\}")
_ACCOUNT = frozenset({"hub_id"})
"""Placeholders that name the account itself."""
OPEN = {"version": "v1", "app_id": str(X), "article": "user-not-permitted", "path": "css/base.css"}
"""Placeholders that name nothing of an account."""


class Address(Struct, frozen=True):
    """One method of one route at one address. `of` says what fills its placeholders, for messages."""

    route: Route
    method: str
    path: str
    of: str

    def __str__(self) -> str:
        return f"{self.method} {self.route.name} ({self.of})"


class Pair(Struct, frozen=True):
    """The same route with something that is there, for others, and with something that is not."""

    there: Address
    absent: Address


Values = Mapping[str, tuple[str, ...]]


def values_of(one: Party, filled: Filled) -> Values:
    """What the account fills placeholders with; several values where a page is another one for each.

    A placeholder that is missing here stops the walk: whoever adds one says what it stands for.
    """
    records = tuple(str(number) for number in filled.records.values())
    return {
        "hub_id": (str(one.account),),
        "user_id": (str(one.other), str(one.member)),
        "connection_id": (str(filled.connection), str(filled.proposal)),
        "name": tuple(case_name(case) for case in filled.cases.values()),
        "client_id": (CLIENT_X, CLIENT_Y),
        "token": (filled.wrong_token,),
        "owner_id": (str(one.member),),
        "record_id": records,
        "to_id": records,
        "contact_id": records,
        "import_id": (str(filled.import_id),),
        "delivery_id": tuple(str(delivery) for delivery in filled.deliveries),
        "pipeline_id": ("default",),
        "stage_id": ("1",),
        "association_type": ("contact_to_contact",),
        **{name: (value,) for name, value in OPEN.items()},
    }


ABSENT: Values = {
    "hub_id": (str(ABSENT_ACCOUNT),),
    "user_id": ("6000002",),
    "connection_id": ("60000003",),
    "name": (case_name(60_000_005),),
    "client_id": ("client-nobody",),
    "token": (f"at-{ABSENT_ACCOUNT}-60000006-{'w' * 43}",),
    "owner_id": ("6000007",),
    "record_id": ("60000008",),
    "to_id": ("60000009",),
    "contact_id": ("60000010",),
    "import_id": ("60000011",),
    "delivery_id": ("60000012",),
    "pipeline_id": ("default",),
    "stage_id": ("1",),
    "association_type": ("contact_to_contact",),
    **{name: (value,) for name, value in OPEN.items()},
}


def addresses(edges: tuple[Edge, ...], values: Values, of: str) -> Iterator[Address]:
    """Every route and method, filled with every value."""
    for route in _routes(edges):
        for path in _filled(written_path(route.path), values):
            for method in _methods(route):
                yield Address(route, method, path, of)


def _routes(edges: tuple[Edge, ...]) -> Iterator[Route]:
    """All of them; of those that differ in an object type only, the first."""
    families = set()
    for edge in edges:
        for route in edge.routes:
            family = (route.family or route.name, route.methods)
            if family not in families:
                families.add(family)
                yield route


def _methods(route: Route) -> tuple[str, ...]:
    """HEAD is the answer to GET without its body."""
    return tuple(method for method in route.methods if method != "HEAD" or "GET" not in route.methods)


def pairs(edges: tuple[Edge, ...], theirs: Values, own_account: int | None) -> Iterator[Pair]:
    """For every route that names something of an account: as somebody else's, and as nobody's. Once under the other
    account's own number, and for members of an account once more under theirs.
    """
    for route in _routes(edges):
        path = written_path(route.path)
        names = set(_PLACEHOLDER.findall(path))
        if names <= OPEN.keys():
            continue
        for method in _methods(route):
            yield from _both(route, method, path, theirs, ABSENT, "by its own account")
            if own_account is not None and names & _ACCOUNT and not names <= _ACCOUNT:
                here = {"hub_id": (str(own_account),)}
                yield from _both(route, method, path, {**theirs, **here}, {**ABSENT, **here}, "under one's own")


def _both(route: Route, method: str, path: str, theirs: Values, nobodys: Values, of: str) -> Iterator[Pair]:
    (absent,) = _filled(path, nobodys)
    for there in _filled(path, theirs):
        yield Pair(Address(route, method, there, of), Address(route, method, absent, of))


def _filled(path: str, values: Values) -> list[str]:
    """The path once for each value of its last placeholder; the others take their first."""
    names = _PLACEHOLDER.findall(path)
    if not names:
        return [path]
    first = {name: values[name][0] for name in names}
    return [
        _PLACEHOLDER.sub(lambda found, chosen=first | {names[-1]: value}: chosen[found[1]], path)  # type: ignore[misc]
        for value in values[names[-1]]
    ]
