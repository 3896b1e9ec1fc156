"""`admittance users`: what only the operator can do for a person."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.options import Data
from admittance.cli.stop import or_stop

users = typer.Typer(help="Help a person back in.", no_args_is_help=True)


@users.command(name="reset-password")
def reset_password(email: Annotated[str, typer.Argument(help="Who.")], data: Data = Path("var")) -> None:
    """Print a link, good for one hour and one use, to choose a new password. Run it while the server is stopped."""
    from admittance.wiring.operator import issue_reset_link

    typer.echo(or_stop(issue_reset_link(data, email)))
