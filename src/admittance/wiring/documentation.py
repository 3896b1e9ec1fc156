"""The API's documentation without a server: its edges as tables."""

from typing import Any

from admittance.catalogue.loader import default_catalogue
from admittance.crm.edge import crm_edge
from admittance.http.errors import api_shape
from admittance.http.openapi import VERSION, openapi_document
from admittance.http.routes import Edge
from admittance.oauth.edge import token_edge
from admittance.web.script_edge import script_edge


def api_edges() -> tuple[Edge, ...]:
    """What apps call, and what people's scripts do."""
    return token_edge(), crm_edge(), script_edge(api_shape)


def api_document(base_url: str) -> dict[str, Any]:
    """The OpenAPI document of a server at `base_url`, with the scopes of the catalogue that comes with Admittance."""
    catalogue = default_catalogue()
    labels = catalogue.labels("en")
    scopes = {scope: labels.scope(scope) for scope in catalogue.scopes}
    return openapi_document(api_edges(), base_url=base_url, version=VERSION, scopes=scopes)
