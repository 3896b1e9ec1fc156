"""The check on the consent page: a script's, or five characters for everybody else."""

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from admittance.web.pages.parts import Hidden


class CharactersCheck(Struct, frozen=True, kw_only=True):
    """Five characters in an image and spoken. Works without JavaScript. `hidden` names the challenge."""

    image_url: str
    audio_url: str
    hidden: Hidden


class AltchaCheck(Struct, frozen=True, kw_only=True):
    """A proof of work in the browser, our own server's."""

    challenge_url: str
    characters: CharactersCheck


class HostedCheck(Struct, frozen=True, kw_only=True):
    """reCAPTCHA, hCaptcha or Turnstile: a script from `script_url` fills the element with class `widget`."""

    widget: str
    site_key: str
    script_url: str
    characters: CharactersCheck


CaptchaSlot: TypeAlias = AltchaCheck | HostedCheck | CharactersCheck


class CaptchaProblem(StrEnum):
    """Why the page is shown again."""

    NEEDED = "needed"
    WRONG = "wrong"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"


NEW_CHARACTERS = "new_characters"
"""Value of the consent form's `answer` that asks for other characters; ticks are kept."""
