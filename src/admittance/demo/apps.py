"""The three apps of the demo world: one compatible, one strict, one public."""

from hashlib import sha256

from admittance.core.manifest import Manifest
from admittance.core.tokens import SECRET_LENGTH, TokenKind, digest
from admittance.usecases.records import App, Profile, Support

CALLBACK_PATH = "/demo/callback"
USUAL = "http://127.0.0.1:8400"
"""Where the demo usually runs: its callback is registered whatever the port, so that copied links go on working."""
LISTENER = "http://localhost:4300/callback"
"""Where the examples of the documentation listen."""
NATIVE = "http://127.0.0.1/callback"
"""Registered without a port: a native app picks any (RFC 8252 section 7.3)."""

ORDERLY, FORMWORK, RINGLANE = 201, 202, 203


def demo_secret(name: str) -> str:
    """A client secret that is the same every time; good for nothing but the demo, which listens on loopback."""
    return sha256(f"admittance demo {name}".encode()).hexdigest()[:SECRET_LENGTH]


def demo_apps(base_url: str, now: int) -> tuple[App, ...]:
    """The apps as they are registered for a server at `base_url`."""
    return _orderly(base_url, now), _formwork(base_url, now), _ringlane(base_url, now)


def _callbacks(base_url: str, own: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((base_url + CALLBACK_PATH, USUAL + CALLBACK_PATH, own)))


def _orderly(base_url: str, now: int) -> App:
    return App(
        id=ORDERLY,
        client_id="5b1c40e2-9d1f-4c36-8a55-0d1e5b2f7a01",
        name="Orderly Sync",
        description="Keeps orders and customers in step.",
        maker="Orderly ApS",
        website="https://orderly.example",
        support=Support(email="support@orderly.example", url="https://orderly.example/help"),
        verified=False,
        profile=Profile.COMPATIBLE,
        secret_digest=digest(TokenKind.CLIENT_SECRET, demo_secret("orderly")),
        redirect_uris=_callbacks(base_url, LISTENER),
        manifest=Manifest(
            required=frozenset({"oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"}),
            conditionally_required=frozenset({"automation"}),
            optional=frozenset({"crm.objects.companies.read", "crm.objects.deals.read", "crm.objects.custom.read"}),
        ),
        manifest_version=3,
        created_at=now,
    )


def _formwork(base_url: str, now: int) -> App:
    return App(
        id=FORMWORK,
        client_id="c3a0f1d8-52b7-4c0e-9a64-7f2b8e6d1c02",
        name="Formwork Campaigns",
        description="Campaigns that follow what customers do.",
        maker="Formwork Oy",
        website="https://formwork.example",
        privacy_url="https://formwork.example/privacy",
        support=Support(email="help@formwork.example", documentation_url="https://formwork.example/docs"),
        verified=True,
        profile=Profile.STRICT,
        secret_digest=digest(TokenKind.CLIENT_SECRET, demo_secret("formwork")),
        redirect_uris=_callbacks(base_url, LISTENER),
        manifest=Manifest(
            required=frozenset({"oauth", "crm.objects.contacts.read", "crm.lists.read"}),
            conditionally_required=frozenset({"automation"}),
            optional=frozenset({"forms", "crm.objects.custom.read"}),
        ),
        manifest_version=5,
        created_at=now,
    )


def _ringlane(base_url: str, now: int) -> App:
    required = {
        "oauth",
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.owners.read",
        "crm.lists.read",
        "tickets",
    }
    return App(
        id=RINGLANE,
        client_id="e7d95b34-1c8a-4f02-b6d3-3a9c4e5f8b03",
        name="Ringlane Phone",
        description="Calls customers from their contact page.",
        maker="Ringlane Ltd",
        website="https://ringlane.example",
        privacy_url="https://ringlane.example/privacy",
        support=Support(email="help@ringlane.example", phone="+44 20 7946 0958"),
        verified=True,
        profile=Profile.STRICT,
        secret_digest=None,
        redirect_uris=_callbacks(base_url, NATIVE),
        manifest=Manifest(required=frozenset(required)),
        manifest_version=7,
        created_at=now,
    )
