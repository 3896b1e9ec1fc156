"""The addresses of taking a connection over."""

from admittance.http.routes import Route
from admittance.web.handlers import re_anchor
from admittance.web.people_routes import Making

_CONNECTION = "/accounts/{hub_id:int}/connections/{connection_id:int}"


def re_anchor_routes(page: Making, form: Making) -> tuple[Route, ...]:
    """An admin proposes, the asked person answers; for everybody else nothing is there."""
    proposing, answering = f"{_CONNECTION}/re-anchor", f"{_CONNECTION}/take-over"
    return (
        page("re_anchor", proposing, re_anchor.ask, "Propose who takes a connection over.", (403,)),
        form("take_re_anchor", proposing, re_anchor.take_ask, "Ask them.", (400, 403)),
        page("take_over", answering, re_anchor.answer, "What one is asked to take over."),
        form("answer_take_over", answering, re_anchor.take_answer, "Accept or decline.", (409,)),
    )
