"""`make fuzz`: random requests by the hundred thousand. Usage: python -m tests.fuzz.run [--requests N] [--seed N]."""

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.requests import fuzz
from tests.fuzz.server import running

TURNS = 12
"""Requests of one draw (see `requests`)."""


def main() -> int:
    """1 when an answer was not what the document says."""
    asked = argparse.ArgumentParser(description="Random requests from the OpenAPI document against a real server.")
    asked.add_argument("--requests", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=0)
    options = asked.parse_args()
    logging.disable()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as target:
        run = fuzz(target, options.requests, options.seed, TURNS, lambda line: print(line, flush=True))
    for wrong in run.wrong:
        print(f"\n{wrong.operation}\n{wrong.what}")
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(run.statuses.items()))
    print(
        f"\n{run.sent} requests in {time.monotonic() - started:.0f} s ({statuses}); {len(run.wrong)} operations wrong"
    )
    return 1 if run.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
