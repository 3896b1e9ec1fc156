"""Moving files so that a power loss leaves the old state or the new one."""

import os
import shutil
from pathlib import Path

PRIVATE = 0o600


def make_private(path: Path) -> None:
    """An empty file only the owner may read. Raises OSError, also if it exists."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))


def copy_durably(source: Path, target: Path) -> None:
    """Copy into a new private file, to the disk. Raises OSError."""
    make_private(target)
    shutil.copyfile(source, target)
    flush(target)


def publish(partial: Path, target: Path) -> None:
    """Give the finished file its name, which must be free, and let go of the old one. Raises OSError."""
    flush(partial)
    os.link(partial, target)
    partial.unlink()
    flush(target.parent)


def flush(path: Path) -> None:
    """Put a file or a folder on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_database(path: Path) -> None:
    """Remove a database file with what SQLite keeps beside it, as far as they are there."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
