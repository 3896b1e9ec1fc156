"""`admittance decide`: answer a file of questions."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.stop import stop


def decide(
    file: Annotated[Path, typer.Argument(help="A JSON Lines file of questions, or - for standard input.")],
) -> None:
    """Answer self-contained questions, a JSON line each, in the shape of docs/decide.md.

    A line that can't be read is answered with its mistake, and the next one goes on. Exit code 1 if there was one.
    """
    from admittance.usecases.answer_questions import answer_line

    try:
        lines = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as problem:
        stop(f"{file} can't be read: {problem.strerror}")
    mistakes = False
    with lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                answer = answer_line(line, number)
                mistakes = mistakes or answer.startswith(b'{"error"')
                sys.stdout.buffer.write(answer + b"\n")
    if mistakes:
        raise typer.Exit(1)
