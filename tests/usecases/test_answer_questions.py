"""Questions in JSON lines, and the document that describes them."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.usecases.answer_questions import answer_line
from tests.core.test_reasons import ONE_OF_EACH
from tests.oracle.oracle import answer
from tests.oracle.random_world import random_world
from tests.oracle.world import Catalogue, Ways, World

DOCUMENT = (Path(__file__).parents[2] / "docs" / "decide.md").read_text("utf-8")
EXAMPLES = re.findall(r"```json question\n(.*?)```\n```json answer\n(.*?)```", DOCUMENT, re.DOTALL)
MINIMAL: dict[str, Any] = {"manifest": {}, "install_url": {}}


def answered(question: object, number: int = 1) -> Any:
    """The answer to a question given as values."""
    return json.loads(answer_line(json.dumps(question).encode(), number))


@pytest.mark.parametrize(("question", "expected"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_document_are_true(question: str, expected: str) -> None:
    """Every question in docs/decide.md is answered as it stands there."""
    assert answered(json.loads(question)) == json.loads(expected)


def test_the_document_has_examples() -> None:
    """A grant, a refusal for each of the four headings, an own catalogue and a mistake are shown."""
    answers = [json.loads(expected) for _, expected in EXAMPLES]
    assert {given.get("verdict", "error") for given in answers} == {"granted", "refused", "error"}
    assert any("catalogue" in json.loads(question) for question, _ in EXAMPLES)


def test_the_document_names_every_cause() -> None:
    """The table of causes says for each its heading, who mends it, and its data."""
    for reason, code, audience in ONE_OF_EACH:
        [row] = [line for line in DOCUMENT.splitlines() if line.startswith(f"| `{reason.__struct_config__.tag}` |")]
        named = re.findall(r"`(\w+)`", row)
        assert named[1:3] == [code.value, audience.value]
        assert set(reason.__struct_fields__) - {"scope"} <= set(named)


def test_the_document_names_every_key() -> None:
    """The tables list the keys of a question and of an answer, in their order."""
    tables = [re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) for table in DOCUMENT.split("\n## ")]
    assert tables[1] == [
        "id",
        "catalogue",
        "manifest",
        "install_url",
        "permissions",
        "super_admin",
        "subscriptions",
        "installed",
        "granted_before",
        "always_ask_marketplace",
        "ticked",
    ]
    assert tables[2][:8] == list(answered(MINIMAL | {"super_admin": True}))
    known = answered(MINIMAL | {"nothing_like_it": 1})["error"]
    assert all(key in known for key in tables[1])


@pytest.mark.parametrize("seed", range(300))
def test_answers_agree_with_the_oracle(seed: int) -> None:
    """A question that brings its own catalogue is answered as the oracle answers it, to the last shortfall."""
    world = writable(random_world(Random(seed)))
    assert answered({"id": seed, **question_of(world)}) == {"id": seed, **answer(world)}


def writable(world: World) -> World:
    """The world without what a catalogue file cannot say: that nobody meets a need, and that there is no `oauth`."""
    catalogue = world["catalogue"]
    for need in catalogue["scopes"].values():
        need["permissions"] = need["permissions"] or [[]]
        need["tools"] = need["tools"] or [[]]
    catalogue["tools"] = {name: ways or [[]] for name, ways in catalogue["tools"].items()}
    catalogue["scopes"].setdefault("oauth", {"permissions": [[]], "tools": [[]]})
    return world


def question_of(world: World) -> dict[str, Any]:
    """The world as a question."""
    catalogue = world["catalogue"]
    marketplace = {"marketplace_permission": ":".join(catalogue["marketplace"])} if catalogue["marketplace"] else {}
    document = {
        "catalogue": marketplace,
        "products": {name: {"tiers": " < ".join(tiers)} for name, tiers in catalogue["tiers"].items()},
        "tools": {name: {"switched_on_by": _written(_joined(ways))} for name, ways in catalogue["tools"].items()},
        "permissions": {name: _permission(catalogue, name) for name in catalogue["permissions"]},
        "scopes": {
            name: {"permissions": _written(_joined(need["permissions"])), "tools": _written(need["tools"])}
            for name, need in catalogue["scopes"].items()
        },
    }
    sent = {name: value for name, value in world["url"].items() if value is not None}
    rest = {name: value for name, value in world.items() if name not in ("catalogue", "url")}
    return {"catalogue": document, "install_url": sent, **rest}


def _permission(catalogue: Catalogue, name: str) -> dict[str, str]:
    entry = {"ladder": "switch" if len(catalogue["permissions"][name]) == 2 else "records"}
    implied = catalogue["implies"].get(name)
    return {**entry, "implies": " ".join(implied)} if implied else entry


def _joined(ways: Ways) -> list[list[str]]:
    return [[":".join(pair) for pair in way] for way in ways]


def _written(ways: list[list[str]]) -> str:
    return "*" if [] in ways else " | ".join(" & ".join(way) for way in ways)


def test_the_id_comes_back() -> None:
    """Text or whole number, also with a mistake; null where none was given."""
    assert answered(MINIMAL | {"id": "å"})["id"] == "å"
    assert answered(MINIMAL | {"id": 7})["id"] == 7
    assert answered(MINIMAL | {"id": 7, "x": 1})["id"] == 7
    assert answered(MINIMAL)["id"] is None


def test_ticks_decide_between_granted_and_declined() -> None:
    """Left out, everything on offer is ticked; an empty list ticks nothing; other names give nothing."""
    asked = {"manifest": {"optional": ["tickets"]}, "install_url": {"optional_scope": "tickets"}, "super_admin": True}
    assert answered(asked)["granted"] == ["oauth", "tickets"]
    assert answered(asked | {"ticked": []})["declined"] == ["tickets"]
    assert answered(asked | {"ticked": ["automation"]})["granted"] == ["oauth"]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_stream(line: bytes) -> None:
    """Whatever a line holds, it is answered with one line of JSON."""
    told = answer_line(line, 3)
    assert b"\n" not in told
    assert json.loads(told)["line"] == 3


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["oauth", "on", "switch", "*"]),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["catalogue", "scopes", "oauth", "permissions", "tools", "tiers", "scope", "required", "x"]
            ),
            values,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from([*MINIMAL, "catalogue", "permissions", "subscriptions", "granted_before", "ticked", "id"]), JSON)
def test_no_values_break_the_stream(key: str, value: object) -> None:
    """Whatever stands at a key, the line is answered: with a decision or with a mistake."""
    told = json.loads(answer_line(json.dumps(MINIMAL | {key: value}).encode(), 3))
    assert ("verdict" in told) is not ("error" in told)
