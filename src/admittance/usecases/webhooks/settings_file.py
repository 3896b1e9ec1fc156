"""Reading an app's webhooks from its configuration file, `webhooks-hsmeta.json`."""

from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from admittance.usecases.webhooks.event_types import event_type

LARGEST_FILE = 1_000_000
"""Bytes."""


class WebhooksFile(Struct, frozen=True):
    """What the file asks for: the address, and wishes as `subscribing.read_wanted` takes them."""

    url: str
    wanted: tuple[str, ...]


class UnreadableFile(Struct, frozen=True):
    """What is wrong with it, for whoever wrote it."""

    message: str


class _Subscription(Struct, rename="camel"):
    subscription_type: str
    object_type: str = ""
    property_name: str = ""
    active: bool = True


class _Settings(Struct, rename="camel"):
    target_url: str


class _Config(Struct):
    settings: _Settings
    subscriptions: dict[str, list[_Subscription]] | list[_Subscription] = {}


class _File(Struct):
    type: str
    config: _Config


Read: TypeAlias = WebhooksFile | UnreadableFile


def read_webhooks_file(content: bytes) -> Read:
    """The file of a component of type `webhooks`: `config.settings.targetUrl`, and subscriptions in one list or in
    groups (`crmObjects`, `legacyCrmObjects`, `hubEvents`). What is not active is left out.
    """
    if len(content) > LARGEST_FILE:
        return UnreadableFile("the file is too large")
    try:
        file = msgspec.json.decode(content, type=_File)
    except msgspec.DecodeError as problem:
        return UnreadableFile(f"the file can't be read: {problem}")
    if file.type != "webhooks":
        return UnreadableFile(f"the file is of type {file.type[:50]!r}; its type has to be 'webhooks'")
    groups: Any = file.config.subscriptions
    listed = groups if isinstance(groups, list) else [one for group in groups.values() for one in group]
    return WebhooksFile(file.config.settings.target_url, tuple(_word(one) for one in listed if one.active))


def _word(one: _Subscription) -> str:
    found = event_type(one.subscription_type, one.object_type)
    name = found.name if found is not None else one.subscription_type
    return f"{name}:{one.property_name}" if one.property_name else name
