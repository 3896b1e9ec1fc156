"""The lock files hold exactly what is declared, with digests and without addresses."""

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.house.sources import ROOT, our_files, place

LOCKS = [file for file in our_files() if file.name.startswith("requirements") and file.suffix == ".lock"]
PAGE_LOCKS = [file for file in our_files() if file.name == "package-lock.json"]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ;(?P<marker>[^\\]+))?")


def declared(group: str | None) -> list[Requirement]:
    """The requirements of pyproject.toml: the product's own, or those of a group with the groups it includes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if group is None:
        return [Requirement(line) for line in project["project"]["dependencies"]]
    entries: Iterable[Any] = project["dependency-groups"][group]
    found: list[Requirement] = []
    for entry in entries:
        found += [Requirement(entry)] if isinstance(entry, str) else declared(entry["include-group"])
    return found


def pins(lock: str) -> dict[str, Version]:
    """Package -> the version the lock names."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {_plain(found["name"]): Version(found["version"]) for line in lines if (found := PIN.match(line))}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("lock", "group"),
    [
        ("requirements.lock", None),
        ("requirements-build.lock", "build"),
        ("requirements-dev.lock", None),
        ("requirements-dev.lock", "dev"),
    ],
)
def test_a_lock_pins_what_is_declared(lock: str, group: str | None) -> None:
    """Each declared requirement is pinned at a version it allows; `make lock` mends it."""
    pinned = pins(lock)
    assert [
        str(asked) for asked in declared(group) if pinned.get(_plain(asked.name), Version("0")) not in asked.specifier
    ] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-build.lock"])
def test_a_package_has_one_version_whichever_lock_names_it(lock: str) -> None:
    """The smaller locks are parts of the development lock."""
    whole = pins("requirements-dev.lock")
    assert {name: version for name, version in pins(lock).items() if whole.get(name) != version} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=place)
def test_a_lock_holds_digests_and_no_address(lock: Path) -> None:
    """Every pin has a SHA-256, and a lock names no host and no file of one machine."""
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert [line for line in text.splitlines() if "://" in line or "file:" in line or line.startswith("-")] == []


@pytest.mark.parametrize("lock", PAGE_LOCKS, ids=place)
def test_a_package_lock_holds_digests_and_no_address(lock: Path) -> None:
    """package-lock.json names versions and digests, never where a package came from."""
    locked = json.loads(lock.read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in locked["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []


def test_the_page_packages_lock_pins_what_is_declared() -> None:
    """package.json names exact versions, and the lock has them."""
    asked = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_npm_leaves_addresses_out_wherever_it_runs() -> None:
    """Each folder that npm may be run in says so in its .npmrc."""
    folders = {ROOT} | {file.parent for file in our_files() if file.name == "package.json"}
    assert [str(folder) for folder in folders if not _leaves_out(folder / ".npmrc")] == []


def _leaves_out(npmrc: Path) -> bool:
    return npmrc.is_file() and "omit-lockfile-registry-resolved=true" in npmrc.read_text(encoding="utf-8")


def test_there_is_one_kind_of_lock() -> None:
    """No uv.lock, poetry.lock or yarn.lock: they would hold addresses, and say the same a second time."""
    others = {"uv.lock", "poetry.lock", "pdm.lock", "yarn.lock", "pnpm-lock.yaml", "Pipfile.lock"}
    assert [str(file) for file in our_files() if file.name in others] == []
