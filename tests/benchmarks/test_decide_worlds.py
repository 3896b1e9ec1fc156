"""The cases that all engines are asked."""

from admittance.core.decide import Granted, Refused, decide
from admittance.core.reasons import Reason
from benchmarks.decide_worlds import load_catalogue, make_worlds


def test_half_of_the_cases_are_granted_and_the_same_every_time() -> None:
    """A fixed seed gives the same cases on every machine, every other one refused."""
    policy, tiers = load_catalogue()
    worlds = make_worlds(policy, tiers, 40)
    assert worlds == make_worlds(policy, tiers, 40)
    verdicts = [type(decide(policy, world.question(policy))) for world in worlds]
    assert verdicts == [Granted, Refused] * 20


def test_the_refused_cases_have_every_kind_of_cause() -> None:
    """No cause is left out, so that no engine profits from the mix."""
    policy, tiers = load_catalogue()
    decisions = [decide(policy, world.question(policy)) for world in make_worlds(policy, tiers, 200)]
    told: set[type[Reason]] = {type(reason) for one in decisions if isinstance(one, Refused) for reason in one.reasons}
    assert {kind.__name__ for kind in told} == {
        "RequiredMissing",
        "RequiredInOptional",
        "NotConfigured",
        "ConditionalInOptional",
        "OptionalInScope",
        "ToolMissing",
        "PermissionMissing",
        "MarketplaceMissing",
    }
