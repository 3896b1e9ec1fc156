"""Uploaded files that wait in the data directory until their import is over."""

import asyncio
import os
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from admittance.config import Settings
from admittance.usecases.imports.records import Import

_FOLDER = "imports"


class Arriving(Struct, frozen=True):
    """A file that is being written. It has a name of its own until it is known to be whole."""

    path: Path
    file: BinaryIO


def staged_path(settings: Settings, one: Import) -> Path:
    """Where the file of an import is."""
    return Path(settings.data_dir) / _FOLDER / f"{one.account_id}-{one.id}.csv"


def begin_arrival(settings: Settings, reference: str) -> Arriving:
    """A new file, for this user's eyes only. Raises OSError where none can be made."""
    folder = Path(settings.data_dir) / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{reference}.part"
    return Arriving(path, open(path, "xb", buffering=0, opener=_private))


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


async def finish_arrival(arriving: Arriving) -> None:
    """Have it on the disk. Raises OSError."""
    await asyncio.to_thread(os.fsync, arriving.file.fileno())
    arriving.file.close()


def drop_arrival(arriving: Arriving) -> None:
    """Forget it."""
    arriving.file.close()
    arriving.path.unlink(missing_ok=True)


def keep_arrival(settings: Settings, arriving: Arriving, one: Import) -> None:
    """It is the import's file from now on."""
    arriving.path.replace(staged_path(settings, one))


def open_staged(settings: Settings, one: Import) -> BinaryIO | None:
    """The import's file; None where it is gone, or isn't what was taken in."""
    try:
        file = staged_path(settings, one).open("rb")
    except OSError:
        return None
    if os.fstat(file.fileno()).st_size != one.size:
        file.close()
        return None
    return file


def drop_staged(settings: Settings, one: Import) -> None:
    """The import is over."""
    staged_path(settings, one).unlink(missing_ok=True)


def drop_unfinished(settings: Settings) -> None:
    """Uploads that a stopped server did not finish."""
    folder = Path(settings.data_dir) / _FOLDER
    if folder.is_dir():
        for path in folder.glob("*.part"):
            path.unlink(missing_ok=True)
