"""The real command, as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ADMITTANCE = (sys.executable, "-m", "admittance")
PATIENCE_S = 60
"""How long a slow machine may take before a test gives up. Nothing is measured by it."""


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without settings of Admittance, but for `more`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ADMITTANCE_")}
    return clean | dict(more or {})


def admittance(
    *arguments: str | Path, env: Mapping[str, str] | None = None, given: str = ""
) -> "subprocess.CompletedProcess[str]":
    """One command run to its end, with `given` on standard input. Whatever happens, nobody sees a traceback."""
    done = subprocess.run(
        [*ADMITTANCE, *map(str, arguments)],
        env=environment(env),
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def told(done: "subprocess.CompletedProcess[str]") -> Any:
    """What a command printed, as JSON."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
