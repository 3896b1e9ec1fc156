"""Logs: one JSON object a line, and nothing that a caller sent."""

import asyncio
import io
import json
import logging
import threading
from typing import Any

import pytest

from admittance.http.logs import configure_logs, frames_of, logger


def lines(raw: io.BytesIO) -> list[dict[str, Any]]:
    """The lines so far."""
    return [json.loads(line) for line in raw.getvalue().splitlines()]


def test_a_line_is_one_json_object() -> None:
    """Time, level, area, event and what is said with it, one line each, however odd the text."""
    raw = io.BytesIO()
    configure_logs("info", raw)
    logger("access").info("request", route="/a\n/å", status=200)
    assert raw.getvalue().count(b"\n") == 1
    (line,) = lines(raw)
    assert line.pop("at").startswith("20")
    assert line == {"level": "info", "area": "access", "event": "request", "route": "/a\n/å", "status": 200}


def test_lines_below_the_level_are_left_out() -> None:
    """The setting says how much is worth a line."""
    raw = io.BytesIO()
    configure_logs("warning", raw)
    logger("server").info("left out")
    logger("server").warning("kept")
    logger("server").error("kept too")
    assert [line["event"] for line in lines(raw)] == ["kept", "kept too"]


def test_a_failure_is_told_without_its_message() -> None:
    """Frames say where; the message, which may quote a secret, is nowhere."""

    def fail() -> None:
        raise ValueError("hush")

    try:
        fail()
    except ValueError as problem:
        frames = frames_of(problem)
    assert frames[-1].endswith(" fail")
    assert "hush" not in "".join(frames)


def test_the_servers_own_errors_go_the_same_way() -> None:
    """uvicorn's errors become lines without their arguments, which may hold a caller's bytes; its warnings don't."""
    raw = io.BytesIO()
    configure_logs("info", raw)
    server = logging.getLogger("uvicorn.error")
    server.warning("Invalid HTTP request received.")
    try:
        raise RuntimeError("hush")
    except RuntimeError:
        server.error("Exception in %s", "hush", exc_info=True)
    (line,) = lines(raw)
    assert (line["area"], line["event"], line["error"]) == ("server", "Exception in %s", "RuntimeError")
    assert b"hush" not in raw.getvalue()


def test_lines_of_one_turn_go_together() -> None:
    """On an event loop harmless lines are written at the end of its turn, in order; what is wrong takes them along at
    once."""
    raw = io.BytesIO()
    configure_logs("info", raw)
    written: list[int] = []

    async def serve() -> None:
        logger("access").info("one")
        logger("access").info("two")
        written.append(len(lines(raw)))
        await asyncio.sleep(0)
        written.append(len(lines(raw)))
        logger("access").info("three")
        logger("server").error("four")
        written.append(len(lines(raw)))
        logger("access").info("five")

    asyncio.run(serve())
    asyncio.run(serve())  # another loop: nothing waits for the one that is gone

    assert written == [0, 2, 4, 5, 7, 9]
    assert [line["event"] for line in lines(raw)] == ["one", "two", "three", "four", "five"] * 2


def test_no_line_is_lost_between_threads() -> None:
    """Lines of several threads are all written, each whole."""
    raw = io.BytesIO()
    configure_logs("info", raw)

    def say(who: int) -> None:
        for number in range(200):
            logger("server").info("said", who=who, number=number)

    threads = [threading.Thread(target=say, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {(line["who"], line["number"]) for line in lines(raw)} == {(w, n) for w in range(4) for n in range(200)}


class Full(io.BytesIO):
    """A disk without room."""

    def write(self, _line: Any) -> int:
        """Fail."""
        raise OSError(28, "No space left on device")


def test_a_log_that_cannot_be_written_costs_nothing_else() -> None:
    """A full disk behind the log fails no request."""
    configure_logs("info", Full())
    logger("access").info("request")


def test_an_unknown_level_is_refused() -> None:
    """Half-configured is refused at the start."""
    with pytest.raises(KeyError):
        configure_logs("loud", io.BytesIO())
