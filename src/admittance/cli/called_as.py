"""How the program was called, for lines that tell somebody what to type next."""

import shlex
import shutil
import sys
from pathlib import Path


def called_as() -> str:
    """The program as it can be typed again from here: `.venv/bin/admittance` in a checkout, its name on the PATH."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m admittance"
    on_path = shutil.which(program.name) == str(program)
    return program.name if on_path else shlex.quote(str(program))
