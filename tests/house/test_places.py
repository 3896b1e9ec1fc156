"""What no file may give away."""

import re

from tests.house.sources import our_files, place

# A folder of whoever wrote it, or the address a package came from: neither is true on the next machine.
MACHINES = re.compile(r"(?<![\w.~}>/-])/(?:home|Users|root|work|workspace|mnt)/[\w.-]+|[A-Z]:\\\\?Users\\")
REGISTRIES = re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg|npmmirror)\.(?:org|com)|--(?:extra-)?index-url[ =]https?:")
BINARY = {".png", ".woff2", ".ico", ".mo"}


def test_no_file_names_a_machine_or_a_registry() -> None:
    """No tracked file holds a path of one machine or the host of a package registry."""
    found = []
    for file in our_files():
        if file.suffix in BINARY:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if MACHINES.search(line) or REGISTRIES.search(line):
                found.append(place(file, number))
    assert found == []
