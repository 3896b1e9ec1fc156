"""HTML that apps write into notes and calls, as the words that it says."""

import re
from collections.abc import Iterator
from html import unescape

_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "blockquote"})
_UNREAD = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}
# INVARIANT: no part can match over a "<", so a text of any kind is gone through once. The standard library's parser
# takes minutes for 64 KB of "<a " and raises on "<![".
_TAG = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]*>|<[!?/][^<>]*>")
_REFERENCE = re.compile(r"&#?[0-9A-Za-z]{1,32};")


def plain_lines(text: str) -> tuple[str, ...]:
    """What a note or a call says, without its markup: apps write it as HTML, people as it comes."""
    lines = (" ".join(line.split()) for line in "".join(_words(text)).splitlines())
    return tuple(line for line in lines if line)


def _words(text: str) -> Iterator[str]:
    """The words; what begins a new line does so, and what nobody reads is left out."""
    at = 0
    while (found := _TAG.search(text, at)) is not None:
        yield _read(text[at : found.start()])
        name = (found[2] or "").lower()
        at = found.end()
        if found[0] == "<!--":
            at = _behind(text.find("-->", at), 3, text)
        elif name in _UNREAD and not found[1]:
            closing = _UNREAD[name].search(text, at)
            at = closing.start() if closing else len(text)
        elif name in _BREAKS:
            yield "\n"
    yield _read(text[at:])


def _behind(place: int, length: int, text: str) -> int:
    return len(text) if place < 0 else place + length


def _read(text: str) -> str:
    return _REFERENCE.sub(lambda found: unescape(found[0]), text)
