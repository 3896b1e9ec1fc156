"""Telephone numbers as people write them, and as a telephone dials them (ITU-T E.164, RFC 3966).

No table of the world's numbering plans: a number that names its country is known exactly, and one that doesn't is
dialled as it stands, because only the line it is dialled from can tell which country is meant.
"""

import re

from msgspec import Struct

_EXTENSION = re.compile(r"\s*(?:ext\.?|extension|anknytning|ankn\.?|x|#|;ext=)\s*([0-9]{1,10})\s*\Z", re.IGNORECASE)
_WRITTEN = re.compile(r"[+0-9(][0-9\s()./\u00a0\u2010-\u2015-]*\Z")
_TRUNK_ZERO = re.compile(r"\(0\)")
_FEWEST, _MOST = 3, 15
"""Digits: E.164 has at most 15; under three is no number to call."""


class Dialable(Struct, frozen=True):
    """A number that can be called. `digits` is what is dialled; `e164` ("+4685550102") is None where the country isn't
    known. `extension` is dialled afterwards.
    """

    digits: str
    e164: str | None = None
    extension: str = ""

    @property
    def uri(self) -> str:
        """`tel:+4685550102;ext=12` (RFC 3966)."""
        extension = f";ext={self.extension}" if self.extension else ""
        return f"tel:{self.e164 or self.digits}{extension}"


def dialable(text: str) -> Dialable | None:
    """The number that `text` writes; None where it is none, as with letters in it."""
    extension = _EXTENSION.search(text)
    main = (text[: extension.start()] if extension else text).strip()
    if not _WRITTEN.match(main):
        return None
    named = main.startswith(("+", "00"))
    bare = re.sub(r"[^0-9]", "", _TRUNK_ZERO.sub("", main) if named else main)
    bare = bare.removeprefix("00") if main.startswith("00") else bare
    if not _FEWEST <= len(bare) <= _MOST:
        return None
    after = extension.group(1) if extension else ""
    # No country code begins with 0.
    return Dialable(bare, f"+{bare}" if named and bare[0] != "0" else None, after)
