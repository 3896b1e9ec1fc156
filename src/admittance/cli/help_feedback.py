"""`admittance help-feedback`: what readers say of the help."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.options import Data
from admittance.cli.stop import or_stop


def help_feedback(
    article: Annotated[str | None, typer.Argument(help="One article; all of them otherwise.")] = None,
    comments: Annotated[int, typer.Option(help="How many comments of each article, the newest first.", min=0)] = 20,
    data: Data = Path("var"),
) -> None:
    """Count which help articles were helpful, and show the comments."""
    from admittance.wiring.help_feedback import feedback_text

    typer.echo(or_stop(feedback_text(data, article, comments)))
