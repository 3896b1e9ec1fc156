"""Where the demo's apps take their codes: a page that shows what an app would get, and how to go on."""

from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.web.pages.demo_callback import DemoCallbackPage, Received
from admittance.web.visit import begin, page, query

_SHOWN = ("code", "state", "iss", "error", "error_description", "error_uri")


async def callback(services: Services, request: Request) -> Response:
    """GET /demo/callback: the app's end of the redirect, made visible."""
    visit = await begin(services, request)
    values = query(visit)
    received = tuple(Received(name, value) for name in _SHOWN if (value := values.get(name)))
    case = values.get("error_uri") or ""
    own_case = case if case.startswith(f"{services.settings.base_url}/accounts/") else ""
    model = DemoCallbackPage(
        received=received,
        granted=values.get("code") is not None,
        token_url=f"{services.settings.base_url}/oauth/v1/token",
        redirect_uri=f"{services.settings.base_url}/demo/callback",
        case_url=own_case,
    )
    return page(visit, model, return_to="/")
