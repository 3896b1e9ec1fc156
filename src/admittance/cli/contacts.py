"""`admittance contacts`: contacts from a CSV file, and into one."""

from pathlib import Path
from typing import Annotated

import typer

from admittance.cli.options import Data
from admittance.cli.stop import or_stop, stop
from admittance.wiring.cannot_start import CannotStart

contacts = typer.Typer(help="Contacts from a CSV file, and into one.", no_args_is_help=True)
Account = Annotated[int, typer.Option(help="The account's hub id.")]


@contacts.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file whose first row names the columns.")],
    account: Account,
    column: Annotated[
        list[str] | None, typer.Option(help="TITLE=property, where a title doesn't say which. Repeat it.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="utf-8, utf-16 or cp1252, where the file doesn't say.")] = None,
    skip: Annotated[bool, typer.Option("--skip", help="Skip contacts that exist; otherwise update them.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="All rows or none.")] = False,
    report: Annotated[Path | None, typer.Option(help="Where to write the row-by-row report, as CSV.")] = None,
    data: Data = Path("var"),
) -> None:
    """Import contacts. Nothing half imported stays: Ctrl+C undoes it. Run it while the server is stopped.

    An import of the account that a stopped server left behind is finished first.

    Exit code 1 when nothing was imported.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from admittance.usecases.imports.csv_file import Encoding
    from admittance.wiring.contacts import Going, ImportAsked, import_contacts

    if encoding is not None and encoding not in tuple(Encoding):
        stop(f"--encoding is one of {', '.join(Encoding)}")
    pairs = [one.partition("=") for one in column or ()]
    if any(not sign for _, sign, _ in pairs):
        stop("--column is written as TITLE=property")
    asked = ImportAsked(
        account_id=account,
        file=file,
        columns={title: name for title, _, name in pairs},
        encoding=Encoding(encoding) if encoding else None,
        skip=skip,
        whole=whole,
        report=report,
    )
    looks = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*looks, transient=True) as progress:
        bar = progress.add_task("checking", total=None)

        def told(going: Going) -> None:
            one, whose = going.one, "an earlier import of the account: " if going.earlier else ""
            progress.update(bar, description=f"{whose}{one.state.value}", completed=one.looked, total=one.rows or None)

        over = import_contacts(data, asked, told)
    ended = or_stop(over)
    for line in ended.lines:
        typer.echo(line)
    if not ended.done:
        raise typer.Exit(1)


@contacts.command(name="export")
def export_file(
    account: Account,
    to: Annotated[Path, typer.Argument(help="The file to write.")],
    data: Data = Path("var"),
) -> None:
    """Write all contacts of an account as CSV. Run it while the server is stopped.

    A value that a spreadsheet would run as a formula gets an apostrophe before it; an import takes it away again.
    """
    from admittance.wiring.contacts import export_contacts

    try:
        with to.open("xb") as file:
            written = export_contacts(data, account, file)
    except OSError as problem:
        stop(f"{to} can't be written: {problem.strerror}")
    if isinstance(written, CannotStart):
        to.unlink()
    typer.echo(f"{to} written: {or_stop(written)} contacts.")
