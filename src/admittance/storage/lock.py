"""One server at a time owns a data directory."""

import fcntl
import os
from pathlib import Path

from admittance.storage.places import lock_in
from admittance.storage.problems import CannotOpen


class DirectoryLock:
    """Held until `release`, or until the process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let the next server in. The file stays: deleting it could let two in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def take_lock(data_dir: Path) -> DirectoryLock | CannotOpen:
    """Make the directory if it is missing, and take its lock."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(lock_in(data_dir), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        return CannotOpen(f"the data directory {data_dir} can't be written to: {problem.strerror}")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        owner = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        return CannotOpen(f"the data directory {data_dir} is in use by another server (process {owner or 'unknown'})")
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return DirectoryLock(descriptor)
