"""Which app is calling? Credentials from HTTP Basic or the body, never both (RFC 6749 section 2.3.1)."""

from base64 import b64decode
from collections.abc import Callable
from typing import Generic, TypeAlias, TypeVar
from urllib.parse import unquote_plus

from msgspec import Struct

from admittance.http.backoff import Backoff
from admittance.http.errors import OAuthCode, oauth_error
from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.response import Header, Response
from admittance.http.services import Services
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.clients import ClientRejected, WhyNoClient, authenticate_client
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App

T = TypeVar("T")

CHALLENGE: Header = (b"www-authenticate", b'Basic realm="admittance", charset="UTF-8"')


class Credentials(Struct, frozen=True):
    """What the app says of itself. `basic`: in the Authorization header."""

    client_id: str
    secret: str | None
    basic: bool

    def __repr__(self) -> str:
        return "Credentials(…)"


class Muddled(Struct, frozen=True):
    """Credentials that contradict each other or cannot be read; `basic` as above."""

    description: str
    basic: bool


Presented: TypeAlias = Credentials | Muddled | None


def read_credentials(request: Request, sent: Parameters) -> Presented:
    """The credentials of a request; None where there are none. A bearer token beside them is nobody's business here."""
    headers = [value for name, value in request.headers if name == b"authorization"]
    if len(headers) > 1:
        return Muddled("There are two Authorization headers.", basic=False)
    if headers and headers[0][:6].lower() == b"basic ":
        return _both(_from_basic(headers[0][6:]), sent)
    client_id = sent.get("client_id")
    return Credentials(client_id, sent.get("client_secret"), basic=False) if client_id is not None else None


def _from_basic(encoded: bytes) -> Credentials | Muddled:
    unreadable = Muddled("The Authorization header can't be read.", basic=True)
    try:
        client_id, colon, secret = b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
    except ValueError:
        return unreadable
    if not colon or not client_id:
        return unreadable
    return Credentials(unquote_plus(client_id), unquote_plus(secret), basic=True)


def _both(basic: Credentials | Muddled, sent: Parameters) -> Credentials | Muddled:
    if isinstance(basic, Muddled):
        return basic
    if sent.get("client_secret") is not None:
        return Muddled("Client credentials are in the Authorization header and in the body.", basic=False)
    if sent.get("client_id") not in (None, basic.client_id):
        return Muddled("client_id differs from the one in the Authorization header.", basic=False)
    return basic


async def calling_app(backoff: Backoff, services: Services, request: Request, sent: Parameters) -> App | Response:
    """The authenticated app, or the answer that refuses it."""
    return await for_calling_app(backoff, services, request, sent, lambda _, app: app)


async def for_calling_app(
    backoff: Backoff,
    services: Services,
    request: Request,
    sent: Parameters,
    look: Callable[[Transaction, App], T],
    *,
    unnamed: int = 400,
) -> T | Response:
    """What `look` finds for the authenticated app, on the snapshot that authenticated it; or the answer that refuses.
    `unnamed` is the status where no app is named at all.

    Ten failures from one address slow that address down for that app (attack cases 60 and 72). Each leaves a row in the
    server's chain, since nothing says for which account it was meant; above a limit they are summed up by the minute.
    """
    presented = read_credentials(request, sent)
    if isinstance(presented, Muddled):
        await _note(services, "muddled", None)
        return _muddled(request, presented)
    if presented is None:
        await _note(services, "missing", None)
        return _invalid(request, "BAD_CLIENT_ID", "client_id is missing.", unnamed)
    client_id, secret, now = presented.client_id, presented.secret, services.clock.now()
    if (wait := backoff.wait(client_id, request.client, now)) > 0:
        return _slow_down(request, wait)

    # Quoted: an annotation of an inner function is worked out at every call of the outer one.
    def checked(tx: Transaction) -> "ClientRejected | _Seen[T]":
        app = authenticate_client(tx, client_id, secret, now)
        return app if isinstance(app, ClientRejected) else _Seen(look(tx, app))

    found = services.store.read(checked)
    if isinstance(found, ClientRejected):
        if found.why is not WhyNoClient.SECRET_REPLACED:
            # Who sends a secret that once was right guesses nothing: a forgotten server slows no other one down.
            backoff.failed(client_id, request.client, now)
        await _note(services, found.why.value, found.app)
        return _rejected(request, presented, found)
    backoff.succeeded(client_id, request.client)
    return found.value


class AppChanged(Struct, frozen=True):
    """Between the proof and the act the app was disabled, or got another secret or other settings. Nothing was done."""


async def write_as(services: Services, app: App, act: Callable[[Transaction], T]) -> T | AppChanged:
    """Run `act` in a transaction in which `app` is still what it was when it proved itself.

    INVARIANT: whoever commits first wins: with a secret that was replaced nothing more is written.
    """
    return await services.store.write(lambda tx: act(tx) if tx.apps.get(app.id) == app else AppChanged())


async def _note(services: Services, why: str, app: App | None) -> None:
    entry = AuditEntry(act=Act.CLIENT_REFUSED, app_id=app.id if app else None, data={"why": why})
    await services.store.write(lambda tx: tx.audit.append(SERVER_CHAIN, entry))


class _Seen(Struct, Generic[T], frozen=True):
    value: T


def _muddled(request: Request, muddled: Muddled) -> Response:
    if muddled.basic:
        return _invalid(request, "BAD_CLIENT_ID", muddled.description, 401)
    return oauth_error(request, OAuthCode.INVALID_REQUEST, "BAD_CLIENT_SECRET", muddled.description)


_SAID = {
    WhyNoClient.UNKNOWN: ("BAD_CLIENT_ID", "The client_id is unknown."),
    WhyNoClient.SECRET_MISSING: ("BAD_CLIENT_SECRET", "The client secret is missing."),
    WhyNoClient.SECRET_WRONG: ("BAD_CLIENT_SECRET", "The client secret is wrong."),
    WhyNoClient.SECRET_REPLACED: ("BAD_CLIENT_SECRET", "The client secret was replaced and doesn't work any more."),
    WhyNoClient.SECRET_NOT_EXPECTED: ("BAD_CLIENT_SECRET", "This app has no client secret; send none."),
}


def _rejected(request: Request, presented: Credentials, rejected: ClientRejected) -> Response:
    """401 with a challenge for HTTP Basic and for strict apps; 400 otherwise, as existing clients expect (wire.md)."""
    word, description = _SAID[rejected.why]
    strict = rejected.app is not None and rejected.app.strict
    return _invalid(request, word, description, 401 if presented.basic or strict else 400)


def _invalid(request: Request, word: str, description: str, status: int) -> Response:
    """`invalid_client`, with a challenge where it is 401 (RFC 6749 section 5.2)."""
    headers = (CHALLENGE,) if status == 401 else ()
    return oauth_error(request, OAuthCode.INVALID_CLIENT, word, description, http_status=status, headers=headers)


def _slow_down(request: Request, wait: int) -> Response:
    seconds = -(-wait // 1000)
    return oauth_error(
        request,
        OAuthCode.TEMPORARILY_UNAVAILABLE,
        "TOO_MANY",
        f"Too many failed tries. Try again in {seconds} seconds.",
        http_status=429,
        headers=((b"retry-after", str(seconds).encode()),),
    )
