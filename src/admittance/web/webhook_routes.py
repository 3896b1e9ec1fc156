"""The addresses of an app's webhooks."""

from admittance.http.routes import Route
from admittance.web.handlers import webhooks
from admittance.web.people_routes import Making

_WEBHOOKS = "/console/apps/{client_id}/webhooks"


def webhook_routes(page: Making, form: Making) -> tuple[Route, ...]:
    """For whoever develops no such app nothing is there."""
    attempt, settings = f"{_WEBHOOKS}/{{delivery_id:int}}", f"{_WEBHOOKS}/settings"
    return (
        page("webhooks", _WEBHOOKS, webhooks.log, "What an app was told, and its answers."),
        page("webhook_settings", settings, webhooks.settings, "Where to, and what an app wants to hear."),
        form("set_webhook", settings, webhooks.take_settings, "Set it."),
        form("remove_webhook", f"{_WEBHOOKS}/remove", webhooks.remove, "Send nothing more."),
        page("webhook_delivery", attempt, webhooks.one, "One attempt and the beginning of its answer."),
        form("send_webhook_again", f"{attempt}/again", webhooks.again, "Send its events once more."),
    )
