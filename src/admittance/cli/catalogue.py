"""`admittance catalogue`: look after the catalogue file."""

from pathlib import Path
from typing import Annotated

import typer

catalogue = typer.Typer(help="The file that says which scope needs which permission and tool.", no_args_is_help=True)


@catalogue.command()
def check(file: Annotated[Path, typer.Argument(help="The catalogue file.")]) -> None:
    """Find every mistake in a catalogue, each with its line. Exit code 1 if there is one."""
    from admittance.catalogue.check import check_file

    mistakes = check_file(file)
    for mistake in mistakes:
        place = f"{file}:{mistake.line}" if mistake.line else str(file)
        typer.echo(f"{place}: {mistake.what}" + (f" — {mistake.hint}" if mistake.hint else ""))
    if mistakes:
        typer.echo(f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''} found.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{file}: no mistakes.")
