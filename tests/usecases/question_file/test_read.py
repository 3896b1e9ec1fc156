"""A question as JSON values, read strictly."""

import json
from typing import Any

import pytest

from admittance.usecases.answer_questions import answer_line
from admittance.usecases.question_file.fields import MISTAKES_TOLD
from admittance.usecases.question_file.read import AskedQuestion, read_question

MINIMAL: dict[str, Any] = {"manifest": {}, "install_url": {}}


def answered(question: object) -> Any:
    """The answer to a question given as values."""
    return json.loads(answer_line(json.dumps(question).encode(), 1))


def error(**changes: object) -> str:
    """What is said of a minimal question with these changes."""
    return str(answered(MINIMAL | changes)["error"])


def _nested(depth: int) -> object:
    return [_nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"permisions": {}}, "unknown key `permisions`, did you mean `permissions`?"),
        ({"manifest": {"requird": []}}, "unknown key `manifest.requird`, did you mean `required`?"),
        ({"install_url": {"optional_scopes": ""}}, "`install_url.optional_scopes`, did you mean `optional_scope`?"),
        ({"xyz": 1}, "unknown key `xyz`, known here: id, catalogue, manifest"),
        ({"id": 1.5}, "id is neither a text nor a whole number"),
        ({"id": True}, "id is neither"),
        ({"id": []}, "id is neither"),
        ({"manifest": None}, "manifest is not an object"),
        ({"manifest": {"required": "oauth"}}, "manifest.required is not a list of texts"),
        ({"manifest": {"required": [1]}}, "manifest.required is not a list of texts"),
        ({"manifest": {"required": ["a"], "optional": ["a"]}}, "manifest lists as more than one kind: a"),
        ({"manifest": {"optional": ["oauth"]}}, "oauth (`oauth` is always required)"),
        ({"manifest": {"required": ["a b"]}}, "manifest names 'a b': a scope is 1 to 200 visible ASCII characters"),
        ({"install_url": None}, "install_url is neither an address nor an object"),
        ({"install_url": {"scope": ["a"]}}, "install_url.scope is not a text"),
        ({"install_url": {"scope": None}}, "install_url.scope is not a text"),
        ({"install_url": "oauth"}, "install_url is no address with a query"),
        ({"install_url": "/authorize?scope=a&scope=b"}, "install_url has `scope` 2 times"),
        ({"install_url": "/authorize?scope=%C3"}, "install_url has a query that is not percent-encoded UTF-8"),
        ({"permissions": []}, "permissions is not an object of texts"),
        ({"permissions": {"crm.contacts.view": 1}}, "permissions is not an object of texts"),
        ({"permissions": {"crm.contacts.veiw": "all"}}, "no permission is called `crm.contacts.veiw`, did you mean"),
        ({"permissions": {"crm.contacts.view": "on"}}, "is called `on`, there are none, owned, team, all"),
        (
            {"subscriptions": {"marketing_hub": "pro"}},
            "no tier of marketing_hub is called `pro`, there are free, starter",
        ),
        ({"subscriptions": {"marketing": "free"}}, "subscriptions: no product is called `marketing`"),
        ({"super_admin": 1}, "super_admin is neither true nor false"),
        ({"installed": "yes"}, "installed is neither true nor false"),
        ({"installed": None}, "installed is neither true nor false"),
        ({"granted_before": "oauth"}, "granted_before is not a list of texts"),
        ({"ticked": {}}, "ticked is not a list of texts"),
        ({"catalogue": []}, "catalogue is not an object"),
        ({"catalogue": None}, "catalogue is not an object"),
        ({"catalogue": {}}, "catalogue.scopes: the scope `oauth` is missing"),
        ({"catalogue": {"scope": {}}}, "catalogue.scope: unknown key `scope`, did you mean `scopes`?"),
        ({"catalogue": {"x": _nested(400)}}, "unknown key `x`"),
    ],
)
def test_every_mistake_says_what_was_probably_meant(changes: dict[str, object], what: str) -> None:
    """Unknown keys and names, wrong kinds and contradictions are told by key, with a suggestion where there is one."""
    assert what in error(**changes)


def test_all_mistakes_are_told() -> None:
    """One answer names every mistake of a line, up to ten, and how many more there are."""
    told = error(super_admin=1, installed=2, tikced=[])
    assert told.count("; ") == 2
    many = error(permissions={f"p{number}": "on" for number in range(MISTAKES_TOLD + 5)})
    assert many.endswith("; and 5 more")


def test_long_names_are_not_repeated_whole() -> None:
    """A mistake stays readable, whatever stands in the line."""
    assert len(error(**{"x" * 100_000: 1})) < 500
    assert len(error(manifest={"required": ["x" * 100_000]})) < 500
    assert len(error(permissions={"x" * 100_000: "on"})) < 500


def test_an_address_says_the_same_as_its_parameters() -> None:
    """Plus signs, percent-encoding, other parameters, a fragment and a missing host change nothing."""
    question = {"manifest": {"required": ["crm.lists.read"], "optional": ["tickets"]}, "super_admin": True}
    plain = {"scope": "oauth crm.lists.read", "optional_scope": "tickets"}
    for address in (
        "https://x.example/oauth/authorize?client_id=1&scope=oauth+crm.lists.read&optional_scope=tickets",
        "/authorize?optional_scope=tickets&scope=crm%2Elists.read%20oauth&state=scope%3Dx#scope=tickets",
    ):
        assert answered(question | {"install_url": address}) == answered(question | {"install_url": plain})


def test_an_absent_scope_parameter_is_nothing() -> None:
    """An address without `scope` asks for `oauth` alone, never for everything (rule 8)."""
    asked = {"manifest": {"required": ["tickets"]}, "install_url": "/authorize?client_id=1", "super_admin": True}
    assert [reason["cause"] for reason in answered(asked)["reasons"]] == ["required_missing"]


def test_an_installed_app_was_granted_oauth() -> None:
    """`oauth` is part of every grant, so it is never new where the app is installed (rules 3, 7 and 8)."""
    assert answered(MINIMAL | {"installed": True, "granted_before": []})["verdict"] == "granted"
    assert answered(MINIMAL | {"installed": False, "granted_before": ["oauth"]})["verdict"] == "refused"


def test_a_repeated_catalogue_is_compiled_once() -> None:
    """Files repeat their catalogue on every line; equal ones share a policy, and another one does not."""
    small = {"scopes": {"oauth": {"permissions": "*", "tools": "*"}}}
    asked = {"catalogue": small, "manifest": {"required": ["tickets"]}, "install_url": {"scope": "tickets"}}
    first, again = read_question(asked), read_question(json.loads(json.dumps(asked)))
    assert isinstance(first, AskedQuestion)
    assert isinstance(again, AskedQuestion)
    assert first.policy is again.policy
    assert [reason["cause"] for reason in answered(asked)["reasons"]] == ["lost_by_catalogue"]
    assert answered(asked | {"catalogue": {"scopes": {"oauth": small["scopes"]["oauth"], "x": {}}}})["error"]
