"""`admittance demo`: what is in the demo world."""

from typing import Annotated

import typer

from admittance.cli.called_as import called_as


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON, for scripts.")] = False,
    port: Annotated[int, typer.Option(help="The port the demo server runs on.", min=1, max=65535)] = 8400,
    base_url: Annotated[
        str | None, typer.Option(help="The address it runs at, if that is another.", envvar="ADMITTANCE_BASE_URL")
    ] = None,
) -> None:
    """Print the demo world's accounts, people, apps and one ready link per outcome."""
    from admittance.demo.describe import demo_json, demo_text

    at = (base_url or f"http://127.0.0.1:{port}").rstrip("/")
    typer.echo(demo_json(at) if as_json else demo_text(at, called_as()))
