"""Five characters in an image, or spoken: for whoever has no script.

Nothing is stored for a challenge that is only shown: its name is random, and the characters follow from the name and a
key of the server. What is answered rightly is remembered until the name's life is over.
"""

import re
from hashlib import sha256
from hmac import compare_digest, digest

from msgspec import Struct

from admittance.core import lifetimes
from admittance.web.captcha.proof_of_work import Proof, WrongProof

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I. Thirty-two, so that five bits choose one evenly."""
COUNT = 5
LASTS = 10 * lifetimes.MINUTE
_NAME = re.compile(r"([0-9]{1,15})\.([A-Za-z0-9_-]{22,43})\.([0-9a-f]{16})\Z")


class Challenge(Struct, frozen=True):
    """A challenge by its public name."""

    name: str
    ends: int


def new_challenge(key: bytes, secret: str, now: int) -> Challenge:
    """A challenge named after a fresh random `secret`."""
    ends = now + LASTS
    return Challenge(f"{ends}.{secret}.{_seal(key, ends, secret)}", ends)


def read_challenge(key: bytes, name: str) -> Challenge | None:
    """The challenge of that name; None for a name that this server did not give."""
    match = _NAME.match(name)
    if match is None:
        return None
    ends, secret, seal = int(match[1]), match[2], match[3]
    return Challenge(name, ends) if compare_digest(seal, _seal(key, ends, secret)) else None


def characters_of(key: bytes, challenge: Challenge) -> str:
    """What the image shows and the voice says."""
    bits = int.from_bytes(digest(key, f"characters:{challenge.name}".encode(), "sha256")[:4], "big")
    return "".join(ALPHABET[(bits >> 5 * place) & 31] for place in range(COUNT))


def check_characters(key: bytes, name: str, typed: str, now: int) -> Proof | WrongProof:
    """Whether `typed` are the characters; case and spaces don't matter."""
    challenge = read_challenge(key, name)
    if challenge is None:
        return WrongProof()
    if challenge.ends <= now:
        return WrongProof(expired=True)
    plain = "".join(typed.split()).upper()
    if not plain.isascii() or not compare_digest(plain, characters_of(key, challenge)):
        return WrongProof()
    return Proof(proof_digest(challenge), challenge.ends)


def proof_digest(challenge: Challenge) -> bytes:
    """Under which an answer to the challenge, right or wrong, is remembered."""
    return sha256(f"characters:{challenge.name}".encode()).digest()


def image_of(characters: str) -> bytes:
    """A PNG, 160 by 60. Slow (tens of milliseconds): not for the event loop."""
    from captcha.image import ImageCaptcha  # why here: it brings Pillow, which nothing else needs

    return bytes(ImageCaptcha(width=160, height=60).generate(characters).getvalue())


def audio_of(characters: str) -> bytes:
    """A WAV of the characters spoken in English. Slow: not for the event loop."""
    from captcha.audio import AudioCaptcha

    return bytes(AudioCaptcha().generate(characters))


def _seal(key: bytes, ends: int, secret: str) -> str:
    return digest(key, f"characters name:{ends}.{secret}".encode(), "sha256").hex()[:16]
