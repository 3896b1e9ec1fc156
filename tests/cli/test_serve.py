"""`admittance serve`: what keeps it from starting."""

from pathlib import Path

from tests.command import admittance
from tests.e2e.server import free_port, serving


def test_the_demos_data_are_for_the_demo_only(copy: Path) -> None:
    """A plain start on data that --demo made is refused: everybody knows the passwords in them."""
    done = admittance("serve", "--data", copy, "--port", str(free_port()))
    assert done.returncode == 1
    assert "was made by --demo: everybody knows its passwords" in done.stderr
    assert "admittance init" in done.stderr


def test_a_clock_far_ahead_waits_for_the_operator(copy: Path, tmp_path: Path) -> None:
    """A forward jump of over a day at start-up stops the server until the operator confirms it; once is enough."""
    clock = tmp_path / "clock"
    clock.write_text(str(3 * 24 * 3600))
    done = admittance("serve", "--demo", "--data", copy, "--port", str(free_port()), "--clock", clock)
    assert done.returncode == 1
    assert "--confirm-clock" in done.stderr
    with serving(copy, "--demo", "--clock", str(clock), "--confirm-clock"):
        pass
    with serving(copy, "--demo", "--clock", str(clock)) as server:
        assert server.process.poll() is None
