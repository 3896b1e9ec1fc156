"""How a command ends when it cannot go on: one sentence on standard error, exit code 1."""

from typing import NoReturn

import typer


def stop(message: str) -> NoReturn:
    """Say what is in the way and leave."""
    typer.echo(f"admittance: {message}", err=True)
    raise typer.Exit(1)
