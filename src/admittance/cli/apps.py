"""`admittance apps`: what only the operator can do to an app."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.stop import stop

apps = typer.Typer(help="Change an app's settings.", no_args_is_help=True)
Data = Annotated[Path, typer.Option(help="The data directory.", envvar="ADMITTANCE_DATA_DIR")]


@apps.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The app-hsmeta.json.")],
    client_id: Annotated[str | None, typer.Option(help="Which app; without it the one of the file's name.")] = None,
    data: Data = Path("var"),
) -> None:
    """Publish a new version of an app's settings. Waiting cases whose cause is gone close. Run it while the server is
    stopped.
    """
    from admittance.wiring.apps import publish as publish_file
    from admittance.wiring.parts import CannotStart

    said = publish_file(data, file, client_id)
    if isinstance(said, CannotStart):
        stop(said.message)
    typer.echo(said)
