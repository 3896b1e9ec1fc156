"""`admittance apps`: which apps there are, who develops them, and a new version of their settings."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.client_secret import end_old_secret, replace_secret
from admittance.cli.stop import stop
from admittance.cli.webhook import webhook

apps = typer.Typer(help="The apps, their developers and their settings.", no_args_is_help=True)
apps.add_typer(webhook, name="webhook")
Data = Annotated[Path, typer.Option(help="The data directory.", envvar="ADMITTANCE_DATA_DIR")]
ClientId = Annotated[str, typer.Argument(help="The app's client id.")]


@apps.command(name="list")
def list_apps(data: Data = Path("var")) -> None:
    """Print every app with its developers; also while a server runs."""
    from admittance.wiring.developers import apps_text
    from admittance.wiring.parts import CannotStart

    told = apps_text(data)
    if isinstance(told, CannotStart):
        stop(told.message)
    typer.echo(told)


@apps.command(name="add-developer")
def add_developer(
    client_id: ClientId,
    email: Annotated[str, typer.Argument(help="Who. Somebody new needs --name, and gets a link to choose a password.")],
    name: Annotated[str, typer.Option(help="Their first and last name, where they are new here.")] = "",
    data: Data = Path("var"),
) -> None:
    """Let a person see the app's refusals at /console. They need no account. Run it while the server is stopped."""
    from admittance.wiring.developers import add_app_developer
    from admittance.wiring.parts import CannotStart

    told = add_app_developer(data, client_id, email, name)
    if isinstance(told, CannotStart):
        stop(told.message)
    typer.echo(told)


@apps.command(name="remove-developer")
def remove_developer(
    client_id: ClientId, email: Annotated[str, typer.Argument(help="Who.")], data: Data = Path("var")
) -> None:
    """Take an app away from a developer: they find nothing of it any more. Run it while the server is stopped."""
    from admittance.wiring.developers import remove_app_developer
    from admittance.wiring.parts import CannotStart

    told = remove_app_developer(data, client_id, email)
    if isinstance(told, CannotStart):
        stop(told.message)
    typer.echo(told)


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


apps.command(name="replace-secret")(replace_secret)
apps.command(name="end-old-secret")(end_old_secret)
