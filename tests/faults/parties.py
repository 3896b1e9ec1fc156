"""A person at a browser and an app's own server, both over HTTP and nothing else.

Their connections outlive the server's: after it was killed and started again they go on where they were.
"""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from msgspec import Struct

from admittance.demo.links import VERIFIER
from admittance.demo.people import PASSWORD
from tests.command import PATIENCE_S
from tests.oauth.html import Form, forms_in


class Tokens(Struct, frozen=True):
    """What a token answer gave."""

    access: str
    refresh: str


def tokens_of(said: httpx.Response) -> Tokens:
    """The tokens of an answer that has to be a 200."""
    assert said.status_code == 200, said.text
    body = said.json()
    return Tokens(body["access_token"], body["refresh_token"])


def code_in(location: str) -> str:
    """The code that a redirect brought the app."""
    return dict(parse_qsl(urlsplit(location).query))["code"]


class Person:
    """Somebody with a browser."""

    def __init__(self, address: str, email: str) -> None:
        self.email = email
        self.http = httpx.Client(base_url=address, timeout=PATIENCE_S)

    @property
    def cookie(self) -> str:
        """The Cookie header that the browser sends."""
        return "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def form(self, path: str, action: str) -> Form:
        """Open a page: its form that posts to `action`."""
        page = self.http.get(path)
        assert page.status_code == 200, page.text
        return next(form for form in forms_in(page.text) if form.action == action)

    def sign_in(self, password: str = PASSWORD) -> None:
        """By the form."""
        form = self.form("/sign-in", "/sign-in")
        said = self.http.post("/sign-in", data=form.fields | {"email": self.email, "password": password})
        assert said.status_code == 303, said.text

    def consent_form(self, link: dict[str, Any]) -> dict[str, Any]:
        """Open an install link for its account: what pressing Grant access will send, all ticks left as they are."""
        path = link["url"].replace("/oauth/authorize", f"/oauth/{link['account_id']}/authorize")
        sent: dict[str, Any] = {}
        for name, value in [*self.form(path, "/oauth/consent").pairs, ("answer", "grant")]:
            sent.setdefault(name, []).append(value)
        return sent

    def press_grant(self, form: dict[str, Any]) -> httpx.Response:
        """Grant access."""
        return self.http.post("/oauth/consent", data=form)

    def grant(self, link: dict[str, Any]) -> str:
        """From the install link to the code."""
        said = self.press_grant(self.consent_form(link))
        assert said.status_code == 303, said.text
        return code_in(said.headers["location"])


class AppServer:
    """What an app's own server does."""

    def __init__(self, address: str, app: dict[str, Any]) -> None:
        self.http = httpx.Client(base_url=address, timeout=PATIENCE_S)
        self.rotates = app["profile"] != "compatible"
        self._credentials = {"client_id": app["client_id"]}
        if app["client_secret"]:
            self._credentials["client_secret"] = app["client_secret"]
        self._redirect_uri = app["redirect_uris"][0]

    def redemption(self, code: str) -> dict[str, str]:
        """The form that exchanges a code."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._redirect_uri}
        if self.rotates:
            form["code_verifier"] = VERIFIER
        return self._credentials | form

    def refreshing(self, refresh_token: str) -> dict[str, str]:
        """The form that refreshes."""
        return self._credentials | {"grant_type": "refresh_token", "refresh_token": refresh_token}

    def redeem(self, code: str) -> httpx.Response:
        """Exchange a code."""
        return self.http.post("/oauth/v1/token", data=self.redemption(code))

    def refresh(self, refresh_token: str) -> httpx.Response:
        """Refresh."""
        return self.http.post("/oauth/v1/token", data=self.refreshing(refresh_token))

    def active(self, token: str) -> bool:
        """What introspection says of a token."""
        said = self.http.post("/oauth/v3/token/introspect", data=self._credentials | {"token": token})
        assert said.status_code == 200, said.text
        active: bool = said.json()["active"]
        return active


def refused(said: httpx.Response, error: str = "invalid_grant") -> bool:
    """Whether a token request was refused with that error, and nothing else."""
    return said.status_code == 400 and said.json()["error"] == error
