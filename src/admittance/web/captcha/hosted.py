"""reCAPTCHA, hCaptcha and Turnstile: one protocol, three addresses."""

import asyncio
import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from msgspec import Struct

from admittance.config import CaptchaKind

TIMEOUT_S = 8


class Service(Struct, frozen=True):
    """Where a service verifies, which form field carries its answer, and what its widget needs."""

    verify_url: str
    field: str
    widget: str
    script_url: str
    sources: tuple[str, ...]


SERVICES = {
    CaptchaKind.RECAPTCHA: Service(
        "https://www.google.com/recaptcha/api/siteverify",
        "g-recaptcha-response",
        "g-recaptcha",
        "https://www.google.com/recaptcha/api.js",
        ("https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"),
    ),
    CaptchaKind.HCAPTCHA: Service(
        "https://api.hcaptcha.com/siteverify",
        "h-captcha-response",
        "h-captcha",
        "https://js.hcaptcha.com/1/api.js",
        ("https://hcaptcha.com", "https://*.hcaptcha.com"),
    ),
    CaptchaKind.TURNSTILE: Service(
        "https://challenges.cloudflare.com/turnstile/v0/siteverify",
        "cf-turnstile-response",
        "cf-turnstile",
        "https://challenges.cloudflare.com/turnstile/v0/api.js",
        ("https://challenges.cloudflare.com",),
    ),
}


async def verified(verify_url: str, secret: str, response: str) -> bool | None:
    """What the service says of `response`; None where it can't be reached. It remembers used answers itself."""
    return await asyncio.to_thread(_ask, verify_url, secret, response)


def _ask(verify_url: str, secret: str, response: str) -> bool | None:
    body = urlencode({"secret": secret, "response": response}).encode()
    # The address is one of the table above or the operator's setting, never a caller's.
    request = Request(verify_url, data=body, headers={"content-type": "application/x-www-form-urlencoded"})
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:
            said = json.loads(answer.read(65_536))
    except (OSError, ValueError):
        return None
    return isinstance(said, dict) and said.get("success") is True
