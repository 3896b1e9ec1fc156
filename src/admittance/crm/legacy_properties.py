"""Lists of properties and of object types as older clients ask for them."""

from typing import Any

from msgspec import Struct

from admittance.crm.access import Caller
from admittance.crm.problem import Problem
from admittance.crm.properties import all_properties
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.known_types import KnownType


class SchemasAnswer(Struct):
    """Object types of the account's own."""

    results: list[dict[str, Any]]


async def list_legacy(known: KnownType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """The live properties of a type, as a bare array."""
    return json_response(services.store.read(lambda tx: list(all_properties(tx, caller.account_id, known))))


async def list_schemas(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """No account has types of its own: an empty list, so that a reader that looks for them goes on."""
    return json_response(SchemasAnswer([]))
