"""Reading `app-hsmeta.json`."""

from typing import Any

import msgspec
import pytest

from admittance.catalogue.loader import default_catalogue
from admittance.usecases.manifest_file import LONGEST_FILE, BadManifest, ManifestFile, read_manifest

CATALOGUE = default_catalogue()


def written(auth: dict[str, Any] | None = None, **config: Any) -> bytes:
    """A file as a developer has it, with some fields changed; None takes one out."""
    whole_auth = {
        "type": "oauth",
        "redirectUrls": ["https://callpop.example/cb"],
        "requiredScopes": ["oauth", "crm.objects.contacts.read"],
        "conditionallyRequiredScopes": ["automation"],
        "optionalScopes": ["tickets"],
    } | (auth or {})
    whole = {
        "name": "Callpop",
        "description": "Calls pop up.",
        "distribution": "private",
        "auth": {name: value for name, value in whole_auth.items() if value is not None},
        "permittedUrls": {"fetch": [], "iframe": [], "img": []},
        "support": {"supportEmail": "help@callpop.example", "supportPhone": "+46 8 1"},
    } | config
    return msgspec.json.encode({"uid": "callpop", "type": "app", "config": whole})


def mistakes(raw: bytes) -> tuple[str, ...]:
    """What is wrong with it."""
    read = read_manifest(raw, CATALOGUE)
    assert isinstance(read, BadManifest), read
    return read.mistakes


def test_a_file_is_read_whole() -> None:
    """Name, description, addresses, the three kinds of scopes and the support contact; the rest is other programs'."""
    read = read_manifest(written(), CATALOGUE)
    assert isinstance(read, ManifestFile), read
    assert (read.uid, read.name, read.description) == ("callpop", "Callpop", "Calls pop up.")
    assert read.redirect_uris == ("https://callpop.example/cb",)
    assert read.manifest.required == {"oauth", "crm.objects.contacts.read"}
    assert (read.manifest.conditionally_required, read.manifest.optional) == ({"automation"}, {"tickets"})
    assert (read.support.email, read.support.phone) == ("help@callpop.example", "+46 8 1")


def test_oauth_belongs_to_every_manifest() -> None:
    """Rule 8: left out, it is required all the same."""
    read = read_manifest(written({"requiredScopes": []}), CATALOGUE)
    assert isinstance(read, ManifestFile)
    assert read.manifest.required == {"oauth"}


def test_an_unknown_scope_keeps_it_from_being_saved() -> None:
    """Rule 12, with what was probably meant; and every other mistake of content in the same answer."""
    raw = written(
        {"requiredScopes": ["crm.objects.contact.read"], "redirectUrls": ["http://callpop.example/cb"]}, name=" "
    )
    assert mistakes(raw) == (
        "config.name: an app has a name",
        "config.auth: the catalogue has no scope crm.objects.contact.read; did you mean crm.objects.contacts.read?",
        "config.auth.redirectUrls[0]: http is only for localhost, 127.0.0.1 and [::1]; use https",
    )


@pytest.mark.parametrize(
    ("raw", "mistake"),
    [
        (written({"optionalScopes": ["automation"]}), "config.auth: automation is of more than one kind"),
        (written({"redirectUrls": []}), "config.auth.redirectUrls: there is none"),
        (written({"type": "static"}), "config.auth.type: it is 'static', and only oauth is supported"),
        (
            written({"requiredScopes": None}),
            "config.auth: object missing required field `requiredScopes`",
        ),
        (written({"requiredScopes": [1]}), "config.auth.requiredScopes[0]: expected `str`, got `int`"),
        (written(name=None), "config.name: expected `str`, got `null`"),
        (
            written(support={"supportEmail": "A <a@b.example>"}),
            "config.support.supportEmail: it is no e-mail address",
        ),
        (
            written(support={"supportUrl": "javascript:alert(1)"}),
            "config.support.supportUrl: it begins with https:// or http://",
        ),
        (b"[]", "the file: expected `object`, got `array`"),
        (b" " * (LONGEST_FILE + 1), "the file is longer than 256 KiB"),
    ],
)
def test_each_mistake_names_its_field(raw: bytes, mistake: str) -> None:
    """A file that can't be used says where it is wrong."""
    assert mistakes(raw) == (mistake,)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"config": "\xed\xa0\x80"}'])
def test_what_is_no_json_is_said(raw: bytes) -> None:
    """Broken text is one sentence, whatever it is."""
    (mistake,) = mistakes(raw)
    assert mistake.startswith(("the file is not JSON", "config: expected"))
