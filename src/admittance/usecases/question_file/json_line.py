"""One line of JSON, read strictly: what two readers could understand differently is a mistake."""

import json
from typing import Any, NoReturn, TypeAlias

from msgspec import Struct

LONGEST_LINE = 1 << 20
"""Bytes: room for a question with a whole catalogue in it."""
LARGEST_NUMBER = 1 << 53
"""Above this, readers of JSON disagree about whole numbers (RFC 8259 section 6)."""


class JsonLine(Struct, frozen=True):
    """What the line says: a mapping, list, text, number, boolean or None."""

    value: Any


JsonLineResult: TypeAlias = JsonLine | str
"""The value, or one lower-case sentence that says why there is none."""


def read_json_line(line: bytes, *, first: bool = False) -> JsonLineResult:
    """Read one line of UTF-8. `first`: a byte order mark may stand before it.

    Mistakes: too long, not UTF-8, not JSON, a key twice in one object, a number beyond 2^53, NaN, half a surrogate
    pair.
    """
    if len(line) > LONGEST_LINE:
        return f"the line is longer than {LONGEST_LINE} bytes"
    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
        value = json.loads(text, object_pairs_hook=_each_key_once, parse_int=_whole_number, parse_constant=_refuse)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as problem:
        return f"the line is not JSON: {problem.msg[:1].lower()}{problem.msg[1:]} at column {problem.colno}"
    except UnicodeDecodeError as problem:
        return f"the line is not UTF-8: byte {problem.start + 1}"
    except UnicodeEncodeError:
        return "the line holds half a surrogate pair (\\ud800 to \\udfff), which is no character"
    except RecursionError:
        return "the line is nested too deeply"
    except _StrictError as problem:
        return str(problem)
    return JsonLine(value)


class _StrictError(Exception):
    """Leaves the parser, which takes no other answer from its hooks."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in values if keys.count(key) > 1)
        raise _StrictError(f"the key `{twice[:200]}` stands twice in one object")
    return values


def _whole_number(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_NUMBER:
        raise _StrictError(f"the number {digits[:20]}… is too large" if len(digits) > 20 else f"{digits} is too large")
    return int(digits)


def _refuse(constant: str) -> NoReturn:
    raise _StrictError(f"{constant} is not JSON")
