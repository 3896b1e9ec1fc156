"""`admittance apps replace-secret` and `end-old-secret`: an app's client secret, without an outage."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from admittance.cli.options import ClientId, Data
from admittance.cli.stop import or_stop

Until = Annotated[
    Literal["now", "1h", "24h", "7d"], typer.Option(help="How long the old one works: now, 1h, 24h or 7d.")
]
Keep = Annotated[
    Literal["newer", "older"],
    typer.Option(help="Where two work already: newer or older, whichever your servers use. The other ends at once."),
]


def replace_secret(
    client_id: ClientId, old_until: Until = "24h", keep: Keep = "newer", data: Data = Path("var")
) -> None:
    """Make a new client secret and print it once; the old one works for a while. Webhooks are signed with the new one.
    Run it while the server is stopped; the app's console does the same while it runs.
    """
    from admittance.usecases.client_secret import Kept, OldLasts, Replacement
    from admittance.wiring.secret_commands import replace_app_secret

    typer.echo(or_stop(replace_app_secret(data, client_id, Replacement(lasts=OldLasts(old_until), keep=Kept(keep)))))


def end_old_secret(client_id: ClientId, data: Data = Path("var")) -> None:
    """Let only the newest client secret count from now on. Run it while the server is stopped."""
    from admittance.wiring.secret_commands import end_old_app_secret

    typer.echo(or_stop(end_old_app_secret(data, client_id)))
