"""Logs: one JSON object a line, on standard error. No path, query, header or body ever enters them.

Written here in thirty lines rather than by structlog, which costs a fifth of a second at start (decision 0012).
"""

import asyncio
import logging
import sys
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import IntEnum
from typing import Any, BinaryIO

import msgspec

from admittance.clock import log_time

_encode = msgspec.json.Encoder().encode


class Level(IntEnum):
    """How much a line matters, numbered as in the standard library."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40


_WORDS = {int(level): level.name.lower() for level in Level}


class _Output:
    """Where lines go, for the whole process."""

    def __init__(self) -> None:
        self.level = Level.INFO
        self._write: Callable[[bytes], object] = sys.stderr.buffer.write
        self._flush: Callable[[], object] = sys.stderr.buffer.flush
        self._waiting: deque[bytes] = deque()
        self._called: asyncio.AbstractEventLoop | None = None
        """The loop that will flush at the end of its turn."""

    def to(self, target: BinaryIO) -> None:
        """Write there from now on."""
        self.flush()
        self._write, self._flush = target.write, target.flush

    def add(self, line: bytes) -> None:
        """Write the line at the end of the event loop's turn: those of requests that are answered together go together,
        which under load saves each of them a system call. Without a loop, at once.
        """
        self._waiting.append(line)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.flush()
            return
        if self._called is not loop:
            self._called = loop
            loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write what waits."""
        self._called = None
        lines = []
        while self._waiting:  # taken one by one: other threads may be adding theirs
            lines.append(self._waiting.popleft())
        with suppress(OSError):  # a full disk behind the log is no reason to fail the request
            self._write(b"".join(lines))
            self._flush()


_output = _Output()


class Logger:
    """The logger of one area."""

    __slots__ = ("_area",)

    def __init__(self, area: str) -> None:
        self._area = area

    def info(self, event: str, **said: Any) -> None:
        """Something that is meant to happen."""
        self.log(Level.INFO, event, said)

    def warning(self, event: str, **said: Any) -> None:
        """Something an operator may want to look at."""
        self.log(Level.WARNING, event, said)

    def error(self, event: str, **said: Any) -> None:
        """Something that is broken."""
        self.log(Level.ERROR, event, said)

    def log(self, level: int, event: str, said: Mapping[str, Any]) -> None:
        """One line. `event` is a word of ours; `said` holds plain JSON values and nothing a caller sent."""
        if level < _output.level:
            return
        word = _WORDS.get(level) or str(level)
        line = _encode({"at": log_time(), "level": word, "area": self._area, "event": event, **said}) + b"\n"
        _output.add(line)
        if level > Level.INFO:  # what is wrong is told before it can get worse
            _output.flush()


_loggers: dict[str, Logger] = {}


def logger(area: str) -> Logger:
    """The logger of one area ("access", "server", "mail")."""
    if (found := _loggers.get(area)) is None:
        found = _loggers[area] = Logger(area)
    return found


def configure_logs(level: str = "info", to: BinaryIO | None = None) -> None:
    """Set the process up to log at `level` and above; uvicorn's own errors go the same way."""
    _output.level = Level[level.upper()]
    _output.to(to or sys.stderr.buffer)
    server = logging.getLogger("uvicorn.error")
    server.handlers = [_Forward()]
    server.propagate = False
    # A caller can cause uvicorn's warnings at will, and the access log has what they say.
    server.setLevel(max(_output.level, logging.ERROR))


def frames_of(problem: BaseException) -> list[str]:
    """Where `problem` came from, innermost last. Its message is left out: it may quote what a caller sent."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(problem.__traceback__)]


class _Forward(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        said: dict[str, Any] = {}
        if record.exc_info and record.exc_info[1] is not None:
            said = {"error": type(record.exc_info[1]).__name__, "frames": frames_of(record.exc_info[1])}
        logger("server").log(record.levelno, record.msg if isinstance(record.msg, str) else "server", said)
