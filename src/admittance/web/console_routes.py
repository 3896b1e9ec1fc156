"""The addresses of the app developer's pages, and the link that leads everybody to their part of a case."""

from admittance.http.routes import Route
from admittance.web.handlers import console
from admittance.web.people_routes import Making

CONSOLE_APP = "/console/apps/{client_id}"


def console_routes(page: Making, form: Making) -> tuple[Route, ...]:
    """For whoever develops no such app nothing is there."""
    return (
        page("console", "/console", console.apps, "The apps one develops."),
        page("console_refusals", CONSOLE_APP, console.refusals, "The refusals of an app, without naming accounts."),
        page("console_refusal", f"{CONSOLE_APP}/refusals/{{name}}", console.refusal, "One, with the corrected link."),
        page("case_link", "/cases/{name}", console.case_link, "Leads each reader to their part of a case."),
    )
