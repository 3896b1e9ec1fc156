"""`GET /openapi.json`: the API told by the server itself."""

from admittance.http.errors import api_shape
from admittance.http.openapi import VERSION, openapi_document
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.routes import Answer, Audience, Edge, Route
from admittance.http.services import Services


class Documentation:
    """The handler. The document is made when it is first asked for, and then kept: routes never change."""

    def __init__(self, edges: tuple[Edge, ...]) -> None:
        self._edges = edges
        self._answer: Response | None = None

    async def __call__(self, services: Services, request: Request) -> Response:
        """The document, with this server's address."""
        if self._answer is None:
            labels = services.catalogue.labels("en")
            scopes = {scope: labels.scope(scope) for scope in services.catalogue.scopes}
            document = openapi_document(
                self._edges, base_url=services.settings.base_url, version=VERSION, scopes=scopes
            )
            self._answer = json_response(document)
        return self._answer


def documentation_edge(edges: tuple[Edge, ...]) -> Edge:
    """What tells of `edges`."""
    route = Route(
        name="openapi",
        methods=("GET",),
        path="/openapi.json",
        handler=Documentation(edges),
        about="The OpenAPI document of everything that apps call, and of what people's scripts do.",
        audience=Audience.APPS,
        answers=(Answer(200, "The document."),),
    )
    return Edge(name="documentation", prefixes=("/openapi.json/",), routes=(route,), shape=api_shape)
