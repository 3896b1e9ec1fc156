"""The ready links of the demo world, against `decide` and the catalogue: no database, no server."""

from typing import Any

import msgspec
import pytest

from admittance.catalogue.loader import default_catalogue
from admittance.demo.describe import demo_json
from admittance.usecases.answer_questions import answer_question

WORLD: dict[str, Any] = msgspec.json.decode(demo_json("http://127.0.0.1:8400"))
INSTALLED = {(4821907, "Ringlane Phone")}
CAUSES = {
    "required_missing": ["required_missing"],
    "required_in_optional": ["required_in_optional"],
    "not_configured": ["not_configured"],
    "conditional_in_optional": ["conditional_in_optional"],
    "optional_in_scope": ["optional_in_scope"],
    "user_not_permitted": ["marketplace_missing", "permission_missing"],
    "user_lacks_marketplace_access": ["marketplace_missing"],
    "account_lacks_features": ["tool_missing"],
    "several": [
        "required_missing",
        "tool_missing",
        "marketplace_missing",
        "permission_missing",
        "permission_missing",
    ],
}


def _question(link: dict[str, Any]) -> dict[str, Any]:
    """The link as a self-contained question, from nothing but what `admittance demo --json` prints."""
    app = next(app for app in WORLD["apps"] if app["name"] == link["app"])
    person = next(person for person in WORLD["users"] if person["email"] == link["sign_in_as"])
    member = next(one for one in person["memberships"] if one["account_id"] == link["account_id"])
    account = next(account for account in WORLD["accounts"] if account["id"] == link["account_id"])
    chosen = member["permission_set"]
    grants = default_catalogue().sets[chosen].grants if chosen else {}
    installed = (account["id"], app["name"]) in INSTALLED
    return {
        "id": link["outcome"],
        "manifest": {
            kind: app[kind].split() for kind in ("required", "conditionally_required", "optional") if app[kind]
        },
        "install_url": link["url"],
        "permissions": {name: level.value for name, level in grants.items()},
        "super_admin": member["super_admin"],
        "subscriptions": account["subscriptions"],
        "installed": installed,
        "granted_before": app["required"].split() if installed else [],
    }


@pytest.mark.parametrize("link", WORLD["links"], ids=lambda link: link["outcome"])
def test_a_link_does_what_it_says(link: dict[str, Any]) -> None:
    """`decide` gives each link the outcome that stands beside it, with just its causes."""
    answer = answer_question(_question(link))
    assert isinstance(answer, dict), answer
    causes = [reason["cause"] for reason in answer["reasons"]]  # type: ignore[attr-defined]
    assert causes == CAUSES.get(link["outcome"], [])
    assert answer["verdict"] == ("granted" if link["outcome"].startswith("granted") else "refused")


def test_there_is_a_link_for_every_outcome() -> None:
    """Granted, each of the five URL mistakes, permission, plan, and several at once."""
    outcomes = {link["outcome"] for link in WORLD["links"]}
    assert outcomes >= {"granted", *CAUSES}
    assert WORLD["urls"] == {link["outcome"]: link["url"] for link in WORLD["links"]}


def test_a_granted_link_shows_a_dropped_scope() -> None:
    """The first link a newcomer opens has something to tick and something left out."""
    answer = answer_question(_question(WORLD["links"][0]))
    assert isinstance(answer, dict)
    assert answer["offered"]
    assert answer["dropped"]


def test_strict_links_can_be_redeemed_by_hand() -> None:
    """Where a challenge is in the link its verifier is printed beside it."""
    for link in WORLD["links"]:
        assert ("code_challenge=" in link["url"]) == (link["code_verifier"] is not None)
