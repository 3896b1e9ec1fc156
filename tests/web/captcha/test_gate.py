"""The check between Grant access and the grant, whichever one is set, on the real store."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import altcha
import pytest
from msgspec.structs import replace

from admittance.config import CaptchaKind
from admittance.http.install_flow import Asked, Gate, Passed, WhyAsked
from admittance.http.parameters import collect
from admittance.http.request import Request
from admittance.web.captcha import gate as gates
from admittance.web.captcha.characters import characters_of, new_challenge, read_challenge
from admittance.web.captcha.hosted import SERVICES
from admittance.web.captcha.proof_of_work import new_challenge as new_work
from tests.oauth.world import World

pytestmark = pytest.mark.anyio

REQUEST = Request(method="POST", template="/oauth/consent", path=b"/oauth/consent", query=b"", headers=(),
                  client="127.0.0.1", reference="test")  # fmt: skip


def _set(world: World, kind: CaptchaKind) -> None:
    settings = replace(world.services.settings, captcha=kind, captcha_secret_key="secret-key")
    world.services = replace(world.services, settings=settings)


async def _check(world: World, **fields: str) -> Gate:
    check = gates.ConsentCheck(world.services)
    return await check.check(REQUEST, collect(fields.items()), world.services.clock.now())


def _characters(world: World) -> tuple[str, str]:
    """A fresh challenge's name, and what a person would read in its picture."""
    services = world.services
    made = new_challenge(services.keys.captcha, services.new_secret(), services.clock.now())
    challenge = read_challenge(services.keys.captcha, made.name)
    assert challenge is not None
    return made.name, characters_of(services.keys.captcha, challenge)


def _work(world: World) -> str:
    """The widget's answer to a fresh challenge."""
    challenge = altcha.Challenge.from_dict(new_work(world.services.keys.captcha, world.services.clock.now()))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


async def test_switched_off_everybody_passes(world: World) -> None:
    """With the check off nothing is asked."""
    assert await _check(world) == Passed()


async def test_work_passes_once(world: World) -> None:
    """A solved challenge passes; used again it is over, in another form as well."""
    _set(world, CaptchaKind.ALTCHA)
    answer = _work(world)
    assert await _check(world, altcha=answer) == Passed()
    assert await _check(world, altcha=answer) == Asked(WhyAsked.EXPIRED)


async def test_no_work_is_asked_for(world: World) -> None:
    """Without an answer the check is needed; with nonsense it is wrong; too late it is over."""
    _set(world, CaptchaKind.ALTCHA)
    assert await _check(world) == Asked(WhyAsked.NEEDED)
    assert await _check(world, altcha="nonsense") == Asked(WhyAsked.WRONG)
    answer = _work(world)
    world.pass_time(601)
    assert await _check(world, altcha=answer) == Asked(WhyAsked.EXPIRED)


@pytest.mark.parametrize("kind", [CaptchaKind.ALTCHA, CaptchaKind.TURNSTILE])
async def test_characters_count_whatever_is_set(world: World, kind: CaptchaKind) -> None:
    """Not everybody has scripts: typed characters pass where another check is set, once, in any case and spacing."""
    _set(world, kind)
    name, read = _characters(world)
    typed = f" {read[:2].lower()} {read[2:]} "
    assert await _check(world, characters_challenge=name, characters=typed) == Passed()
    assert await _check(world, characters_challenge=name, characters=read) == Asked(WhyAsked.EXPIRED)


async def test_a_picture_has_one_try(world: World) -> None:
    """After a wrong answer the picture is spent: the right one no longer passes."""
    _set(world, CaptchaKind.ALTCHA)
    name, read = _characters(world)
    assert await _check(world, characters_challenge=name, characters="00000") == Asked(WhyAsked.WRONG)
    assert await _check(world, characters_challenge=name, characters=read) == Asked(WhyAsked.EXPIRED)


async def test_a_made_up_picture_is_wrong(world: World) -> None:
    """A name that this server did not give is answered like a wrong answer, and stores nothing."""
    _set(world, CaptchaKind.ALTCHA)
    assert await _check(world, characters_challenge="1.x.y", characters="AAAAA") == Asked(WhyAsked.WRONG)


async def test_others_can_be_asked_for(world: World) -> None:
    """New characters are no answer, right or wrong."""
    _set(world, CaptchaKind.ALTCHA)
    name, read = _characters(world)
    fields = {"answer": "new_characters", "characters_challenge": name, "characters": read}
    assert await _check(world, **fields) == Asked(WhyAsked.NEW_CHARACTERS)
    assert await _check(world, characters_challenge=name, characters=read) == Passed()


class _Service(BaseHTTPRequestHandler):
    """Speaks the one protocol of the hosted services: a POST of secret and response, JSON with `success`."""

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        right = sent.get("secret") == ["secret-key"] and sent.get("response") == ["a person"]
        body = b"no JSON" if sent.get("response") == ["garbled"] else json.dumps({"success": right}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def verify_url() -> Iterator[str]:
    """Where a service on loopback verifies: the real ones are out of a test's reach."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/siteverify"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("kind", list(SERVICES))
async def test_a_hosted_service_decides(
    world: World, monkeypatch: pytest.MonkeyPatch, verify_url: str, kind: CaptchaKind
) -> None:
    """The service is told our secret and the answer from its own field, and what it says counts."""
    service = replace(SERVICES[kind], verify_url=verify_url)
    monkeypatch.setitem(SERVICES, kind, service)
    _set(world, kind)
    assert await _check(world) == Asked(WhyAsked.NEEDED)
    assert await _check(world, **{service.field: "a person"}) == Passed()
    assert await _check(world, **{service.field: "a robot"}) == Asked(WhyAsked.WRONG)
    assert await _check(world, **{service.field: "garbled"}) == Asked(WhyAsked.UNREACHABLE)


async def test_a_service_that_is_away_keeps_nobody_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the service can't be reached the characters are asked for instead."""
    service = replace(SERVICES[CaptchaKind.HCAPTCHA], verify_url="http://127.0.0.1:9/siteverify")
    monkeypatch.setitem(SERVICES, CaptchaKind.HCAPTCHA, service)
    _set(world, CaptchaKind.HCAPTCHA)
    assert await _check(world, **{service.field: "a person"}) == Asked(WhyAsked.UNREACHABLE)
    slot = gates.slot_of(world.services, Asked(WhyAsked.UNREACHABLE))
    assert slot is not None
    name, read = _characters(world)
    assert await _check(world, characters_challenge=name, characters=read) == Passed()
