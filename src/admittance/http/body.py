"""Which kind of body a request carries, and its fields."""

from enum import StrEnum

from admittance.http.parameters import NONE, Parameters, Unreadable, read_encoded, read_json_object
from admittance.http.request import Request


class BodyType(StrEnum):
    """Kinds of body that a route may accept."""

    FORM = "application/x-www-form-urlencoded"
    JSON = "application/json"
    MULTIPART = "multipart/form-data"


_EXACT = {kind.value.encode(): kind for kind in BodyType}
_NO_CODING = frozenset({b"", b"identity"})
_CHARSETS = frozenset({"utf-8", "utf8"})
_OF_FORMS = _CHARSETS | {"iso-8859-1", "us-ascii"}
"""What clients call a form that is percent-encoded, hence ASCII; it is read as UTF-8 whatever it is called."""


def body_type(request: Request) -> BodyType | None:
    """What the content type says; None for any other, for two of them, for a charset that is not UTF-8, and for a body
    that is compressed: none is taken apart here, so nobody can send little that becomes much.
    """
    found: bytes | None = None
    for name, value in request.headers:
        if name == b"content-type":
            if found is not None:
                return None
            found = value
        elif name == b"content-encoding" and value.lower() not in _NO_CODING:
            return None
    if found is None:
        return None
    return _EXACT.get(found) or _parsed(found.decode("latin-1"))


def _parsed(text: str) -> BodyType | None:
    media, *settings = (part.strip() for part in text.split(";"))
    found = _EXACT.get(media.lower().encode("latin-1"))
    charsets = _OF_FORMS if found is BodyType.FORM else _CHARSETS
    for setting in settings:
        name, _, value = setting.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in charsets:
            return None
    return found


def fields(request: Request, most: int) -> Parameters | Unreadable:
    """The fields of a form or of a JSON object of strings. The dispatcher has checked the content type."""
    if not request.body:
        return NONE
    if body_type(request) is BodyType.JSON:
        return read_json_object(request.body, most)
    return read_encoded(request.body, most)
