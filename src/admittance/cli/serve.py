"""`admittance serve`: run the server."""

import os
from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.called_as import called_as
from admittance.cli.stop import stop
from admittance.config import BadSetting, read_settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="With the demo world, on loopback only.")] = False,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.", min=0, max=65535)] = None,
    data: Annotated[Path | None, typer.Option(help="The data directory.")] = None,
    captcha: Annotated[str | None, typer.Option(help="altcha, recaptcha, hcaptcha, turnstile or off.")] = None,
    base_url: Annotated[str | None, typer.Option(help="The address people and apps use.")] = None,
    clock: Annotated[
        Path | None, typer.Option(help="A file with seconds to add to the clock (with --demo only).")
    ] = None,
    confirm_clock: Annotated[
        bool, typer.Option("--confirm-clock", help="The clock is right, though it is far ahead of the data.")
    ] = False,
) -> None:
    """Serve people, apps and the API until SIGTERM; what was acknowledged is on disk."""
    if clock is not None and not demo:
        stop("--clock moves time for everybody and goes only with --demo")
    chosen: dict[str, object] = {"host": host, "port": port, "captcha": captcha, "base_url": base_url}
    chosen["data_dir"] = str(data) if data else None
    if demo:
        chosen |= {"product_name": "Harbor", "change_plans": True}
    settings = read_settings(os.environ, **chosen)
    if isinstance(settings, BadSetting):
        stop(settings.message)
    if demo and settings.host not in LOOPBACK:  # also where the environment chose it
        stop("--demo has passwords everybody knows and listens on loopback only")
    from admittance.wiring.server import run_server

    problem = run_server(settings, called_as(), demo=demo, clock_file=clock, clock_confirmed=confirm_clock)
    if problem is not None:
        stop(problem.message)
