"""Brings each language's file up to date with the sentences that pages and refusals now hold.

A new sentence comes with an empty translation, for a person to write; one that is gone goes. Nothing is guessed.
Usage: python scripts/messages.py
"""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "src" / "admittance" / "explain" / "locale"


def extract(template: Path) -> None:
    """Writes every sentence of the source to `template`. Raises CalledProcessError for a page that cannot be read."""
    pybabel = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    options = ["-F", "pyproject.toml", "--add-location=file", "--sort-by-file", "--width=120"]
    subprocess.run([*pybabel, *options, "-o", str(template), "src/admittance"], cwd=ROOT, check=True)


def merged(words: bytes, template: bytes) -> bytes:
    """One language's file with the template's sentences; its own head stays as it is written."""
    head, _, _ = words.partition(b"\n\n")
    catalog = read_po(BytesIO(words))
    catalog.update(read_po(BytesIO(template)), no_fuzzy_matching=True, update_header_comment=False)
    body = BytesIO()
    write_po(body, catalog, width=120, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return head + b"\n\n" + body.getvalue().lstrip(b"\n")


def main() -> None:
    """Every language in turn."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "admittance.pot"
        extract(template)
        for file in sorted(LOCALES.glob("*/LC_MESSAGES/admittance.po")):
            file.write_bytes(merged(file.read_bytes(), template.read_bytes()))
            empty = sum(1 for message in read_po(BytesIO(file.read_bytes())) if message.id and not message.string)
            print(f"{file.relative_to(ROOT)}: {empty} to translate")


if __name__ == "__main__":
    main()
