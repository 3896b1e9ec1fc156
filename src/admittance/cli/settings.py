"""`admittance settings`: the settings table."""

from typing import Annotated

import typer


def settings(
    markdown: Annotated[bool, typer.Option(help="As the table of docs/settings.md.")] = False,
) -> None:
    """Print every setting with its variable, default and purpose."""
    from admittance.config import TABLE, Settings, settings_page

    if markdown:
        typer.echo(settings_page(), nl=False)
        return
    defaults = Settings()
    for setting in TABLE:
        typer.echo(f"{setting.variable} [{getattr(defaults, setting.field)!s}]\n    {setting.about}")
