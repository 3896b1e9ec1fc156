"""How a command ends when it cannot go on: one sentence on standard error, exit code 1."""

from typing import NoReturn, TypeVar

import typer

from admittance.wiring.cannot_start import CannotStart

T = TypeVar("T")


def stop(message: str) -> NoReturn:
    """Say what is in the way and leave."""
    typer.echo(f"admittance: {message}", err=True)
    raise typer.Exit(1)


def or_stop(told: T | CannotStart) -> T:
    """What was asked for; where it can't be had, say why and leave."""
    if isinstance(told, CannotStart):
        stop(told.message)
    return told
