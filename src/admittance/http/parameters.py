"""Queries and forms, read strictly: UTF-8 or nothing, each repeated name remembered, no more than a given number."""

from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import unquote_to_bytes, urlencode

import msgspec
from msgspec import Struct


class WhyUnreadable(StrEnum):
    """Why parameters could not be read."""

    NOT_UTF8 = "not_utf8"
    TOO_MANY = "too_many"
    NOT_JSON = "not_json"
    NOT_STRINGS = "not_strings"


class Unreadable(Struct, frozen=True):
    """Nothing of it may be used."""

    why: WhyUnreadable


class Parameters(Struct, frozen=True):
    """Names and values in the order in which they came, percent-decoded. `repeated` are the names that came twice."""

    pairs: tuple[tuple[str, str], ...] = ()
    first: dict[str, str] = {}
    repeated: frozenset[str] = frozenset()

    def get(self, name: str) -> str | None:
        """The value; None where it is absent or empty (RFC 6749 section 3.1: an empty one counts as omitted)."""
        return self.first.get(name) or None

    def raw(self, name: str) -> str | None:
        """The value, also an empty one."""
        return self.first.get(name)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name that may come several times, such as a tick box."""
        return tuple(value for key, value in self.pairs if key == name)

    def twice(self, names: Iterable[str]) -> str | None:
        """The first of `names` that came more than once (RFC 6749 section 3.1)."""
        return next((name for name in names if name in self.repeated), None) if self.repeated else None

    def query(self) -> str:
        """Written as a query again, everything percent-encoded."""
        return urlencode(self.pairs)

    def __repr__(self) -> str:
        return f"Parameters({', '.join(sorted(set(self.first) & _HARMLESS))}, …)"


_HARMLESS = frozenset({"client_id", "grant_type", "redirect_uri", "response_type", "scope", "optional_scope"})
"""Names, not values, that may show in a repr; others may come from an attacker."""

NONE = Parameters()


def collect(pairs: Iterable[tuple[str, str]]) -> Parameters:
    """Parameters of decoded pairs."""
    kept = tuple(pairs)
    first = dict(kept)
    if len(first) == len(kept):
        return Parameters(kept, first)
    first = {}
    repeated: set[str] = set()
    for name, value in kept:
        if name in first:
            repeated.add(name)
        else:
            first[name] = value
    return Parameters(kept, first, frozenset(repeated))


def read_encoded(raw: bytes, most: int) -> Parameters | Unreadable:
    """A query or an urlencoded form. A `%` without two hex digits stands for itself, as in browsers."""
    if not raw:
        return NONE
    if raw.count(b"&") >= most:
        return Unreadable(WhyUnreadable.TOO_MANY)
    try:
        return collect([_pair(part) for part in raw.split(b"&") if part])
    except UnicodeDecodeError:
        return Unreadable(WhyUnreadable.NOT_UTF8)


def _pair(part: bytes) -> tuple[str, str]:
    if b"%" in part or b"+" in part:
        name, _, value = part.partition(b"=")
        return _decoded(name), _decoded(value)
    plain, _, text = part.decode("utf-8").partition("=")  # nearly all that apps send
    return plain, text


def _decoded(text: bytes) -> str:
    text = text.replace(b"+", b" ")
    if b"%" in text:
        text = unquote_to_bytes(text)
    return text.decode("utf-8")


_flat = msgspec.json.Decoder(dict[str, str])


def read_json_object(raw: bytes, most: int) -> Parameters | Unreadable:
    """A JSON object of strings; nested values and anything else are unreadable. Repeated keys are remembered."""
    try:
        first = _flat.decode(raw)
    except msgspec.ValidationError:
        return Unreadable(WhyUnreadable.NOT_STRINGS)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Unreadable(WhyUnreadable.NOT_JSON)
    if len(first) > most:
        return Unreadable(WhyUnreadable.TOO_MANY)
    return _with_repeated(raw, most)


def _with_repeated(raw: bytes, most: int) -> Parameters | Unreadable:
    import json

    # The object is known to be flat by now, so that the standard library's recursion is no concern; it alone can show
    # a key that stands there twice.
    pairs: list[tuple[str, str]] = json.loads(raw, object_pairs_hook=list)
    if len(pairs) > most:
        return Unreadable(WhyUnreadable.TOO_MANY)
    if any(not _encodes(text) for pair in pairs for text in pair):
        return Unreadable(WhyUnreadable.NOT_UTF8)
    return collect(pairs)


def _encodes(text: str) -> bool:
    """False for a lone surrogate, which no UTF-8 can carry on."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
