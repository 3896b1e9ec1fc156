"""Everything secret that passes over the wire, and where it may not have come to rest."""

import re
import sqlite3
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

import httpx

from admittance.core.tokens import SECRET_LENGTH
from tests.oauth.html import forms_in

_TOKEN = re.compile(rf"[a-z]{{2}}-\d+-\d+-([\w-]{{{SECRET_LENGTH}}})\Z")
_GIVEN = ("access_token", "refresh_token")
_HIDDEN = ("csrf", "consent")


class Watch:
    """Collects secrets from the traffic of the clients it is over, and the bodies of refusals."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self.in_forms: set[str] = set()
        """Secrets that a page's own forms carry: an error page with a form has some, rightly."""
        self.refusals: list[str] = []

    def typed(self, secret: str) -> str:
        """Note what somebody types or an app is configured with."""
        self.secrets.add(secret)
        return secret

    def over(self, http: httpx.Client) -> None:
        """Note what this client is told from now on."""
        http.event_hooks = {"response": [self._note]}

    def _note(self, said: httpx.Response) -> None:
        text = said.read().decode("utf-8", "replace")
        self.secrets |= {value for value in said.cookies.values() if value}
        self.secrets |= set(re.findall(r"[?&]code=([^&]+)", said.headers.get("location", "")))
        if said.headers.get("content-type", "").startswith("application/json"):
            self.secrets |= set(re.findall(rf'"(?:{"|".join(_GIVEN)})":"([^"]+)"', text))
        for form in forms_in(text):
            self.in_forms |= {value for name, value in form.pairs if name in _HIDDEN}
        if said.status_code >= 400:
            self.refusals.append(text)

    def found_in(self, kept: bytes, *, but: frozenset[str] = frozenset()) -> set[str]:
        """The secrets that stand in `kept`: as they were sent, without their prefix, or as the bytes they encode."""
        looked_for = (self.secrets | self.in_forms) - but
        return {secret for secret in looked_for if any(way in kept for way in _ways(secret))}

    def shown_in_refusals(self) -> set[str]:
        """The secrets that a refusal repeated."""
        shown = "\n".join(self.refusals).encode()
        return {secret for secret in self.secrets if secret.encode() in shown}


def _ways(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    token = _TOKEN.match(secret)
    random = token[1] if token else secret
    if len(random) == SECRET_LENGTH:
        yield random.encode()
        yield urlsafe_b64decode(random + "=")
        yield urlsafe_b64decode(random + "=").hex().encode()


def dump(database: Path) -> bytes:
    """Every value of every column of every table, the search index's inner ones included."""
    with sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values = (value for table in tables for row in db.execute(f'SELECT * FROM "{table}"') for value in row)
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
