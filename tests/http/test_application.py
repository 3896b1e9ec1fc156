"""The dispatcher: shapes of problems, the access log, the last resort."""

from pathlib import Path

import pytest

from admittance.http.problems import HttpProblem
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Edge
from admittance.http.services import Services
from admittance.usecases.ports import StoreUnavailable
from tests.http.serving import Served, eventually, route, served, status_of

GET = b"GET %b HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"


async def no_store(services: Services, request: Request) -> Response:
    """As when the disk is full."""
    raise StoreUnavailable("disk full")


async def noted(services: Services, request: Request) -> Response:
    """Leaves a word for the log."""
    return Response(418, (), b"", "short_and_stout")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """One server for all tests here."""
    routes = (route("/no-store", no_store), route("/noted/{token}", noted))
    with served(tmp_path_factory.mktemp("server"), *routes) as running:
        yield running  # type: ignore[misc]


def last_access(server: Served) -> dict[str, object]:
    """The newest line of the access log."""
    return [line for line in server.log_lines() if line["event"] == "request"][-1]


def test_every_answer_has_a_reference(server: Served) -> None:
    """The correlation id stands in a header of every answer, and in the access log."""
    answer = server.ask(GET % b"/echo")
    head = answer.split(b"\r\n\r\n")[0].decode()
    reference = head.split("x-hubspot-correlation-id: ")[1].split("\r\n")[0]
    assert len(reference) == 26
    eventually(lambda: last_access(server)["reference"] == reference)


def test_a_failure_is_500_in_the_edges_shape(server: Served) -> None:
    """Whatever a handler raises, the caller gets the edge's shape with the reference, and never a traceback."""
    api, oauth = server.ask(GET % b"/broken"), server.ask(GET % b"/oauth/broken")
    assert status_of(api) == status_of(oauth) == 500
    assert b'"category":"INTERNAL_ERROR"' in api
    assert b'"error":"server_error"' in oauth
    assert b"RuntimeError" not in api + oauth


def test_a_failure_is_logged_without_its_message(server: Served) -> None:
    """The log has the kind of failure and where it happened; its message may quote a secret, so it isn't kept."""
    server.ask(GET % b"/broken")
    eventually(lambda: any(line["event"] == "request_failed" for line in server.log_lines()))
    line = [line for line in server.log_lines() if line["event"] == "request_failed"][-1]
    assert line["error"] == "RuntimeError"
    assert line["route"] == "/broken"
    assert any("serving.py" in frame for frame in line["frames"])
    assert b"hush" not in server.logs.getvalue()


def test_a_database_that_is_away_is_503(server: Served) -> None:
    """When the store can't work now the answer is 503 with Retry-After, and nothing was changed."""
    answer = server.ask(GET % b"/no-store")
    assert status_of(answer) == 503
    assert b"retry-after: 5" in answer


def test_the_access_log_has_the_template_and_never_the_path(server: Served) -> None:
    """Tokens stand in some paths and queries: the log has the route's template, and "-" where none matched."""
    server.ask(GET % b"/noted/at-1-1-secretsecret?code=alsosecret")
    eventually(lambda: last_access(server)["route"] == "/noted/{token}")
    line = last_access(server)
    assert (line["status"], line["note"], line["method"]) == (418, "short_and_stout", "GET")
    assert line["client"] == "127.0.0.1"
    server.ask(GET % b"/oauth/v1/acces-tokens/at-1-1-secretsecret")
    eventually(lambda: last_access(server)["route"] == "-")
    assert b"secretsecret" not in server.logs.getvalue()
    assert b"alsosecret" not in server.logs.getvalue()


def test_unknown_addresses_and_methods_are_told_in_the_edges_shape(server: Served) -> None:
    """404 and 405 by edge; 405 names the methods."""
    assert b'"category":"OBJECT_NOT_FOUND"' in server.ask(GET % b"/nothing")
    assert b'"status":"NOT_FOUND"' in server.ask(GET % b"/oauth/nothing")
    wrong = server.ask(b"PATCH /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
    assert status_of(wrong) == 405
    assert b"allow: GET, POST" in wrong


def test_a_content_type_that_is_not_taken_is_415(server: Served) -> None:
    """Bodies of another kind are refused before the handler; an empty body needs no kind."""
    head = b"POST /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: %d\r\n%b\r\n"
    assert status_of(server.ask(head % (2, b"content-type: text/xml\r\n") + b"<>")) == 415
    assert status_of(server.ask(head % (2, b"") + b"{}")) == 415
    twice = b"content-type: application/json\r\ncontent-type: application/json\r\n"
    assert status_of(server.ask(head % (2, twice) + b"{}")) == 415
    assert status_of(server.ask(head % (0, b""))) == 200
    assert status_of(server.ask(head % (0, b"content-type: application/json\r\n"))) == 200


def test_a_page_that_cannot_be_rendered_does_not_cost_the_answer(tmp_path: Path) -> None:
    """When an edge's own shape fails, the problem is told in plain text."""

    def shape(request: Request, problem: HttpProblem) -> Response:
        raise KeyError("template")

    from admittance.http.router import Router

    edge = Edge(name="pages", prefixes=("/pages/",), shape=shape, routes=())
    assert Router([edge, Edge(name="all", prefixes=("/",), shape=shape, routes=())]).shape_for(b"/pages/x") is shape
    from admittance.http.application import _problem
    from admittance.http.problems import NOT_FOUND

    request = Request(method="GET", template="-", path=b"/", query=b"", headers=(), client="x", reference="r")
    answer = _problem(shape, request, NOT_FOUND)
    assert (answer.status, answer.body) == (404, NOT_FOUND.message.encode())
