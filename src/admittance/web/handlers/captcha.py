"""Challenges for the check before a grant."""

import asyncio
from collections.abc import Callable

from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import NO_STORE, NOSNIFF, Response, json_response
from admittance.http.services import Services
from admittance.web.captcha.characters import audio_of, characters_of, image_of, read_challenge
from admittance.web.captcha.proof_of_work import new_challenge
from admittance.web.shape import people_shape

_DRAWING = asyncio.Semaphore(2)
"""Drawing and speaking take tens of milliseconds each: two at once, the others wait their turn."""


async def challenge(services: Services, request: Request) -> Response:
    """GET /captcha/challenge: work for the widget."""
    return json_response(new_challenge(services.keys.captcha, services.clock.now()))


async def image(services: Services, request: Request) -> Response:
    """GET /captcha/image/{name}."""
    return await _made(services, request, image_of, b"image/png")


async def audio(services: Services, request: Request) -> Response:
    """GET /captcha/audio/{name}."""
    return await _made(services, request, audio_of, b"audio/wav")


async def _made(services: Services, request: Request, make: Callable[[str], bytes], kind: bytes) -> Response:
    found = read_challenge(services.keys.captcha, request.path_values["name"])
    if found is None or found.ends <= services.clock.now():
        return people_shape(services)(request, NOT_FOUND)
    characters = characters_of(services.keys.captcha, found)
    async with _DRAWING:
        made = await asyncio.to_thread(make, characters)
    return Response(200, ((b"content-type", kind), NO_STORE, NOSNIFF), made)
