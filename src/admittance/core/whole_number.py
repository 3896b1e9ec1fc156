"""Whole numbers as people, browsers and apps write them into addresses, forms and bodies."""


def whole_number(text: str | None, *, digits: int = 15) -> int | None:
    """The number that `text` writes in at most `digits` decimal digits; None for anything else, and for no text.

    ASCII digits alone: `int` takes every script's, signs, blanks and underscores, and fails at thousands of digits.
    """
    return int(text) if text and len(text) <= digits and text.isascii() and text.isdigit() else None
