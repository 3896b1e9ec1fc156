"""Scopes as they are written on the wire and the three kinds a manifest gives them."""

import re
from enum import StrEnum

OAUTH = "oauth"
"""The scope that belongs to every manifest (product rule 8)."""

# RFC 6749 section 3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
_TOKEN = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+\Z")
LONGEST_SCOPE = 200
"""Characters. Longer names are nobody's scope; the limit keeps error pages and logs readable."""


class ScopeKind(StrEnum):
    """How an app's manifest asks for a scope."""

    REQUIRED = "required"
    CONDITIONALLY_REQUIRED = "conditionally_required"
    OPTIONAL = "optional"


class Parameter(StrEnum):
    """The two places of an install URL where a scope can stand."""

    SCOPE = "scope"
    OPTIONAL_SCOPE = "optional_scope"


def is_scope(name: str) -> bool:
    """Whether `name` could be a scope at all: RFC 6749 section 3.3 characters, at most `LONGEST_SCOPE` of them."""
    return len(name) <= LONGEST_SCOPE and _TOKEN.match(name) is not None


def parse_scopes(text: str) -> frozenset[str]:
    """The scopes of one space-separated parameter, in any order; several spaces count as one.

    Names are not checked: a name that cannot exist is an unknown scope, and the decision says so.
    """
    names = text.split(" ")
    return frozenset(names) - {""} if "" in names else frozenset(names)


def format_scopes(scopes: frozenset[str]) -> str:
    """The scopes as one parameter value, sorted so that equal sets read the same."""
    return " ".join(sorted(scopes))
