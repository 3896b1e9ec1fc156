"""What people write about a case: to a fixer, or back."""

import unicodedata

from msgspec import Struct

from admittance.usecases.case_records import LONGEST_TEXT


class TextTooLong(Struct, frozen=True):
    """More than `most` characters. Nothing was done."""

    most: int = LONGEST_TEXT


def clean_text(text: str) -> str | TextTooLong:
    """`text` in NFC with plain line ends, without control characters and outer space."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in plain if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs"))
    kept = kept.strip()
    return TextTooLong() if len(kept) > LONGEST_TEXT else kept
