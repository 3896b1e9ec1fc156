"""What `admittance catalogue check` asks."""

from pathlib import Path

from admittance.catalogue.loader import load_catalogue
from admittance.catalogue.mistakes import Mistake


def check_file(path: Path) -> list[Mistake]:
    """Every mistake in a catalogue file, in the order of its lines; empty for a good one. Never raises for the file."""
    found = load_catalogue(path)
    return found if isinstance(found, list) else []
