"""The server's random keys: made once, kept beside the database in a file only its owner can read."""

import json
import os
import secrets
from pathlib import Path

from msgspec import Struct

from admittance.http.services import Keys

FILE_NAME = "keys.json"


class KeysUnreadable(Struct, frozen=True):
    """The file is there and cannot be used. `message` says what to do; it never quotes the file."""

    message: str


def load_keys(data_dir: Path) -> Keys | KeysUnreadable:
    """The keys of `data_dir`, made on first use. Losing them ends every form and makes the audit chain unverifiable."""
    path = data_dir / FILE_NAME
    try:
        if not path.exists():
            _write_new(path)
        raw = json.loads(path.read_text())
        keys = Keys(*(bytes.fromhex(raw[name]) for name in Keys.__struct_fields__))
    except OSError as problem:
        return KeysUnreadable(f"{path} can't be used: {problem.strerror}")
    except (ValueError, KeyError, TypeError):
        return KeysUnreadable(f"{path} is not a key file; put back the one that belongs to this database")
    if any(len(getattr(keys, name)) != 32 for name in Keys.__struct_fields__):
        return KeysUnreadable(f"{path} holds a key of the wrong length; put back the one that belongs to this database")
    return keys


def _write_new(path: Path) -> None:
    """Whole under its name or not there: a start that is killed here leaves nothing that a later one would refuse."""
    fresh = {name: secrets.token_hex(32) for name in Keys.__struct_fields__}
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(fresh, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
