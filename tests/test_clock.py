"""The one clock."""

import time
from pathlib import Path

from admittance.clock import Clock


def test_time_never_runs_back_past_what_was_committed() -> None:
    """Now is the later of the clock and the latest time ever committed (product section 5)."""
    ahead = time.time_ns() // 1_000_000 + 7_200_000
    assert Clock(lambda: ahead).now() == ahead


def test_the_offset_file_moves_the_clock(tmp_path: Path) -> None:
    """The demo's file holds seconds to add; it is read at each look and may be absent or spoiled."""
    file = tmp_path / "offset"
    clock = Clock(lambda: 0, file)
    plain = clock.now()
    file.write_text("3600\n")
    assert clock.now() - plain >= 3_600_000
    file.write_text("soon")
    assert clock.now() - plain < 3_600_000
