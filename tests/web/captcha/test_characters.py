"""Five characters for whoever has no script."""

import secrets
import wave
from io import BytesIO

from admittance.web.captcha.characters import (
    ALPHABET,
    LASTS,
    audio_of,
    characters_of,
    check_characters,
    image_of,
    new_challenge,
    read_challenge,
)
from admittance.web.captcha.proof_of_work import Proof, WrongProof

KEY = b"k" * 32
NOW = 1_790_000_000_000


def test_the_characters_pass_whatever_their_case() -> None:
    """Typing what is shown passes; case and spaces don't matter."""
    challenge = new_challenge(KEY, secrets.token_urlsafe(32), NOW)
    shown = characters_of(KEY, challenge)
    assert isinstance(check_characters(KEY, challenge.name, shown, NOW), Proof)
    assert isinstance(check_characters(KEY, challenge.name, f" {shown[:2]} {shown[2:].lower()} ", NOW), Proof)


def test_anything_else_does_not() -> None:
    """Other characters, too few, none, or other letters of the world are wrong."""
    challenge = new_challenge(KEY, secrets.token_urlsafe(32), NOW)
    shown = characters_of(KEY, challenge)
    wrong = ["", shown[:4], shown + "A", shown[::-1] + "A", "ÅÄÖÅÄ", "\0" * 5]
    assert [check_characters(KEY, challenge.name, typed, NOW) for typed in wrong] == [WrongProof()] * len(wrong)


def test_a_name_lasts_ten_minutes_and_cannot_be_made_up() -> None:
    """The end of a challenge's life is part of its sealed name."""
    challenge = new_challenge(KEY, secrets.token_urlsafe(32), NOW)
    shown = characters_of(KEY, challenge)
    assert check_characters(KEY, challenge.name, shown, NOW + LASTS) == WrongProof(expired=True)
    later = challenge.name.replace(str(challenge.ends), str(challenge.ends + 1))
    assert read_challenge(KEY, later) is None
    assert [read_challenge(KEY, name) for name in ("", "..", "1.2.3", challenge.name + "0")] == [None] * 4


def test_no_two_characters_look_alike() -> None:
    """0 and O, 1 and I are left out; every character is equally likely."""
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("0O1I") & set(ALPHABET)


def test_they_can_be_seen_and_heard() -> None:
    """The image is a PNG of the promised size, the voice a WAV of some seconds."""
    picture = image_of("K7MR4")
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 160
    with wave.open(BytesIO(audio_of("K7MR4"))) as voice:
        assert voice.getnframes() / voice.getframerate() > 2
