"""Somebody with a browser, as far as links, redirects and forms go."""

from ssl import SSLContext

import httpx

from tests.e2e.person import PASSWORD
from tests.oauth.html import Form, forms_in

JONAS = "jonas.berg@fjordfalk.example"


class Person:
    """Signs in where asked and grants what is asked for. `proxy` with `trusting` is how this browser reaches https."""

    def __init__(self, email: str = JONAS, proxy: str | None = None, trusting: SSLContext | None = None) -> None:
        self._email = email
        https = httpx.HTTPTransport(proxy=proxy, verify=trusting) if proxy and trusting else None
        self._http = httpx.Client(mounts={"https://": https} if https else None, trust_env=False)

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def open(self, url: str) -> httpx.Response:
        """Open `url` and do what the pages ask; the page where nothing is asked any more."""
        page = self._http.get(url)
        while (following := self._next(page)) is not None:
            page = following
        return page

    def grant(self, url: str) -> str:
        """Follow an install link to its end: the address at the app that the browser is sent to."""
        page = self.open(url)
        assert page.is_redirect, page.text
        return page.headers["location"]

    def send(self, url: str, action: str, **typed: str) -> httpx.Response:
        """Open `url` and send the form on it that posts to `action`."""
        page = self.open(url)
        return self._send(page, next(form for form in forms_in(page.text) if form.action == action), **typed)

    def forget(self, cookie: str) -> None:
        """Lose a cookie, whoever set it."""
        self._http.cookies.delete(cookie)

    def _next(self, page: httpx.Response) -> httpx.Response | None:
        if page.next_request is not None:
            goal = page.next_request.url
            return None if goal.host.endswith(".example") else self._http.get(goal)
        for form in forms_in(page.text):
            if form.action == "/sign-in":
                return self._send(page, form, email=self._email, password=PASSWORD)
            if form.action == "/oauth/consent":
                return self._send(page, form, answer="grant")
        return None

    def _send(self, page: httpx.Response, form: Form, **typed: str) -> httpx.Response:
        assert page.status_code == 200, page.text
        fields: dict[str, list[str]] = {}
        for name, value in [*form.pairs, *typed.items()]:
            fields.setdefault(name, []).append(value)
        return self._http.post(page.url.join(form.action), data=fields | {name: [typed[name]] for name in typed})
