"""Where to go on after signing in or out: a path on this server, and nowhere else (attack case 54)."""

import re

LONGEST = 32 * 1024
"""Characters: an install URL with an 8 KB state, percent-encoded."""
_OWN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*\Z")


def own_path(text: str | None, otherwise: str = "/") -> str:
    """`text` if it is a path (with its query) on this server; else `otherwise`.

    One slash first and no second one, no backslash anywhere (browsers read it as a slash), no control character or
    space (browsers drop some of them), no empty segment that could turn into `//host` when dots are resolved.
    """
    if not text or len(text) > LONGEST or not _OWN.match(text):
        return otherwise
    path = text.partition("?")[0].partition("#")[0]
    return otherwise if "//" in path else text
