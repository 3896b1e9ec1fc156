"""The CRM's addresses as one edge."""

from admittance.crm.routes import crm_routes
from admittance.http.error_answers import ApiError
from admittance.http.errors import api_shape
from admittance.http.routes import Edge

PREFIXES = ("/crm/", "/crm-object-schemas/", "/account-info/", "/properties/", "/settings/", "/appinstalls/")


def crm_edge() -> Edge:
    """What apps call with an access token. Problems are told in the API's shape."""
    return Edge(name="crm", prefixes=PREFIXES, routes=crm_routes(), shape=api_shape, problem=ApiError)
