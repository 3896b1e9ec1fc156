"""Sessions, their cookies and form tokens (attack cases 46, 47, 56 to 58)."""

import io
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from admittance.config import Settings
from admittance.core import lifetimes
from admittance.http.cookies import SESSION, VISIT, cookie_name, read_cookie, set_cookie
from admittance.http.csrf import FormProblem, form_problem, form_token
from admittance.http.parameters import collect
from admittance.http.request import Request
from admittance.http.sessions import Anonymous, NewSession, start_session, visit_cookies, visitor_of
from admittance.usecases.records import User
from admittance.usecases.sign_in import SignedIn
from tests.oauth.world import A1, MP1, SA1, World, make_world

pytestmark = pytest.mark.anyio

PLAIN, SECURE = Settings(), Settings(base_url="https://us.example")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """The attack cases' world."""
    made = await make_world(tmp_path, io.BytesIO())
    yield made
    for close in made.services.on_close:
        await close()
    await made.services.store.close()


def request(**headers: str) -> Request:
    """A POST with these headers."""
    pairs = tuple((name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items())
    return Request(method="POST", template="/", path=b"/", query=b"", headers=pairs, client="x", reference="r")


def cookies_of(new: NewSession) -> str:
    """What the browser sends next."""
    return new.headers[0][1].decode().split(";")[0]


async def sa1(world: World) -> User:
    """A Super Admin."""
    user = world.services.store.read(lambda tx: tx.people.user(SA1))
    assert user is not None
    return user


async def signed_in(world: World) -> tuple[str, SignedIn]:
    """A signed-in browser: its cookie header and its visitor."""
    new = await start_session(world.services, await sa1(world), Anonymous("k" * 43, fresh=False))
    assert new is not None
    visitor = await visitor_of(world.services, request(cookie=cookies_of(new)))
    assert isinstance(visitor, SignedIn)
    return cookies_of(new), visitor


def test_57_cookies_are_host_bound_and_closed() -> None:
    """Case 57: __Host- and Secure over https, HttpOnly, SameSite=Lax and the whole site always, no Domain."""
    secure = set_cookie(SECURE, SESSION, "v", 60)[1].decode()
    assert secure == "__Host-admittance=v; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60"
    assert set_cookie(PLAIN, SESSION, "v")[1] == b"admittance=v; Path=/; HttpOnly; SameSite=Lax"
    assert cookie_name(SECURE, VISIT) == "__Host-admittance-visit"


async def test_57_the_session_cookie_is_random_and_says_nothing(world: World) -> None:
    """Case 57: 256 random bits behind a row number; no e-mail, no JWT."""
    cookie, visitor = await signed_in(world)
    _, _, secret = cookie.rpartition("-")[0].partition("=")
    assert secret.startswith("ss-0-")
    assert visitor.user.email not in cookie
    assert "eyJ" not in cookie


def test_a_cookie_that_stands_twice_is_nobodys() -> None:
    """Two cookies of one name mean that somebody else set one: neither is believed."""
    assert read_cookie(PLAIN, request(cookie="admittance=a; admittance=b"), SESSION) is None
    assert read_cookie(PLAIN, request(cookie="x=y; admittance=a"), SESSION) == "a"
    assert read_cookie(SECURE, request(cookie="admittance=a"), SESSION) is None
    assert read_cookie(PLAIN, request(), SESSION) is None


async def test_56_signing_in_gives_a_new_id(world: World) -> None:
    """Case 56: the session that a browser had before signing in again ends with it."""
    old, visitor = await signed_in(world)
    new = await start_session(world.services, await sa1(world), visitor)
    assert new is not None
    assert cookies_of(new) != old
    assert isinstance(await visitor_of(world.services, request(cookie=old)), Anonymous)
    assert isinstance(await visitor_of(world.services, request(cookie=cookies_of(new))), SignedIn)


async def test_a_session_ends_when_idle_or_old(world: World) -> None:
    """Twelve hours idle, seven days in all; use keeps it alive in between."""
    cookie, _ = await signed_in(world)
    for _ in range(14):
        world.pass_time(11 * lifetimes.HOUR / 1000)
        assert isinstance(await visitor_of(world.services, request(cookie=cookie)), SignedIn)
    world.pass_time(14 * lifetimes.HOUR / 1000)
    assert isinstance(await visitor_of(world.services, request(cookie=cookie)), Anonymous)
    idle, _ = await signed_in(world)
    world.pass_time(lifetimes.SESSION_IDLE / 1000)
    assert isinstance(await visitor_of(world.services, request(cookie=idle)), Anonymous)


async def test_the_last_use_is_noted_once_a_minute(world: World) -> None:
    """Looking at pages does not write at every click."""
    cookie, visitor = await signed_in(world)
    world.pass_time(30)
    again = await visitor_of(world.services, request(cookie=cookie))
    assert isinstance(again, SignedIn)
    assert again.session.seen_at == visitor.session.seen_at
    world.pass_time(31)
    await visitor_of(world.services, request(cookie=cookie))
    later = await visitor_of(world.services, request(cookie=cookie))
    assert isinstance(later, SignedIn)
    assert later.session.seen_at > visitor.session.seen_at


async def test_58_a_deactivated_persons_sessions_are_over(world: World) -> None:
    """Case 58: the next request of a deactivated person is nobody's."""
    cookie, _ = await signed_in(world)
    await world.change(  # an account keeps a Super Admin
        lambda tx: tx.people.set_rights(A1, MP1, super_admin=True, permission_set=None, rights={})
    )
    await world.change(lambda tx: tx.people.set_active(SA1, False))
    assert isinstance(await visitor_of(world.services, request(cookie=cookie)), Anonymous)


@pytest.mark.parametrize("value", ["", "x", "ss-0-1-" + "a" * 43, "at-1001-1-" + "a" * 43, "ss-0-1-", "é"])
async def test_a_made_up_session_is_nobodys(world: World, value: str) -> None:
    """Whatever stands in the cookie, only the real secret counts."""
    await signed_in(world)
    assert isinstance(await visitor_of(world.services, request(cookie=f"admittance={value}")), Anonymous)


async def test_a_visitor_without_a_session_gets_a_key(world: World) -> None:
    """Before signing in, the sign-in form is bound to a random cookie, set once."""
    fresh = await visitor_of(world.services, request())
    assert isinstance(fresh, Anonymous)
    assert len(visit_cookies(world.services, fresh)) == 1
    known = await visitor_of(world.services, request(cookie=f"admittance-visit={fresh.key}"))
    assert known == Anonymous(fresh.key, fresh=False)
    assert visit_cookies(world.services, known) == ()


async def test_46_a_form_token_fits_one_session_and_one_form(world: World) -> None:
    """Case 46: no token, another session's, another form's, one that stands twice: none is taken."""
    _, mine = await signed_in(world)
    _, other = await signed_in(world)
    services = world.services
    right = form_token(services, mine)

    def problem(*pairs: tuple[str, str]) -> FormProblem | None:
        return form_problem(services, request(), mine, collect(pairs))

    assert problem(("csrf", right)) is None
    assert problem() is FormProblem.WRONG_TOKEN
    assert problem(("csrf", "")) is FormProblem.WRONG_TOKEN
    assert problem(("csrf", right), ("csrf", right)) is FormProblem.WRONG_TOKEN
    assert problem(("csrf", form_token(services, other))) is FormProblem.WRONG_TOKEN
    assert problem(("csrf", form_token(services, mine, "another"))) is FormProblem.WRONG_TOKEN
    assert problem(("csrf", form_token(services, Anonymous("k" * 43, fresh=False)))) is FormProblem.WRONG_TOKEN


async def test_46_before_signing_in_the_token_fits_one_browser(world: World) -> None:
    """A sign-in form can't be posted by another browser's visitor: nobody is signed in as somebody else unawares."""
    one, two = Anonymous("a" * 43, fresh=False), Anonymous("b" * 43, fresh=False)
    sent = collect((("csrf", form_token(world.services, one)),))
    assert form_problem(world.services, request(), one, sent) is None
    assert form_problem(world.services, request(), two, sent) is FormProblem.WRONG_TOKEN


@pytest.mark.parametrize(
    ("headers", "cross"),
    [
        ({}, False),
        ({"origin": "http://127.0.0.1:8400"}, False),
        ({"origin": "http://localhost:8400", "host": "localhost:8400"}, False),
        ({"origin": "null"}, False),
        ({"sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "cross-site"}, True),
        ({"sec_fetch_site": "same-site"}, True),
        ({"sec_fetch_site": "junk"}, True),
        ({"origin": "https://evil.test"}, True),
        ({"origin": "https://evil.test", "host": "127.0.0.1:8400"}, True),
        ({"origin": "http://127.0.0.1:8400.evil.test"}, True),
        ({"origin": "http://[", "host": "127.0.0.1:8400"}, True),
        ({"origin": ""}, True),
    ],
)
async def test_47_what_the_browser_says_counts(world: World, headers: dict[str, str], cross: bool) -> None:
    """Case 47: a foreign Origin or another site's fetch is refused before the token is even looked at."""
    _, mine = await signed_in(world)
    sent = collect((("csrf", form_token(world.services, mine)),))
    problem = form_problem(world.services, request(**headers), mine, sent)
    assert problem is (FormProblem.CROSS_SITE if cross else None)


async def test_a_repr_shows_no_secret(world: World) -> None:
    """Visitors and requests print without keys, cookies or paths."""
    cookie, visitor = await signed_in(world)
    printed = repr(request(cookie=cookie)) + repr(Anonymous("k" * 43, fresh=True)) + repr(visitor.user)
    assert "kkk" not in printed
    assert cookie not in printed
    assert visitor.user.email not in printed
