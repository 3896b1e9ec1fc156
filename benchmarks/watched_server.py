"""Admittance's command under cProfile, from SIGUSR1 on: starting up and importing stay out of the picture."""

import cProfile
import signal
import sys

from admittance.__main__ import main


def watch(stats: str, arguments: list[str]) -> None:
    """Run `admittance` with `arguments` and write what was seen to the file `stats`."""
    profiler = cProfile.Profile()
    signal.signal(signal.SIGUSR1, lambda *_: profiler.enable())
    sys.argv[1:] = arguments
    try:
        main()
    finally:
        profiler.disable()
        profiler.dump_stats(stats)


if __name__ == "__main__":
    watch(sys.argv[1], sys.argv[2:])
