"""Options and arguments that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path, typer.Option(help="The data directory.", envvar="ADMITTANCE_DATA_DIR")]
ClientId = Annotated[str, typer.Argument(help="The app's client id.")]
