"""`admittance help-feedback`: what readers say of the help."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.stop import stop

Data = Annotated[Path, typer.Option(help="The data directory.", envvar="ADMITTANCE_DATA_DIR")]


def help_feedback(
    article: Annotated[str | None, typer.Argument(help="One article; all of them otherwise.")] = None,
    comments: Annotated[int, typer.Option(help="How many comments of each article, the newest first.", min=0)] = 20,
    data: Data = Path("var"),
) -> None:
    """Count which help articles were helpful, and show the comments."""
    from admittance.wiring.help_feedback import feedback_text
    from admittance.wiring.parts import CannotStart

    told = feedback_text(data, article, comments)
    if isinstance(told, CannotStart):
        stop(told.message)
    typer.echo(told)
