"""The one place that reads the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path


class Clock:
    """Milliseconds since the epoch that never run backwards past what was committed (product section 5).

    `floor` gives the latest time ever committed; `offset_file` holds seconds to add (demo only).
    """

    def __init__(self, floor: Callable[[], int], offset_file: Path | None = None) -> None:
        self._floor = floor
        self._offset_file = offset_file

    def now(self) -> int:
        """The later of the clock and the latest committed time, in ms UTC."""
        return max(time.time_ns() // 1_000_000 + self._offset(), self._floor())

    def _offset(self) -> int:
        if self._offset_file is None:
            return 0
        try:
            return int(float(self._offset_file.read_text().strip() or "0") * 1000)
        except (OSError, ValueError):
            return 0


def log_time() -> str:
    """The wall clock for a log line, ISO 8601 in UTC. It decides nothing, so it is not held to what was committed."""
    second, ms = divmod(time.time_ns() // 1_000_000, 1000)
    return f"{_second(second)}.{ms:03d}+00:00"


@lru_cache(1)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
