"""Who is at the browser: a signed-in person, or a visitor known only by a random cookie."""

import secrets
from typing import TypeAlias

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.tokens import Token, TokenKind, read_token
from admittance.http.cookies import SESSION, VISIT, read_cookie, set_cookie
from admittance.http.request import Request
from admittance.http.response import Header
from admittance.http.services import Services
from admittance.usecases.records import Session, User
from admittance.usecases.sign_in import SignedIn, look_at_session, open_session, seen_is_news


class Anonymous(Struct, frozen=True):
    """Nobody yet. `key` is the visit cookie's secret, which binds the sign-in form to this browser; `fresh` says that
    the cookie has yet to be set.
    """

    key: str
    fresh: bool

    def __repr__(self) -> str:
        return "Anonymous(…)"


Visitor: TypeAlias = SignedIn | Anonymous

_KEY_LENGTH = 43


async def visitor_of(services: Services, request: Request, *, counts: bool = True) -> Visitor:
    """The visitor behind the cookies. A session's last use is noted once a minute at most, unless it does not count:
    what an open page asks for by itself is no sign of a person.
    """
    presented = _presented(services, request)
    if presented is not None:
        now = services.clock.now()
        found = services.store.read(lambda tx: look_at_session(tx, presented, now))
        if found is not None:
            if counts and seen_is_news(found.session, now):
                await services.store.write(lambda tx: tx.sessions.touch(found.session.id, now))
            return found
    key = read_cookie(services.settings, request, VISIT)
    if key is not None and len(key) == _KEY_LENGTH:
        return Anonymous(key, fresh=False)
    return Anonymous(secrets.token_urlsafe(32), fresh=True)


def visit_cookies(services: Services, visitor: Visitor) -> tuple[Header, ...]:
    """What a page with a form for somebody not signed in must set; nothing where it is set already."""
    if isinstance(visitor, Anonymous) and visitor.fresh:
        return (set_cookie(services.settings, VISIT, visitor.key),)
    return ()


class NewSession(Struct, frozen=True):
    """A session just opened, and the headers that hand it to the browser."""

    session: Session
    headers: tuple[Header, ...]


async def start_session(services: Services, user: User, visitor: Visitor) -> NewSession | None:
    """Sign `user` in under a new id; the session and the visit cookie that the browser had end (attack case 56). None
    where what was known of the person does not hold any more.
    """
    secret, csrf = services.new_secret(), secrets.token_bytes(32)
    replaces = visitor.session.id if isinstance(visitor, SignedIn) else None
    now = services.clock.now()
    session = await services.store.write(lambda tx: open_session(tx, user, secret, csrf, now, replaces=replaces))
    if session is None:
        return None
    written = Token(TokenKind.SESSION, 0, session.id, secret).written()
    return NewSession(
        session,
        (
            set_cookie(services.settings, SESSION, written, lifetimes.SESSION_TOTAL // 1000),
            set_cookie(services.settings, VISIT, "", 0),
        ),
    )


def end_session_cookies(services: Services) -> tuple[Header, ...]:
    """Headers that take both cookies away. The session itself ends by `usecases.sign_in.sign_out`."""
    return (set_cookie(services.settings, SESSION, "", 0), set_cookie(services.settings, VISIT, "", 0))


def _presented(services: Services, request: Request) -> Token | None:
    text = read_cookie(services.settings, request, SESSION)
    return read_token(TokenKind.SESSION, text) if text else None
