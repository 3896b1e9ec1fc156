"""Is this POST a person's own doing? (attack cases 46 and 47; OWASP ASVS 5 section 3.5)."""

from base64 import urlsafe_b64encode
from enum import StrEnum
from hmac import compare_digest, digest
from urllib.parse import urlsplit

from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.services import Services
from admittance.http.sessions import Visitor
from admittance.usecases.sign_in import SignedIn

FIELD = "csrf"
"""The form field that carries the token."""
HEADER = b"x-csrf-token"
"""Where a script may put it, if not in its JSON."""
ANY_FORM = "any"


class FormProblem(StrEnum):
    """Why a form is not taken. Neither is told apart to the sender: both are 403."""

    CROSS_SITE = "cross_site"
    WRONG_TOKEN = "wrong_token"


def form_token(services: Services, visitor: Visitor, form: str = ANY_FORM) -> str:
    """The token that a form of `visitor` carries: made with the session's own key, so another session's never fits.

    A form with a name of its own takes no other form's token.
    """
    if isinstance(visitor, SignedIn):
        key, bound = visitor.session.csrf, f"session:{form}"
    else:
        key, bound = services.keys.forms, f"visit:{visitor.key}:{form}"
    return urlsafe_b64encode(digest(key, bound.encode(), "sha256")).rstrip(b"=").decode("ascii")


def form_problem(
    services: Services, request: Request, visitor: Visitor, sent: Parameters, form: str = ANY_FORM
) -> FormProblem | None:
    """What is wrong with a POST, or None. Every form that changes anything is checked with this first."""
    if cross_site(services, request):
        return FormProblem.CROSS_SITE
    token = sent.get(FIELD)
    if token is None or FIELD in sent.repeated:
        return FormProblem.WRONG_TOKEN
    right = compare_digest(token.encode(), form_token(services, visitor, form).encode())
    return None if right else FormProblem.WRONG_TOKEN


_OWN_SITE = frozenset({"same-origin", "none"})


def cross_site(services: Services, request: Request) -> bool:
    """Whether the browser says that another site sent this.

    Our own pages send `Origin: null`, because of their referrer policy, so null alone says nothing; the token decides.
    Behind a proxy the configured address counts, without one the address in the browser's bar.
    """
    if request.header_count(b"origin") > 1 or request.header_count(b"sec-fetch-site") > 1:
        return True
    site = request.header(b"sec-fetch-site")
    if site is not None and site not in _OWN_SITE:
        return True
    origin = request.header(b"origin")
    if origin is None or origin == "null":
        return False
    return origin != services.settings.base_url and not _same_host(origin, request.header(b"host"))


def _same_host(origin: str, host: str | None) -> bool:
    try:
        return host is not None and urlsplit(origin).netloc == host
    except ValueError:
        return False
