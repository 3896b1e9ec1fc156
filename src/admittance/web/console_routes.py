"""The addresses of the app developer's pages, and the link that leads everybody to their part of a case."""

from admittance.http.routes import Route
from admittance.web.handlers import client_secret, console
from admittance.web.people_routes import Making

CONSOLE_APP = "/console/apps/{client_id}"


def console_routes(page: Making, form: Making) -> tuple[Route, ...]:
    """For whoever develops no such app nothing is there."""
    secret = f"{CONSOLE_APP}/secret"
    return (
        page("console", "/console", console.apps, "The apps one develops."),
        page("console_refusals", CONSOLE_APP, console.refusals, "The refusals of an app, without naming accounts."),
        page("client_secret", secret, client_secret.show, "Since when, and whether an old one works."),
        form("replace_secret", secret, client_secret.take_replace, "Make another, shown once.", (409,)),
        form("end_old_secret", f"{secret}/end-old", client_secret.take_end_old, "Before its time is over.", (409,)),
        page("console_refusal", f"{CONSOLE_APP}/refusals/{{name}}", console.refusal, "One, with the corrected link."),
        page("case_link", "/cases/{name}", console.case_link, "Leads each reader to their part of a case."),
    )
