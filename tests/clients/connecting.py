"""A connection for clients that bring no code flow of their own."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from tests.clients.apps import COMPATIBLE, ELSEWHERE
from tests.clients.person import Person
from tests.clients.serving import Site


def connected(site: Site, person: Person, scope: str) -> Any:
    """The token answer after `person` granted `scope` to the compatible app."""
    asked = {"client_id": COMPATIBLE.client_id, "redirect_uri": ELSEWHERE, "scope": scope}
    arrived = parse_qs(urlsplit(person.grant(f"{site.address}/oauth/authorize?{urlencode(asked)}")).query)
    form = {
        "grant_type": "authorization_code",
        "code": arrived["code"][0],
        "redirect_uri": ELSEWHERE,
        "client_id": COMPATIBLE.client_id,
        "client_secret": COMPATIBLE.client_secret,
    }
    answer = httpx.post(f"{site.address}/oauth/v1/token", data=form, trust_env=False)
    assert answer.status_code == 200, answer.text
    return answer.json()
