"""Forms with a file (RFC 7578), read a piece at a time: a few fields first, then the file, in bounded memory."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

LONGEST_HEAD = 4 * 1024
_BOUNDARY = re.compile(
    r"""boundary=(?:"([0-9A-Za-z'()+_,./:=? -]{1,70})"|([0-9A-Za-z'()+_,./:=?-]{1,70}))\s*(?:;|\Z)"""
)
_DISPOSITION = re.compile(rb"content-disposition:[ \t]*form-data[ \t]*;", re.IGNORECASE)
_SETTING = re.compile(rb';[ \t]*([a-z]+)="((?:[^"\\\r\n]|\\.)*)"', re.IGNORECASE)


class PartBegins(Struct, frozen=True):
    """A field begins; `filename` None for one that is no file."""

    name: str
    filename: str | None


class Malformed(Struct, frozen=True):
    """No such form can be read. Nothing follows."""


Event: TypeAlias = PartBegins | bytes | Malformed
"""A part's beginning, or some of its content."""


class _At(Enum):
    START = 0
    AFTER_DELIMITER = 1
    HEAD = 2
    CONTENT = 3
    END = 4


def boundary_of(content_type: str) -> bytes | None:
    """What separates the parts; None where the content type doesn't say."""
    found = _BOUNDARY.search(content_type)
    return None if found is None else (found[1] or found[2]).encode("ascii")


class MultipartReader:
    """Takes bytes, gives events. Holds no more than a part's head, or a boundary that is cut in two."""

    def __init__(self, boundary: bytes) -> None:
        self._delimiter = b"\r\n--" + boundary
        # The first boundary has no line end before it: one is put there, so that all look alike.
        self._held = b"\r\n"
        self._at = _At.START
        self.complete = False
        """Whether the last boundary was there."""

    def feed(self, data: bytes) -> Iterator[Event]:
        """What `data` brings."""
        self._held += data
        while self._at is not _At.END:
            before = (self._at, len(self._held))
            event = self._step()
            if event is not None:
                yield event
            if isinstance(event, Malformed):
                self._at = _At.END
                return
            if before == (self._at, len(self._held)):
                return

    def _step(self) -> Event | None:
        match self._at:
            case _At.START:
                return self._start()
            case _At.AFTER_DELIMITER:
                return self._after_delimiter()
            case _At.HEAD:
                return self._head()
            case _At.CONTENT:
                return self._content()
            case _At.END:
                return None

    def _start(self) -> Event | None:
        if len(self._held) < len(self._delimiter):
            return None
        if not self._held.startswith(self._delimiter):
            return Malformed()
        self._go(_At.AFTER_DELIMITER, len(self._delimiter))
        return None

    def _after_delimiter(self) -> Event | None:
        if len(self._held) < 2:
            return None
        if self._held.startswith(b"--"):
            self._go(_At.END, 2)
            self.complete = True
        elif self._held.startswith(b"\r\n"):
            self._go(_At.HEAD, 2)
        else:
            return Malformed()
        return None

    def _head(self) -> Event | None:
        end = self._held.find(b"\r\n\r\n")
        if end < 0:
            return Malformed() if len(self._held) > LONGEST_HEAD else None
        part = _part_of(self._held[:end])
        # The line end stays: an empty part is followed by its boundary at once.
        self._go(_At.CONTENT, end + 4)
        return part

    def _content(self) -> Event | None:
        end = self._held.find(self._delimiter)
        if end >= 0:
            content = self._held[:end]
            self._go(_At.AFTER_DELIMITER, end + len(self._delimiter))
            return content or None
        sure = len(self._held) - len(self._delimiter) + 1
        if sure <= 0:
            return None
        content = self._held[:sure]
        self._held = self._held[sure:]
        return content

    def _go(self, to: _At, taken: int) -> None:
        self._at = to
        self._held = self._held[taken:]


def _part_of(head: bytes) -> PartBegins | Malformed:
    line = next((line for line in head.split(b"\r\n") if _DISPOSITION.match(line)), b"")
    settings = {key.lower(): value for key, value in _SETTING.findall(line)}
    try:
        name = settings[b"name"].decode("utf-8")
        filename = settings.get(b"filename")
        return PartBegins(name, None if filename is None else filename.decode("utf-8", "replace"))
    except (KeyError, UnicodeDecodeError):
        return Malformed()
