"""ALTCHA: the browser does a second of work, the server checks it with one hash."""

import secrets
from hashlib import sha256

from msgspec import Struct

from admittance.core import lifetimes

ALGORITHM = "PBKDF2/SHA-256"
ITERATIONS = 2_000
FEWEST_TRIES, MOST_TRIES = 200, 600
LASTS = 10 * lifetimes.MINUTE
LONGEST_PAYLOAD = 4_096
"""Characters."""


class Proof(Struct, frozen=True):
    """A right answer: the digest under which it is remembered until `expires_at`, so that it works once."""

    digest: bytes
    expires_at: int


class WrongProof(Struct, frozen=True):
    """No right answer; `expired` where it was one."""

    expired: bool = False


def new_challenge(key: bytes, now: int) -> dict[str, object]:
    """A signed challenge as the widget takes it. When it ends stands in the signed data, by the server's clock."""
    import altcha

    challenge = altcha.create_challenge(
        ALGORITHM,
        ITERATIONS,
        counter=secrets.randbelow(MOST_TRIES - FEWEST_TRIES) + FEWEST_TRIES,
        data={"ends": now + LASTS},
        hmac_secret=key,
        hmac_key_secret=_key_secret(key),
    )
    answer: dict[str, object] = challenge.to_dict()
    return answer


def check_proof(key: bytes, payload: str, now: int) -> Proof | WrongProof:
    """Whether `payload` (base64 JSON from the widget) solves a challenge of ours that is still good."""
    import altcha

    if not payload or len(payload) > LONGEST_PAYLOAD:
        return WrongProof()
    try:
        solved = altcha.Payload.from_base64(payload)
        result = altcha.verify_solution(solved, key, hmac_key_secret=_key_secret(key))
        ends = (solved.challenge.parameters.data or {}).get("ends")
        signature = solved.challenge.signature
    except Exception:  # why: the library raises whatever a made-up payload trips over, and each means "no"
        return WrongProof()
    if not result.verified or not isinstance(ends, int) or not isinstance(signature, str):
        return WrongProof()
    if ends <= now:
        return WrongProof(expired=True)
    return Proof(sha256(f"altcha:{signature}".encode()).digest(), ends)


def _key_secret(key: bytes) -> bytes:
    return sha256(b"altcha derived key:" + key).digest()
