"""`admittance backup` and `admittance restore`."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.options import Data
from admittance.cli.stop import or_stop


def backup(to: Annotated[Path, typer.Argument(help="The file to write.")], data: Data = Path("var")) -> None:
    """Copy the database while the server runs. The keys beside it are not in the copy: keep keys.json safe yourself."""
    from admittance.wiring.keeping import back_up, finding_in_words

    made = or_stop(back_up(data, to))
    for finding in made.findings:
        typer.echo(f"the audit chains don't verify: {finding_in_words(finding)}", err=True)
    typer.echo(f"{to} written: {made.size:,} bytes, {made.audit_rows} audit rows.")
    typer.echo(f"{data / 'keys.json'} is not in it: keep that file apart, and safe.")
    if made.findings:
        raise typer.Exit(1)


def restore(
    backup_file: Annotated[Path, typer.Argument(help="The backup to put in place.")], data: Data = Path("var")
) -> None:
    """Put a backup in place of the database of a stopped server.

    Everybody signs in again and every app is connected again: nothing that was revoked since comes back.
    """
    from admittance.wiring.keeping import put_back

    or_stop(put_back(data, backup_file))
    typer.echo(f"{backup_file} restored. Sessions, codes, tokens and connections from before are over.")
