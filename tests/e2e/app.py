"""What an app's own server does, over the wire and with nothing but HTTP."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

from msgspec import Struct

from admittance.demo.links import VERIFIER


class Answer(Struct, frozen=True):
    """A status with its JSON body."""

    status: int
    body: dict[str, Any]


def came_back(url: str) -> dict[str, str]:
    """The parameters that a redirect brought the app."""
    return dict(parse_qsl(urlsplit(url).query))


def redeem(address: str, app: dict[str, Any], code: str) -> Answer:
    """Exchange a code at the token endpoint; strict and public apps add the verifier of the demo's links."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": app["redirect_uris"][0],
        "client_id": app["client_id"],
    }
    if app["client_secret"]:
        form["client_secret"] = app["client_secret"]
    if app["profile"] != "compatible":
        form["code_verifier"] = VERIFIER
    return send(Request(f"{address}/oauth/v1/token", data=urlencode(form).encode()))


def call(address: str, path: str, token: str) -> Answer:
    """A call to the API with an access token."""
    return send(Request(f"{address}{path}", headers={"Authorization": f"Bearer {token}"}))


def send(request: Request) -> Answer:
    """The answer, whatever its status."""
    try:
        with urlopen(request, timeout=30) as answer:
            return Answer(answer.status, json.loads(answer.read()))
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, json.loads(refused.read()))
