"""Paths that one edge names and another answers to."""

from admittance.usecases.case_name import case_name

AUTHORIZE = "/oauth/authorize"
CONSENT = "/oauth/consent"


def authorize_path(hub_id: int | str | None) -> str:
    """Where an install goes on: with the account chosen, or before."""
    return AUTHORIZE if hub_id is None else f"/oauth/{hub_id}/authorize"


def case_path(account_id: int, case_id: int) -> str:
    """The page of a refused attempt, by the name that people read out to each other."""
    return f"/accounts/{account_id}/cases/{case_name(case_id)}"
