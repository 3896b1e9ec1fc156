"""Logs: one JSON object a line, on standard error. No path, query, header or body ever enters them."""

import logging
import sys
import traceback
from typing import Any, BinaryIO

import msgspec
import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

_encode = msgspec.json.Encoder().encode


def configure_logs(level: str = "info", to: BinaryIO | None = None) -> None:
    """Set the process up to log at `level` and above; uvicorn's own warnings go the same way."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper("iso", utc=True), _render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(to or sys.stderr.buffer),
        cache_logger_on_first_use=False,
    )
    server = logging.getLogger("uvicorn.error")
    server.handlers = [_Forward()]
    server.propagate = False
    # A caller can cause uvicorn's warnings at will, and the access log has what they say.
    server.setLevel(max(number, logging.ERROR))


def logger(area: str) -> FilteringBoundLogger:
    """The logger of one area ("access", "server")."""
    made: FilteringBoundLogger = structlog.get_logger().bind(area=area)
    return made


def frames_of(problem: BaseException) -> list[str]:
    """Where `problem` came from, innermost last. Its message is left out: it may quote what a caller sent."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(problem.__traceback__)]


def _render(_logger: WrappedLogger, _name: str, event: EventDict) -> bytes:
    return _encode(event)


class _Forward(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        said: dict[str, Any] = {}
        if record.exc_info and record.exc_info[1] is not None:
            said = {"error": type(record.exc_info[1]).__name__, "frames": frames_of(record.exc_info[1])}
        logger("server").log(record.levelno, record.msg if isinstance(record.msg, str) else "server", **said)
