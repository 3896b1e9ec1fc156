"""`admittance why`: the full decision for a person, an app and an account."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.options import Data
from admittance.cli.stop import or_stop


def why(
    account: Annotated[int, typer.Argument(help="The account's hub id.")],
    email: Annotated[str, typer.Argument(help="The person.")],
    client_id: Annotated[str, typer.Argument(help="The app.")],
    scope: Annotated[str | None, typer.Option(help="As in the install link; the whole manifest otherwise.")] = None,
    optional_scope: Annotated[str | None, typer.Option(help="As in the install link.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As data, in the shape of docs/decide.md.")] = False,
    data: Data = Path("var"),
) -> None:
    """Could this person connect this app to this account right now, and if not, why not? Nothing is changed.

    Exit code 0 for yes, 3 for no.
    """
    from admittance.wiring.operator import WhyAsked, answer_why

    asked = WhyAsked(account_id=account, email=email, client_id=client_id, scope=scope, optional_scope=optional_scope)
    answer = or_stop(answer_why(data, asked))
    typer.echo(answer.json() if as_json else answer.text())
    if not answer.granted:
        raise typer.Exit(3)
