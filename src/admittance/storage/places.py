"""Where things lie in the data directory."""

from pathlib import Path

DATABASE = "admittance.db"
LOCK = "admittance.lock"


def database_in(data_dir: Path) -> Path:
    """The database's file."""
    return data_dir / DATABASE


def lock_in(data_dir: Path) -> Path:
    """The file whose lock says that a server runs here."""
    return data_dir / LOCK
