"""`admittance demo`."""

from typing import Any

from admittance.core.tokens import TokenKind, digest
from admittance.demo.apps import demo_apps
from tests.command import admittance, told


def test_everything_for_scripts() -> None:
    """`--json` holds accounts, users with passwords, apps with credentials, and a link per outcome."""
    world: dict[str, Any] = told(admittance("demo", "--json"))
    assert {account["id"] for account in world["accounts"]} == {4821907, 5530218}
    assert all(user["password"] and "@" in user["email"] and user["memberships"] for user in world["users"])
    assert all(app["client_id"] and app["redirect_uris"] for app in world["apps"])
    assert [one["develops"] for one in world["developers"]] == [app["id"] for app in world["apps"]]
    assert all(one["password"] and one["console"].endswith("/console") for one in world["developers"])
    assert {app["profile"] for app in world["apps"]} == {"compatible", "strict", "public"}
    assert all((app["client_secret"] is None) == (app["profile"] == "public") for app in world["apps"])
    assert all(url.startswith("http://127.0.0.1:8400/oauth/authorize?") for url in world["urls"].values())


def test_the_printed_secrets_are_the_apps() -> None:
    """The client secrets that are printed are those whose digests the apps keep."""
    world: dict[str, Any] = told(admittance("demo", "--json"))
    printed = {app["id"]: app["client_secret"] for app in world["apps"]}
    kept = {app.id: app.secret_digest for app in demo_apps("http://127.0.0.1:8400", 0)}
    made = {number: secret and digest(TokenKind.CLIENT_SECRET, secret) for number, secret in printed.items()}
    assert made == kept


def test_another_port_is_in_every_link() -> None:
    """`--port` and `--base-url` say where the demo runs."""
    assert all(":8499/" in url for url in told(admittance("demo", "--json", "--port", "8499"))["urls"].values())
    elsewhere = told(admittance("demo", "--json", "--base-url", "https://demo.example/"))
    assert elsewhere["base_url"] == "https://demo.example"
    assert all(url.startswith("https://demo.example/oauth/") for url in elsewhere["urls"].values())


def test_the_same_for_a_person() -> None:
    """Without `--json` it prints the address, a few people to sign in as, and each outcome with its link."""
    said = admittance("demo").stdout
    world: dict[str, Any] = told(admittance("demo", "--json"))
    assert said.startswith("Admittance runs at http://127.0.0.1:8400")
    assert "maria.lindqvist@fjordfalk.example" in said
    assert all(developer["email"] in said for developer in world["developers"])
    for link in world["links"]:
        assert link["outcome"] in said
        assert link["url"] in said
