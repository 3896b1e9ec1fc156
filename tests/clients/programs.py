"""Clients in a process of their own: how a test talks with one.

A program writes a JSON object a line. `{"visit": url}` sends the person there and is answered with the address they end
at; `{"pass": seconds}` moves the server's clock and is answered with null; `{"done": …}` ends it.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.clients.person import Person
from tests.clients.serving import Site
from tests.command import PATIENCE_S, environment

NODE = Path(__file__).parent / "node"


class Program:
    """A client that runs."""

    def __init__(self, process: "subprocess.Popen[str]", said: Path) -> None:
        self._process = process
        self._said = said

    def hear(self) -> dict[str, Any]:
        """The next thing it says. What its libraries print on standard output is passed over."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                heard: dict[str, Any] = json.loads(line)
                return heard
        raise AssertionError(f"the client ended with {self._process.wait(PATIENCE_S)}: {self.errors}")

    def tell(self, what: Any) -> None:
        """One line for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        return self._said.read_text(encoding="utf-8")


@contextmanager
def running(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Program]:
    """`command` as a process, ended with the block."""
    said = folder / "client-stderr"
    with said.open("wb") as err:
        process = subprocess.Popen(
            command,
            cwd=NODE if command[0] == "node" else None,
            env=environment(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
        )
    with process:
        try:
            yield Program(process, said)
        finally:
            process.terminate()


def converse(program: Program, site: Site, person: Person, **given: Any) -> Any:
    """Give the program what it has to know, do what it asks for, and return what it is done with."""
    program.tell(given)
    while True:
        match program.hear():
            case {"visit": url}:
                program.tell(person.grant(url))
            case {"pass": seconds}:
                site.let_pass(seconds)
                program.tell(None)
            case {"done": found}:
                return found
            case other:
                raise AssertionError(f"the client said {other}")
