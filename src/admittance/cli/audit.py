"""`admittance audit`: check the chains, and write down where they stand."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.options import Data
from admittance.cli.stop import or_stop, stop

audit = typer.Typer(help="The chained record of every decision and change.", no_args_is_help=True)


@audit.command()
def verify(
    data: Data = Path("var"),
    checkpoint: Annotated[Path | None, typer.Option(help="A checkpoint made earlier, to compare with.")] = None,
) -> None:
    """Find any edit, removal or reordering. Without a checkpoint a loss at the very end cannot be seen."""
    from admittance.wiring.keeping import finding_in_words, verified

    report = or_stop(verified(data, checkpoint))
    for finding in report.findings:
        typer.echo(finding_in_words(finding))
    if report.findings:
        raise typer.Exit(1)
    unseen = "a loss at the very end shows only against a checkpoint"
    compared = "and agree with the checkpoint" if checkpoint else unseen
    typer.echo(f"{report.rows} rows in {len(report.heads)} chains verify; {compared}.")


@audit.command(name="checkpoint")
def make_checkpoint(
    data: Data = Path("var"),
    to: Annotated[Path | None, typer.Option(help="Where to write it; standard output otherwise.")] = None,
) -> None:
    """Export count and head of every chain. Keep it away from the server."""
    from admittance.wiring.keeping import checkpoint_text

    text = or_stop(checkpoint_text(data))
    if to is None:
        typer.echo(text)
        return
    try:
        to.write_text(text + "\n")
    except OSError as problem:
        stop(f"{to} can't be written: {problem.strerror}")
    typer.echo(f"{to} written.")
