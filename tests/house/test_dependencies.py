"""What the product imports is what it declares."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement

from tests.house.sources import ROOT, modules, parsed

# uvicorn takes it by name, as its faster part.
NAMED_NOT_IMPORTED = {"uvloop"}


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {Requirement(line).name.lower() for line in project["dependencies"]}


def _imported() -> set[str]:
    """The packages that provide what src imports, however deep in a function the import stands."""
    names: set[str] = set()
    for file in modules():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    providers = packages_distributions()
    foreign = names - set(sys.stdlib_module_names) - {"admittance"}
    return {providers.get(name, [name])[0].lower() for name in foreign}


def test_every_import_is_declared_and_every_declaration_imported() -> None:
    """A package the product imports stands in pyproject.toml itself, and none stands there that nothing imports."""
    assert _imported() == _declared() - NAMED_NOT_IMPORTED
