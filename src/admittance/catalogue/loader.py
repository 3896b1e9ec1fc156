"""Catalogues from a file, a text, a mapping, and the one that comes with Admittance."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from admittance.catalogue.entries import Entries
from admittance.catalogue.mistakes import Finding, Mistake, Report, in_toml
from admittance.catalogue.model import Catalogue
from admittance.catalogue.read import read_entries
from admittance.catalogue.rules import check_entries
from admittance.catalogue.source import Source, read_file, read_source
from admittance.core.policy import compile_policy


def load_catalogue(path: Path) -> Catalogue | list[Mistake]:
    """The catalogue of a TOML file, or every mistake in it by line."""
    source = read_file(path)
    return _of_source(source) if isinstance(source, Source) else [source]


def parse_catalogue(text: str) -> Catalogue | list[Mistake]:
    """The catalogue of a TOML text, or every mistake in it by line."""
    return _of_source(read_source(text))


def catalogue_of(document: object, *, brief: bool = False) -> Catalogue | list[Mistake]:
    """The catalogue of a mapping shaped like the file (read from JSON, say), or every mistake in it by key.

    `brief`: names, weights, sections and groups may be left out, as in a question that carries its own catalogue.
    """
    if not isinstance(document, Mapping):
        return [Mistake(what="not a table of tables", hint="write it as in docs/catalogue.md")]
    entries, findings = _read(document, brief=brief)
    if findings:
        return [Mistake(what=found.what, hint=found.hint, where=in_toml(found.path)) for found in findings]
    return _compile(entries, document)


@cache
def default_catalogue() -> Catalogue:
    """The catalogue that comes with Admittance."""
    return packaged_catalogue("default")


def packaged_catalogue(name: str) -> Catalogue:
    """One of the files in `data/`: `default`, or the example `library`. RuntimeError if it was edited and is broken."""
    found = parse_catalogue(files("admittance.catalogue").joinpath("data", f"{name}.toml").read_text("utf-8"))
    if isinstance(found, Catalogue):
        return found
    raise RuntimeError(f"{name}.toml, line {found[0].line}: {found[0].what} ({len(found)} mistakes in all)")


def _of_source(source: Source) -> Catalogue | list[Mistake]:
    if source.document is None:
        return list(source.broken)
    entries, findings = _read(source.document, brief=False)
    return source.mistakes(findings) or _compile(entries, source.document)


def _read(document: Mapping[str, Any], *, brief: bool) -> tuple[Entries, list[Finding]]:
    report = Report()
    entries = read_entries(document, report, brief=brief)
    check_entries(entries, report, brief=brief)
    return entries, report.findings


def _compile(entries: Entries, document: Mapping[str, Any]) -> Catalogue:
    """Bind checked entries to their policy. The digest is taken of the values, so layout and comments do not count."""
    policy = compile_policy(
        permissions={name: permission.ladder for name, permission in entries.permissions.items()},
        implies={name: permission.implies for name, permission in entries.permissions.items()},
        tools={name: tool.switched_on_by for name, tool in entries.tools.items()},
        tiers={name: tuple(product.tiers) for name, product in entries.products.items()},
        needs=[scope.need for scope in entries.scopes.values()],
        marketplace=entries.marketplace,
        duties=entries.duties,
    )
    digest = sha256(msgspec.json.encode(document, order="sorted")).hexdigest()
    return Catalogue(
        **{field: getattr(entries, field) for field in Entries.__struct_fields__}, policy=policy, digest=digest
    )
