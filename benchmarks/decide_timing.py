"""Runs `decide_bench` in the peers' environment and makes ratios of what it prints."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from statistics import median

from msgspec import Struct

from benchmarks.installing import HERE, PYTHON
from benchmarks.rounds import Ratio, ratio


class DecideTimes(Struct, frozen=True):
    """`seconds`: engine -> seconds a decision, one number a round. `reasons`: mean number in a refusal. `once`: seconds
    a decision of ours where each case is decided a single time.
    """

    worlds: int
    reasons: float
    once: float
    seconds: Mapping[str, Sequence[float]]

    def microseconds(self, engine: str) -> float:
        """Median over the rounds."""
        return median(self.seconds[engine]) * 1e6

    def ratio(self, engine: str, peer: str) -> Ratio:
        """How many times as many decisions `engine` takes in the same time as `peer`."""
        return ratio(self.seconds[peer], self.seconds[engine])

    def fastest(self, *engines: str) -> str:
        """The one with the lowest median."""
        return min(engines, key=self.microseconds)


def time_decisions(rounds: int, seconds: float) -> DecideTimes:
    """One process for all engines, `seconds` for each in each round."""
    env = {
        **os.environ,
        "PYTHONPATH": f"{HERE.parent / 'src'}{os.pathsep}{HERE.parent}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [str(PYTHON), "-m", "benchmarks.decide_bench", str(rounds), str(seconds)]
    done = subprocess.run(command, cwd=HERE.parent, env=env, check=True, stdout=subprocess.PIPE)
    return DecideTimes(**json.loads(done.stdout))
