"""`admittance demo`: what is in the demo world."""

from typing import Annotated

import typer


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON, for scripts.")] = False,
    base_url: Annotated[
        str, typer.Option(help="The address the demo server runs at.", envvar="ADMITTANCE_BASE_URL")
    ] = "http://127.0.0.1:8400",
) -> None:
    """Print the demo world's accounts, people, apps and one ready link per outcome."""
    from admittance.demo.describe import demo_json, demo_text

    typer.echo(demo_json(base_url.rstrip("/")) if as_json else demo_text(base_url.rstrip("/")))
