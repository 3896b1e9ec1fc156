"""The two wire shapes of errors, over every problem there is."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.http.errors import Category, OAuthCode, api_error, api_shape, oauth_error, oauth_shape, printable
from admittance.http.problems import HttpProblem, ProblemKind
from admittance.http.request import Request

REQUEST = Request(method="GET", template="-", path=b"/", query=b"", headers=(), client="x", reference="REFERENCE")
ALLOWED = set(map(chr, range(0x20, 0x7F))) - set('"\\')


@given(st.text())
def test_a_description_is_printable_ascii(text: str) -> None:
    """RFC 6749 section 5.2: no quotes, backslashes, control or other characters; ordinary text stays as it is."""
    assert set(printable(text)) <= ALLOWED
    if set(text) <= ALLOWED:
        assert printable(text) == text


@pytest.mark.parametrize("kind", ProblemKind)
def test_oauth_problems_have_one_shape(kind: ProblemKind) -> None:
    """Every problem at an OAuth address has both shapes: error and error_description, status and message."""
    response = oauth_shape(REQUEST, HttpProblem(kind, "What happened."))
    body = msgspec.json.decode(response.body)
    assert set(body) == {"error", "error_description", "status", "message", "correlationId"}
    assert body["error"] in set(OAuthCode)
    assert body["error_description"] == body["message"] == "What happened."
    assert body["correlationId"] == "REFERENCE"
    assert response.status == kind.value
    assert response.header(b"cache-control") == "no-store"


@pytest.mark.parametrize("kind", ProblemKind)
def test_api_problems_have_one_shape(kind: ProblemKind) -> None:
    """Every problem at an API address is status, message, correlationId and category."""
    response = api_shape(REQUEST, HttpProblem(kind, "What happened."))
    body = msgspec.json.decode(response.body)
    assert set(body) == {"status", "message", "correlationId", "category"}
    assert (body["status"], body["category"] in set(Category)) == ("error", True)
    assert response.status == kind.value


def test_an_api_error_may_say_more() -> None:
    """context, errors and links stand where clients look for them (wire.md)."""
    response = api_error(
        REQUEST,
        403,
        Category.MISSING_SCOPES,
        "No.",
        context={"requiredScopes": ["a"]},
        errors=[{"message": "m", "context": {"requiredGranularScopes": ["a"]}}],
        links={"scopes": "https://us.example/scopes"},
        more={"policyName": "P"},
    )
    body = msgspec.json.decode(response.body)
    assert body["context"] == {"requiredScopes": ["a"]}
    assert body["errors"][0]["context"]["requiredGranularScopes"] == ["a"]
    assert body["links"]["scopes"].endswith("/scopes")
    assert body["policyName"] == "P"


def test_an_oauth_error_may_link_a_case() -> None:
    """error_uri is there only where there is a case."""
    plain = oauth_error(REQUEST, OAuthCode.INVALID_GRANT, "BAD_AUTH_CODE", "No.")
    linked = oauth_error(REQUEST, OAuthCode.INVALID_GRANT, "BAD_SCOPES", "No.", error_uri="https://us.example/c")
    assert "error_uri" not in msgspec.json.decode(plain.body)
    assert msgspec.json.decode(linked.body)["error_uri"] == "https://us.example/c"
    assert plain.note == "invalid_grant:BAD_AUTH_CODE"
