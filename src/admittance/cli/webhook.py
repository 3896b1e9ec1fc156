"""`admittance apps webhook`: where an app is told what happens, and what."""

import os
from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.options import ClientId, Data
from admittance.cli.stop import or_stop, stop

webhook = typer.Typer(help="Where an app is told what happens, and what.", no_args_is_help=True)


@webhook.command()
def show(client_id: ClientId, data: Data = Path("var")) -> None:
    """Print address, events and the newest attempts; also while a server runs."""
    from admittance.wiring.webhook_commands import webhook_text

    typer.echo(or_stop(webhook_text(data, client_id)))


@webhook.command(name="set")
def set_(
    client_id: ClientId,
    url: Annotated[str, typer.Option(help="The address, https.")] = "",
    event: Annotated[
        list[str] | None, typer.Option(help="contact.creation, contact.propertyChange:email …; may come several times.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A webhooks-hsmeta.json instead of --url and --event.")] = None,
    secret_env: Annotated[
        str, typer.Option(help="The variable that holds the app's client secret; asked for otherwise.")
    ] = "ADMITTANCE_CLIENT_SECRET",
    data: Data = Path("var"),
) -> None:
    """Set where and what, replacing what was set. Run it while the server is stopped.

    Requests are signed with the app's client secret, which is kept encrypted; an empty one keeps the one that is there.
    """
    from msgspec.structs import replace

    from admittance.usecases.webhooks.subscribing import AskedWebhook
    from admittance.wiring.webhook_commands import asked_by_file, set_app_webhook

    if (file is None) == (not url):
        stop("give either --url with --event, or --file")
    asked = or_stop(asked_by_file(file) if file is not None else AskedWebhook(url=url, wanted=tuple(event or ())))
    secret = os.environ.get(secret_env)
    if secret is None:
        secret = typer.prompt("Client secret", default="", hide_input=True, show_default=False)
    typer.echo(or_stop(set_app_webhook(data, client_id, replace(asked, secret=secret or None))))


@webhook.command()
def remove(client_id: ClientId, data: Data = Path("var")) -> None:
    """Send nothing more; what waits is forgotten. Run it while the server is stopped."""
    from admittance.wiring.webhook_commands import remove_app_webhook

    typer.echo(or_stop(remove_app_webhook(data, client_id)))


@webhook.command(name="send-again")
def send_again(
    client_id: ClientId,
    attempt: Annotated[int, typer.Argument(help="The attempt's number, as show prints it.", min=1)],
    data: Data = Path("var"),
) -> None:
    """Let the events of an attempt go once more, taken or not. Run it while the server is stopped."""
    from admittance.wiring.webhook_commands import send_app_webhook_again

    typer.echo(or_stop(send_app_webhook_again(data, client_id, attempt)))
