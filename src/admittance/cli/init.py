"""`admittance init`: the first account, its Super Admin and an app, without any demo."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.called_as import called_as
from admittance.cli.options import Data
from admittance.cli.stop import or_stop


def init(
    account_name: Annotated[str, typer.Option("--account", help="The account's name.", prompt="Account name")],
    email: Annotated[str, typer.Option(help="The Super Admin's e-mail.", prompt="Super Admin's e-mail")],
    name: Annotated[str, typer.Option(help="The Super Admin's first and last name.", prompt="Their name")],
    app_name: Annotated[str, typer.Option("--app", help="The app's name.", prompt="App name")],
    redirect_uri: Annotated[str, typer.Option(help="Where the app takes codes.", prompt="App's redirect URI")],
    scopes: Annotated[str, typer.Option(help="The app's required scopes, space separated.")] = "oauth",
    compatible: Annotated[bool, typer.Option(help="For an integration written for HubSpot.")] = False,
    domain: Annotated[str, typer.Option(help="The account's domain.")] = "",
    password_env: Annotated[
        str, typer.Option(help="The variable that holds the password; asked for otherwise.")
    ] = "ADMITTANCE_INIT_PASSWORD",
    data: Data = Path("var"),
) -> None:
    """Make a new database with one account, its Super Admin and one app; print the app's credentials once."""
    from admittance.wiring.first_run import FirstRun, initialise

    password = os.environ.get(password_env) or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    first = FirstRun(
        account_name=account_name,
        domain=domain,
        email=email,
        name=name,
        password=password,
        app_name=app_name,
        redirect_uri=redirect_uri,
        scopes=scopes,
        compatible=compatible,
    )
    made = or_stop(initialise(data, first))
    typer.echo(f"Account {made.account_id}: {account_name}, Super Admin {email}.")
    typer.echo(f"App {app_name}: client id {made.client_id}, client secret {made.client_secret}")
    command = called_as()
    typer.echo(f"{email} develops it, too; see: {command} apps --help")
    typer.echo(f"The secret is shown this once. Start the server with: {command} serve --data {shlex.quote(str(data))}")
