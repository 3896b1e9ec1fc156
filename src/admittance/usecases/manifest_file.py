"""`app-hsmeta.json`, as HubSpot's projects hold it: read, and checked against the catalogue (product rule 12)."""

from typing import TypeAlias

import msgspec
from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core.mail_address import is_mail_address
from admittance.core.manifest import Manifest, ScopesOverlap, make_manifest
from admittance.core.redirect import registration_problem
from admittance.usecases.records import Support

LONGEST_FILE = 256 * 1024
"""Bytes."""


class ManifestFile(Struct, frozen=True, kw_only=True):
    """What a file says of an app, free of mistakes. `uid` is the project's own name for it."""

    uid: str
    name: str
    description: str
    redirect_uris: tuple[str, ...]
    manifest: Manifest
    support: Support


class BadManifest(Struct, frozen=True):
    """Every mistake in the file, as sentences that name the field; nothing of it can be used."""

    mistakes: tuple[str, ...]


ReadManifest: TypeAlias = ManifestFile | BadManifest


class _Auth(Struct, frozen=True, rename="camel"):
    redirect_urls: list[str]
    required_scopes: list[str]
    type: str = "oauth"
    conditionally_required_scopes: list[str] = []
    optional_scopes: list[str] = []


class _Support(Struct, frozen=True, rename="camel"):
    support_email: str = ""
    documentation_url: str = ""
    support_url: str = ""
    support_phone: str = ""


class _Config(Struct, frozen=True):
    name: str
    auth: _Auth
    description: str = ""
    support: _Support = _Support()


class _File(Struct, frozen=True):
    config: _Config
    uid: str = ""
    type: str = "app"


_DECODER = msgspec.json.Decoder(_File)


def read_manifest(raw: bytes, catalogue: Catalogue) -> ReadManifest:
    """Read the file's bytes. A mistake of form is told alone; all others together."""
    if len(raw) > LONGEST_FILE:
        return BadManifest((f"the file is longer than {LONGEST_FILE // 1024} KiB",))
    try:
        file = _DECODER.decode(raw)
    except msgspec.ValidationError as problem:
        what, _, where = str(problem).partition(" - at ")
        return BadManifest((f"{_field(where)}: {what[0].lower()}{what[1:]}",))
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        return BadManifest((f"the file is not JSON: {problem}",))
    return _checked(file, catalogue)


def _field(where: str) -> str:
    return where.strip("`").removeprefix("$").removeprefix(".") or "the file"


def _checked(file: _File, catalogue: Catalogue) -> ReadManifest:
    config = file.config
    auth = config.auth
    made = make_manifest(
        frozenset(auth.required_scopes), frozenset(auth.conditionally_required_scopes), frozenset(auth.optional_scopes)
    )
    mistakes = [*_form_mistakes(file), *_scope_mistakes(made, catalogue), *_address_mistakes(auth)]
    if mistakes or isinstance(made, ScopesOverlap):
        return BadManifest(tuple(mistakes))
    support = config.support
    return ManifestFile(
        uid=file.uid,
        name=config.name.strip(),
        description=config.description.strip(),
        redirect_uris=tuple(dict.fromkeys(auth.redirect_urls)),
        manifest=made,
        support=Support(
            email=support.support_email,
            documentation_url=support.documentation_url,
            url=support.support_url,
            phone=support.support_phone,
        ),
    )


def _form_mistakes(file: _File) -> list[str]:
    mistakes = []
    if file.type != "app":
        mistakes.append(f"type: it is {file.type!r}, and only an app can be published")
    if file.config.auth.type != "oauth":
        mistakes.append(f"config.auth.type: it is {file.config.auth.type!r}, and only oauth is supported")
    if not file.config.name.strip():
        mistakes.append("config.name: an app has a name")
    return [*mistakes, *_support_mistakes(file.config.support)]


def _support_mistakes(support: _Support) -> list[str]:
    """People are sent to these: as a link on a page, as a letter's address."""
    mistakes = []
    if support.support_email and not is_mail_address(support.support_email):
        mistakes.append("config.support.supportEmail: it is no e-mail address")
    links = {"documentationUrl": support.documentation_url, "supportUrl": support.support_url}
    strange = [name for name, url in links.items() if url and not url.startswith(("https://", "http://"))]
    return mistakes + [f"config.support.{name}: it begins with https:// or http://" for name in strange]


def _scope_mistakes(made: Manifest | ScopesOverlap, catalogue: Catalogue) -> list[str]:
    if isinstance(made, ScopesOverlap):
        return [f"config.auth: {scope} is of more than one kind" for scope in made.scopes]
    return [
        f"config.auth: the catalogue has no scope {one.scope}"
        + (f"; did you mean {one.did_you_mean[0]}?" if one.did_you_mean else "")
        for one in catalogue.unknown_scopes(made)
    ]


def _address_mistakes(auth: _Auth) -> list[str]:
    if not auth.redirect_urls:
        return ["config.auth.redirectUrls: there is none"]
    problems = ((index, registration_problem(uri)) for index, uri in enumerate(auth.redirect_urls))
    return [f"config.auth.redirectUrls[{index}]: {problem}" for index, problem in problems if problem is not None]
