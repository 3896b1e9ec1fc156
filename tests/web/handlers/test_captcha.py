"""Challenges for the check before a grant."""

import altcha
import pytest

from admittance.web.captcha.characters import new_challenge
from tests.oauth.world import World

pytestmark = pytest.mark.anyio


def _name(world: World) -> str:
    services = world.services
    return new_challenge(services.keys.captcha, services.new_secret(), services.clock.now()).name


async def test_work_for_the_widget(world: World) -> None:
    """The challenge is one that the widget's library takes and solves, and no cache keeps it."""
    answer = await world.call("GET", "/captcha/challenge")
    assert answer.headers["cache-control"] == "no-store"
    assert altcha.solve_challenge(altcha.Challenge.from_dict(answer.json())) is not None


@pytest.mark.parametrize(
    ("kind", "content_type", "begins"), [("image", "image/png", b"\x89PNG"), ("audio", "audio/wav", b"RIFF")]
)
async def test_five_characters_to_see_or_hear(world: World, kind: str, content_type: str, begins: bytes) -> None:
    """One name gives the same five characters as a picture and as speech; no cache keeps either."""
    answer = await world.call("GET", f"/captcha/{kind}/{_name(world)}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert answer.content.startswith(begins)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("kind", ["image", "audio"])
async def test_a_name_that_is_not_ours_draws_nothing(world: World, kind: str) -> None:
    """A made-up name, a changed one and one that is over are 404: nobody makes the server draw at will."""
    name = _name(world)
    ends, secret, seal = name.split(".")
    for other in ("x", f"{int(ends) + 1}.{secret}.{seal}", f"{ends}.{secret}.{'0' * 16}"):
        assert (await world.call("GET", f"/captcha/{kind}/{other}")).status_code == 404
    world.pass_time(601)
    assert (await world.call("GET", f"/captcha/{kind}/{name}")).status_code == 404
