"""`admittance backup` and `admittance restore`."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.stop import stop

Data = Annotated[Path, typer.Option(help="The data directory.", envvar="ADMITTANCE_DATA_DIR")]


def backup(to: Annotated[Path, typer.Argument(help="The file to write.")], data: Data = Path("var")) -> None:
    """Copy the database while the server runs. The keys beside it are not in the copy: keep keys.json safe yourself."""
    from admittance.wiring import backup_database

    problem = backup_database(data, to)
    if problem is not None:
        stop(problem)
    typer.echo(f"{to} written and verified. {data / 'keys.json'} is not in it: keep that file apart, and safe.")


def restore(
    backup_file: Annotated[Path, typer.Argument(help="The backup to put in place.")], data: Data = Path("var")
) -> None:
    """Put a backup in place of the database of a stopped server.

    Everybody signs in again and every app is connected again: nothing that was revoked since comes back.
    """
    from admittance.wiring import restore_database

    problem = restore_database(data, backup_file)
    if problem is not None:
        stop(problem)
    typer.echo(f"{backup_file} restored. Sessions, codes, tokens and connections from before are over.")
