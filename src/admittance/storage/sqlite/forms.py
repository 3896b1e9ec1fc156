"""How values are written in columns: scopes as sorted words, everything else structured as JSON with sorted keys."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from admittance.core.install_url import InstallUrl
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.reasons import Dropped, Reason
from admittance.core.scopes import format_scopes, parse_scopes
from admittance.usecases.records import AskedInstall, Authority, Support

# Equal values are written alike: sets and keys are sorted, so that a text can stand for its value.
_ENCODER = msgspec.json.Encoder(order="deterministic")
_CACHED = 4096

_RIGHTS = msgspec.json.Decoder(dict[str, Level])
_AUTHORITY = msgspec.json.Decoder(Authority)
_DROPPED = msgspec.json.Decoder(tuple[Dropped, ...])
_MANIFEST = msgspec.json.Decoder(Manifest)
_SUPPORT = msgspec.json.Decoder(Support)
_TEXTS = msgspec.json.Decoder(tuple[str, ...])
_NUMBERS = msgspec.json.Decoder(tuple[int, ...])
_URL = msgspec.json.Decoder(InstallUrl)
_ASKED = msgspec.json.Decoder(AskedInstall)
_REASONS = msgspec.json.Decoder(tuple[Reason, ...])


def to_json(value: Any) -> str:
    """`value` as JSON text with sorted keys."""
    return _ENCODER.encode(value).decode()


# Few distinct texts are read over and over; the values are frozen (rights are a Mapping nobody may write to).
to_scopes = lru_cache(_CACHED)(parse_scopes)
from_scopes = lru_cache(_CACHED)(format_scopes)


@lru_cache(_CACHED)
def to_rights(text: str) -> Mapping[str, Level]:
    """A person's rights."""
    return _RIGHTS.decode(text)


@lru_cache(_CACHED)
def to_authority(text: str) -> Authority:
    """The rights a connection was granted under."""
    return _AUTHORITY.decode(text)


@lru_cache(_CACHED)
def to_dropped(text: str) -> tuple[Dropped, ...]:
    """Scopes that were left out."""
    return _DROPPED.decode(text)


@lru_cache(_CACHED)
def to_install_url(text: str) -> InstallUrl:
    """The scope parameters of an install URL."""
    return _URL.decode(text)


def to_manifest(text: str) -> Manifest:
    """An app's scopes."""
    return _MANIFEST.decode(text)


def to_support(text: str) -> Support:
    """How to reach an app's maker."""
    return _SUPPORT.decode(text)


def to_texts(text: str) -> tuple[str, ...]:
    """A list of texts."""
    return _TEXTS.decode(text)


def to_numbers(text: str) -> tuple[int, ...]:
    """A list of ids."""
    return _NUMBERS.decode(text)


def to_asked(text: str) -> AskedInstall:
    """An authorization request."""
    return _ASKED.decode(text)


def to_reasons(text: str) -> tuple[Reason, ...]:
    """Why a connection was refused."""
    return _REASONS.decode(text)
