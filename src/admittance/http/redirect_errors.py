"""Answers that travel to the app's redirect URI, each with `iss` (RFC 6749 section 4.1.2.1, RFC 9207)."""

from admittance.config import Settings
from admittance.core.decide import Refused
from admittance.core.reasons import MarketplaceMissing, Reason, RefusalCode
from admittance.core.redirect import answer_at
from admittance.http.errors import OAuthCode, printable
from admittance.usecases.case_name import case_link_path
from admittance.usecases.records import AskedInstall
from admittance.usecases.start_install import InstallRefused

LONGEST_DESCRIPTION = 400
"""Characters: redirect URIs have limits of their own."""
GAVE_UP = "The person went back without connecting."
_DEVELOPERS = frozenset({RefusalCode.INSUFFICIENT_SCOPES, RefusalCode.SCOPE_MISMATCH})


def error_at(
    settings: Settings,
    redirect_uri: str,
    state: str | None,
    error: OAuthCode,
    description: str,
    error_uri: str | None = None,
) -> str:
    """The redirect URI with an error. INVARIANT: `redirect_uri` is registered for the app."""
    return answer_at(
        redirect_uri,
        error=error.value,
        error_description=printable(description),
        error_uri=error_uri,
        state=state,
        iss=settings.base_url,
    )


def denied_at(settings: Settings, asked: AskedInstall, description: str) -> str:
    """The person said no, or gave up."""
    return error_at(settings, asked.redirect_uri, asked.state, OAuthCode.ACCESS_DENIED, description)


def refused_at(settings: Settings, refused: InstallRefused) -> str:
    """A refusal for the app: rules 1 and 2 are `invalid_scope`, 3 and 4 `access_denied`, with a link to the case.

    INVARIANT: the app learns nothing here of the account or the person, not even the account's number.
    """
    asked = refused.asked
    return error_at(
        settings,
        asked.redirect_uri,
        asked.state,
        OAuthCode.INVALID_SCOPE if is_developers(refused.decision) else OAuthCode.ACCESS_DENIED,
        in_ascii(refused.decision),
        settings.base_url + case_link_path(refused.case.id),
    )


def is_developers(decision: Refused) -> bool:
    """Whether the headline is the app developer's to mend."""
    return decision.headline in _DEVELOPERS


def in_ascii(decision: Refused) -> str:
    """All reasons for machines and developers: heading code, then cause and scope. Neither account nor names."""
    reasons = ", ".join(dict.fromkeys(_reason(reason) for reason in decision.reasons))
    said = printable(f"{decision.headline.value}: {reasons}")
    return said if len(said) <= LONGEST_DESCRIPTION else f"{said[: LONGEST_DESCRIPTION - 3]}..."


def _reason(reason: Reason) -> str:
    cause = str(reason.__struct_config__.tag)
    return cause if isinstance(reason, MarketplaceMissing) else f"{cause} {reason.scope}"
