"""Streams of requests that go on until their server is gone, and what has to hold once it is back.

An answer that arrived is acknowledged: what it says holds for ever. A request whose answer never came may have happened
or not, and either way only once.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Semaphore
from typing import Any, Protocol

import httpx
from msgspec import Struct

from tests.command import PATIENCE_S
from tests.faults.parties import AppServer, Person, Tokens, code_in, refused, tokens_of
from tests.faults.site import Site

_GONE = (httpx.NetworkError, httpx.RemoteProtocolError)


class Flow:
    """Streams under way."""

    def __init__(self) -> None:
        self._heard = Semaphore(0)
        self._ended = Event()

    @property
    def goes_on(self) -> bool:
        """Whether a stream shall send another request."""
        return not self._ended.is_set()

    def heard(self) -> None:
        """An answer arrived."""
        self._heard.release()

    def wait_for(self, answers: int) -> None:
        """Return once so many more answers have arrived at all streams together."""
        for _ in range(answers):
            assert self._heard.acquire(timeout=PATIENCE_S), "no answer came any more"

    def end(self) -> None:
        """No more requests."""
        self._ended.set()


class Stream(Protocol):
    """One client with its requests, one after the other."""

    def begin(self) -> None:
        """Make ready for another start of the server."""

    def run(self, flow: Flow) -> None:
        """Send requests until the flow ends, or raise when the server is gone."""

    def check(self) -> None:
        """Assert that what was acknowledged since `begin` holds. Spends and ends some of it."""


@contextmanager
def flowing(streams: Sequence[Stream]) -> Iterator[Flow]:
    """All streams at once, for the block and no longer than their server lives."""
    flow = Flow()
    with ThreadPoolExecutor(len(streams)) as threads:
        running = [threads.submit(_until_gone, stream, flow) for stream in streams]
        try:
            yield flow
        finally:
            flow.end()
    for one in running:
        one.result()


def _until_gone(stream: Stream, flow: Flow) -> None:
    try:
        stream.run(flow)
    except _GONE:
        return


class Grant(Struct):
    """A connection in the making: the consent page's form, its code, whether that was sent, and the tokens for it."""

    form: dict[str, Any]
    code: str | None = None
    redeeming: bool = False
    tokens: Tokens | None = None


class Grants:
    """One person connects one app over and over: consent page, code, exchange."""

    def __init__(self, site: Site, outcome: str) -> None:
        self._link = site.links[outcome]
        self._person: Person = site.person(self._link["sign_in_as"])
        self._app: AppServer = site.app(outcome)
        self._signed_in = False
        self._made: list[Grant] = []
        self.kept: list[Tokens] = []

    def begin(self) -> None:
        """Sign in, once: a session is acknowledged too, and outlives every server."""
        if not self._signed_in:
            self._person.sign_in()
            self._signed_in = True

    def run(self, flow: Flow) -> None:
        """Connect again and again."""
        while flow.goes_on:
            grant = Grant(self._person.consent_form(self._link))
            self._made.append(grant)
            grant.code = _code(self._person.press_grant(grant.form))
            flow.heard()
            grant.redeeming = True
            grant.tokens = tokens_of(self._app.redeem(grant.code))
            flow.heard()

    def check(self) -> None:
        """Every token works, no code is good a second time, and whoever heard no answer can find out by asking."""
        for number, grant in enumerate(self._made):
            if grant.tokens is not None:
                self._check_tokens(grant.tokens)
            if grant.tokens is not None and number % 2:
                self.kept.append(grant.tokens)
            else:
                self._finish(grant)
        self._made.clear()

    def check_kept(self) -> None:
        """What earlier checks left alone is still good."""
        assert [tokens for tokens in self.kept if not self._app.active(tokens.refresh)] == []

    def _check_tokens(self, tokens: Tokens) -> None:
        assert self._app.active(tokens.access), "an acknowledged access token is lost"
        assert self._app.active(tokens.refresh), "an acknowledged refresh token is lost"

    def _finish(self, grant: Grant) -> None:
        """Go on from where the server was lost. In the end the code was spent, exactly once."""
        if grant.code is None:
            said = self._person.press_grant(grant.form)
            if said.status_code == 410:
                return  # it had happened: the code exists, and nobody knows it
            grant.code = _code(said)
        first = self._app.redeem(grant.code)
        if grant.tokens is not None:
            assert refused(first), "a code was spent twice"
            assert not self._app.active(grant.tokens.access), "a replay left the code's token alive"
            return
        assert first.status_code == 200 or (grant.redeeming and refused(first)), first.text
        assert refused(self._app.redeem(grant.code)), "a code was spent twice"


def _code(said: httpx.Response) -> str:
    assert said.status_code == 303, said.text
    return code_in(said.headers["location"])


class Refreshes:
    """One app refreshes one connection over and over. With `replayed`, each check also presents a spent token."""

    def __init__(self, site: Site, outcome: str, *, replayed: bool = False) -> None:
        self._link = site.links[outcome]
        self._person: Person = site.person(self._link["sign_in_as"])
        self._app: AppServer = site.app(outcome)
        self._replayed = replayed
        self._signed_in = False
        self._current: str | None = None
        self._refreshing = False
        self._access: list[str] = []
        self._spent: list[str] = []

    def begin(self) -> None:
        """Connect, where there is no connection from before."""
        if not self._signed_in:
            self._person.sign_in()
            self._signed_in = True
        if self._current is None:
            first = tokens_of(self._app.redeem(self._person.grant(self._link)))
            self._current, self._access, self._spent = first.refresh, [first.access], []

    def run(self, flow: Flow) -> None:
        """Refresh again and again."""
        while flow.goes_on and self._current is not None:
            self._refreshing = True
            self._take(tokens_of(self._app.refresh(self._current)))
            self._refreshing = False
            flow.heard()

    def _take(self, given: Tokens) -> None:
        assert self._current is not None
        assert (given.refresh != self._current) == self._app.rotates
        if self._app.rotates:
            self._spent.append(self._current)
        self._current = given.refresh
        self._access.append(given.access)

    def check(self) -> None:
        """Every access token works, every spent refresh token stays spent, and the newest one is good for one more."""
        if self._current is None:
            return
        assert [token for token in self._access if not self._app.active(token)] == [], "acknowledged tokens are lost"
        assert [token for token in self._spent if self._app.active(token)] == [], "a spent token is good again"
        self._go_on(self._current)
        if self._replayed and self._spent:
            self._replay()

    def _go_on(self, current: str) -> None:
        alive = self._app.active(current)
        assert alive or (self._app.rotates and self._refreshing), "the newest refresh token is lost"
        said = self._app.refresh(current)
        self._access, self._spent, self._refreshing = [], self._spent[-1:], False
        if alive:
            self._take(tokens_of(said))
        else:
            assert refused(said), "a refresh token was spent twice"
            self._current = None  # the answer with its successor was lost: asking again was reuse

    def _replay(self) -> None:
        assert refused(self._app.refresh(self._spent[0])), "a refresh token was spent twice"
        newest = [*self._access, *([self._current] if self._current else [])]
        assert [token for token in newest if self._app.active(token)] == [], "reuse left the family alive"
        self._current = None
