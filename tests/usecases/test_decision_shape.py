"""A decision as plain data."""

import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from admittance.core.decide import Granted, Refused
from admittance.core.reasons import Dropped, MarketplaceMissing, WhyMarketplace
from admittance.usecases.decision_shape import decision_shape, dropped_shape, reason_shape
from tests.core.test_reasons import ONE_OF_EACH
from tests.oracle.build import decision_on
from tests.oracle.random_world import random_world

KEYS = ["verdict", "headline", "reasons", "granted", "offered", "dropped", "declined"]


def test_every_reason_says_what_it_is_and_who_mends_it() -> None:
    """Each reason begins with its cause, heading, scope and who mends it, and repeats none of its data."""
    for reason, code, audience in ONE_OF_EACH:
        shape = reason_shape(reason)
        assert list(shape)[:4] == ["cause", "code", "scope", "mended_by"]
        assert (shape["code"], shape["mended_by"]) == (code.value, audience.value)
        data = set(reason.__struct_fields__) - {"scope"}
        assert set(shape) == {"cause", "code", "scope", "mended_by"} | data


def test_a_marketplace_right_concerns_the_connection_as_a_whole() -> None:
    """App Marketplace access has no scope of its own; the new scopes stand in its data."""
    reason = MarketplaceMissing("m", WhyMarketplace.NEW_SCOPES, ("a", "b"))
    assert reason_shape(reason)["scope"] is None
    assert reason_shape(reason)["scopes"] == ["a", "b"]


def test_a_grant_and_a_refusal_have_the_same_keys() -> None:
    """Whoever reads answers finds the same seven keys in each."""
    assert list(decision_shape(Granted(frozenset({"oauth"})))) == KEYS
    assert list(decision_shape(Refused((ONE_OF_EACH[0][0],)))) == KEYS


def test_ticks_divide_what_is_offered() -> None:
    """What is offered is granted where it is ticked, declined where not; without ticks all of it is ticked."""
    why = (MarketplaceMissing("m", WhyMarketplace.NEW_SCOPES, ("d",)),)
    decision = Granted(frozenset({"oauth", "a"}), frozenset({"b", "c"}), (Dropped("d", why),))
    ticked = decision_shape(decision, frozenset({"b", "x", "d"}))
    assert (ticked["granted"], ticked["offered"], ticked["declined"]) == (["a", "b", "oauth"], ["b", "c"], ["c"])
    assert ticked["dropped"] == [dropped_shape(decision.dropped[0])]
    untouched = decision_shape(decision)
    assert (untouched["granted"], untouched["declined"]) == (["a", "b", "c", "oauth"], [])


@given(st.integers(0, 2**32))
def test_a_shape_is_plain_json(seed: int) -> None:
    """Nothing but texts, booleans, null, lists and objects, so that every reader of JSON gets the same."""
    shape = decision_shape(decision_on(random_world(Random(seed))))
    assert json.loads(json.dumps(shape, allow_nan=False)) == shape
    assert _kinds(shape) <= {str, bool, type(None), list, dict}


def _kinds(value: object) -> set[type]:
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return {type(value)}.union(*(_kinds(item) for item in within))
