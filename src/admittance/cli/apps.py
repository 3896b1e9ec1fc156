"""`admittance apps`: which apps there are, who develops them, and a new version of their settings."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.client_secret import end_old_secret, replace_secret
from admittance.cli.options import ClientId, Data
from admittance.cli.stop import or_stop
from admittance.cli.webhook import webhook

apps = typer.Typer(help="The apps, their developers and their settings.", no_args_is_help=True)
apps.add_typer(webhook, name="webhook")


@apps.command(name="list")
def list_apps(data: Data = Path("var")) -> None:
    """Print every app with its developers; also while a server runs."""
    from admittance.wiring.developers import apps_text

    typer.echo(or_stop(apps_text(data)))


@apps.command(name="add-developer")
def add_developer(
    client_id: ClientId,
    email: Annotated[str, typer.Argument(help="Who. Somebody new needs --name, and gets a link to choose a password.")],
    name: Annotated[str, typer.Option(help="Their first and last name, where they are new here.")] = "",
    data: Data = Path("var"),
) -> None:
    """Let a person see the app's refusals at /console. They need no account. Run it while the server is stopped."""
    from admittance.wiring.developers import add_app_developer

    typer.echo(or_stop(add_app_developer(data, client_id, email, name)))


@apps.command(name="remove-developer")
def remove_developer(
    client_id: ClientId, email: Annotated[str, typer.Argument(help="Who.")], data: Data = Path("var")
) -> None:
    """Take an app away from a developer: they find nothing of it any more. Run it while the server is stopped."""
    from admittance.wiring.developers import remove_app_developer

    typer.echo(or_stop(remove_app_developer(data, client_id, email)))


@apps.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The app-hsmeta.json.")],
    client_id: Annotated[str | None, typer.Option(help="Which app; without it the one of the file's name.")] = None,
    data: Data = Path("var"),
) -> None:
    """Publish a new version of an app's settings; waiting cases whose cause is gone close.

    Run it while the server is stopped.
    """
    from admittance.wiring.apps import publish as publish_file

    typer.echo(or_stop(publish_file(data, file, client_id)))


apps.command(name="replace-secret")(replace_secret)
apps.command(name="end-old-secret")(end_old_secret)
