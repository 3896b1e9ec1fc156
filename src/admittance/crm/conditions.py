"""Headers that make a write conditional: `If-Match` (RFC 9110 section 13.1.1) and `Idempotency-Key`."""

import re

from admittance.crm.problem import Problem, invalid
from admittance.http.request import Request

_VERSION = re.compile(r'(?:W/)?"?([0-9]{1,15})"?\Z')
_KEY = re.compile(r"[\x20-\x7e]{1,255}\Z")


def wanted_version(request: Request) -> int | Problem | None:
    """The version that the record must still have; None where any will do."""
    text = request.header(b"if-match")
    if text is None or text.strip() == "*":
        return None
    found = _VERSION.match(text.strip())
    return int(found[1]) if found else invalid("If-Match holds the version that an ETag header gave")


def idempotency_key(request: Request) -> str | Problem | None:
    """The key under which this request may be repeated; None where there is none."""
    text = request.header(b"idempotency-key")
    if text is None:
        return None
    if request.header_count(b"idempotency-key") > 1 or not _KEY.match(text):
        return invalid("Idempotency-Key is one header of 1 to 255 printable ASCII characters")
    return text
