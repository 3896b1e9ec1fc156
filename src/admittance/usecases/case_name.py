"""The short name of a case: what people read out to each other; and the addresses that carry it."""

from urllib.parse import quote

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to mistake."""
_MISHEARD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BITS = 20
# Odd, therefore invertible: neighbours get names that don't look alike, and no name says how many came before.
_SCATTER, _GATHER = 0x9E375, pow(0x9E375, -1, 1 << _BITS)


def case_name(number: int) -> str:
    """ "C-7Q4M" for a case id; longer above a million."""
    high, low = number >> _BITS, number & ((1 << _BITS) - 1)
    scattered = (high << _BITS) | ((low * _SCATTER) & ((1 << _BITS) - 1))
    digits = ""
    while scattered or len(digits) < 4:
        scattered, digit = divmod(scattered, 32)
        digits = _ALPHABET[digit] + digits
    return f"C-{digits}"


def case_number(name: str) -> int | None:
    """The case id of a name, however it was typed; None where it is no name."""
    text = name.strip().upper().removeprefix("C-").translate(_MISHEARD)
    if not 4 <= len(text) <= 12 or any(letter not in _ALPHABET for letter in text):
        return None
    scattered = 0
    for letter in text:
        scattered = scattered * 32 + _ALPHABET.index(letter)
    high, low = scattered >> _BITS, scattered & ((1 << _BITS) - 1)
    return (high << _BITS) | ((low * _GATHER) & ((1 << _BITS) - 1))


def case_path(account_id: int, case_id: int) -> str:
    """The page of a refused attempt, by the name that people read out to each other."""
    return f"/accounts/{account_id}/cases/{case_name(case_id)}"


def case_link_path(case_id: int) -> str:
    """The case as a link to hand on: it names no account, and leads each reader to their own part of it."""
    return f"/cases/{case_name(case_id)}"


def console_path(client_id: str) -> str:
    """An app's page for its developers."""
    return f"/console/apps/{quote(client_id, safe='')}"


def console_case_path(client_id: str, case_id: int) -> str:
    """A refused attempt's page for the app's developers."""
    return f"{console_path(client_id)}/refusals/{case_name(case_id)}"
