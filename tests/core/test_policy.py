"""The catalogue compiled to masks: what a person holds, what an account has, what a scope needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.core.duties import Duty
from admittance.core.levels import Ladder, Level
from admittance.core.policy import EVERY_RIGHT, Policy, compile_policy
from admittance.core.requirements import PlanNeed, Right, ScopeNeed
from admittance.core.told import Told

PERMISSIONS = {"view": Ladder.RECORDS, "edit": Ladder.RECORDS, "delete": Ladder.RECORDS, "import": Ladder.SWITCH}
IMPLIES = {"edit": ("view",), "delete": ("edit",)}
TIERS = {"hub": ("free", "starter", "pro"), "addon": ("addon",)}
TOOLS: dict[str, PlanNeed] = {
    "everywhere": ((),),
    "nowhere": (),
    "starter": ((("hub", "starter"),),),
    "pro or addon": ((("hub", "pro"),), (("addon", "addon"),)),
    "starter and addon": ((("hub", "starter"), ("addon", "addon")),),
}
HELD = st.dictionaries(st.sampled_from(list(PERMISSIONS)), st.sampled_from(list(Level)))


def policy(*needs: ScopeNeed) -> Policy:
    """A small catalogue with these needs."""
    return compile_policy(
        permissions=PERMISSIONS, implies=IMPLIES, tools=TOOLS, tiers=TIERS, needs=needs, marketplace=None
    )


@pytest.mark.parametrize("held", Ladder.RECORDS.levels)
@pytest.mark.parametrize("needed", Ladder.RECORDS.levels)
def test_a_level_includes_the_lower_ones(held: Level, needed: Level) -> None:
    """In a need, a level reads *at least*: All is enough for Team, Team for Owned, everything for None."""
    levels = Ladder.RECORDS.levels
    mask = policy().right_mask(Right("view", needed))
    assert (policy().rights({"view": held}) & mask == mask) is (levels.index(held) >= levels.index(needed))


def test_no_two_permissions_share_a_bit() -> None:
    """Holding one permission at its highest level is no part of another."""
    highest = {name: ladder.levels[-1] for name, ladder in PERMISSIONS.items()}
    masks = [policy().right_mask(Right(name, level)) for name, level in highest.items()]
    assert sum(masks) == masks[0] | masks[1] | masks[2] | masks[3]


def test_a_permission_brings_what_it_implies_at_the_same_level() -> None:
    """Delete at Team brings Edit at Team, and by that View at Team; never the other way round."""
    assert policy().held(policy().rights({"delete": Level.TEAM})) == {
        "view": Level.TEAM,
        "edit": Level.TEAM,
        "delete": Level.TEAM,
    }
    assert policy().held(policy().rights({"view": Level.ALL, "edit": Level.OWNED})) == {
        "view": Level.ALL,
        "edit": Level.OWNED,
    }


def test_what_the_catalogue_no_longer_knows_gives_nothing() -> None:
    """A stored permission or level that the catalogue lost gives no right: the default is no."""
    assert policy().rights({"gone": Level.ALL, "view": Level.ON, "import": Level.ALL}) == 0


@given(HELD)
def test_rights_spell_out_what_is_held(held: dict[str, Level]) -> None:
    """Spelled out and compiled again, rights stay the same; absent levels are left out."""
    rights = policy().rights(held)
    spelled = policy().held(rights)
    assert policy().rights(spelled) == rights
    assert not {Level.NONE, Level.OFF} & set(spelled.values())


@given(HELD, HELD)
def test_more_held_is_never_less_right(held: dict[str, Level], more: dict[str, Level]) -> None:
    """Every right of a person is still there when something else is added."""
    both = {name: level for name, level in held.items() if name not in more}
    assert policy().rights(both) | policy().rights(more) == policy().rights(both | more)


def test_a_super_admin_holds_every_permission_at_its_highest() -> None:
    """All bits: every permission at the top of its ladder, whatever the catalogue has."""
    assert policy().held(EVERY_RIGHT) == {name: ladder.levels[-1] for name, ladder in PERMISSIONS.items()}


@pytest.mark.parametrize(
    ("subscriptions", "on"),
    [
        ({}, {"everywhere"}),
        ({"hub": "free"}, {"everywhere"}),
        ({"hub": "starter"}, {"everywhere", "starter"}),
        ({"hub": "pro"}, {"everywhere", "starter", "pro or addon"}),
        ({"addon": "addon"}, {"everywhere", "pro or addon"}),
        ({"hub": "starter", "addon": "addon"}, {"everywhere", "starter", "pro or addon", "starter and addon"}),
        ({"hub": "gone", "gone": "pro"}, {"everywhere"}),
    ],
)
def test_subscriptions_switch_tools_on(subscriptions: dict[str, str], on: set[str]) -> None:
    """A tool is on with any of its sets of product and lowest tier; a higher tier includes the lower ones."""
    made = policy()
    tools = made.tools(subscriptions)
    assert {tool for tool, bit in made.tool_bits.items() if tools & bit} == on


def test_the_plans_behind_a_tool_can_be_read_back() -> None:
    """Which products and tiers switch a tool on is data for the words of a refusal."""
    assert policy().plan_need("starter and addon") == TOOLS["starter and addon"]


def test_a_need_becomes_one_mask_for_each_set() -> None:
    """Each set of an OR of ANDs is one mask; an empty set is always met; no set at all never is."""
    made = policy(
        ScopeNeed("a", ((Right("view", Level.TEAM), Right("import", Level.ON)), ()), (("starter", "pro or addon"),)),
        ScopeNeed("b", (), ()),
    )
    view, switch = (made.right_mask(right) for right in (Right("view", Level.TEAM), Right("import", Level.ON)))
    assert made.needs["a"].right_masks == (view | switch, 0)
    assert made.needs["a"].tool_masks == (made.tool_bits["starter"] | made.tool_bits["pro or addon"],)
    assert (made.needs["b"].right_masks, made.needs["b"].tool_masks) == ((), ())


def test_implications_may_run_in_a_circle() -> None:
    """A circle of implications ends: each of them brings all the others."""
    made = compile_policy(
        permissions={"a": Ladder.SWITCH, "b": Ladder.SWITCH, "c": Ladder.SWITCH},
        implies={"a": ("b",), "b": ("c",), "c": ("a",)},
        tools={},
        tiers={},
        needs=[],
        marketplace=None,
    )
    assert made.rights({"b": Level.ON}) == made.rights({"a": Level.ON, "b": Level.ON, "c": Level.ON})


@pytest.mark.parametrize(
    ("tools", "need"),
    [
        ({}, ScopeNeed("s", ((Right("gone", Level.ON),),))),
        ({}, ScopeNeed("s", ((),), (("gone",),))),
        ({"t": ((("gone", "pro"),),)}, ScopeNeed("s")),
        ({"t": ((("hub", "gone"),),)}, ScopeNeed("s")),
    ],
)
def test_a_need_for_something_undeclared_is_a_mistake_at_once(tools: dict[str, PlanNeed], need: ScopeNeed) -> None:
    """A need that names an undeclared permission, tool, product or tier never becomes a policy."""
    with pytest.raises(KeyError):
        compile_policy(permissions=PERMISSIONS, implies={}, tools=tools, tiers=TIERS, needs=[need], marketplace=None)


def test_a_level_of_the_other_ladder_is_a_mistake_at_once() -> None:
    """A need for a switch at All, or for records at On, never becomes a policy."""
    for right in (Right("import", Level.ALL), Right("view", Level.ON)):
        with pytest.raises(ValueError, match="not in tuple"):
            policy(ScopeNeed("s", ((right,),)))


def test_a_duty_asks_for_the_right_that_the_catalogue_names() -> None:
    """Whoever holds the right may; a duty without a right is the Super Admins' alone, and they may everything."""
    made = compile_policy(
        permissions=PERMISSIONS,
        implies=IMPLIES,
        tools={},
        tiers={},
        needs=[],
        marketplace=None,
        duties={Duty.SEE_PEOPLE: Right("view", Level.TEAM)},
    )
    assert made.may(made.rights({"edit": Level.TEAM}), Duty.SEE_PEOPLE)
    assert not made.may(made.rights({"view": Level.OWNED}), Duty.SEE_PEOPLE)
    everything = {name: ladder.levels[-1] for name, ladder in PERMISSIONS.items()}
    assert not made.may(made.rights(everything), Duty.EDIT_PLAN)
    assert all(made.may(EVERY_RIGHT, duty) for duty in Duty)


def test_a_memory_stays_bounded() -> None:
    """What was kept can be forgotten, never wrong: a full memory starts over."""
    told: Told[int, str] = Told(most=3)
    for key in range(10):
        told.keep(key, str(key))
        assert told.get(key) == str(key)
        assert sum(told.get(other) is not None for other in range(10)) <= 3
    assert told.get(99) is None


def test_close_names_are_found_again() -> None:
    """A name gets the same suggestions each time it is asked for, endless names included."""
    made = policy(ScopeNeed("crm.lists.read"), ScopeNeed("crm.lists.write"))
    assert made.close_to("crm.list.read") == made.close_to("crm.list.read") == ("crm.lists.read", "crm.lists.write")
    assert made.close_to("x" * 100_000) == ()
