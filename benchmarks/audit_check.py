"""After the load: whatever Admittance acknowledged stands in an audit chain that verifies."""

import subprocess
import sys
from pathlib import Path

from benchmarks.load import WrongAnswerError


def verify(data: Path) -> str:
    """What `admittance audit verify` says about a data directory. Raises WrongAnswerError where a chain is broken."""
    command = [sys.executable, "-m", "admittance", "audit", "verify", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise WrongAnswerError(f"the audit chain does not verify: {done.stdout}{done.stderr}")
    return done.stdout.strip()
