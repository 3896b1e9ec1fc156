"""The halves of a decision by themselves."""

from hypothesis import given
from hypothesis import strategies as st

from admittance.core.decide import Granted, Question, decide
from admittance.core.install_url import InstallUrl
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest
from admittance.core.policy import EVERY_RIGHT, compile_policy
from admittance.core.requirements import Right, ScopeNeed
from admittance.core.sufficing import permitted, switched_on

POLICY = compile_policy(
    permissions={"view": Ladder.RECORDS, "edit": Ladder.RECORDS, "import": Ladder.SWITCH},
    implies={"edit": ("view",)},
    tools={"lists": ((("hub", "starter"),),), "flows": ((("hub", "pro"),),)},
    tiers={"hub": ("free", "starter", "pro")},
    needs=(
        ScopeNeed("open"),
        ScopeNeed("read", ((Right("view", Level.TEAM),),), (("lists",), ("flows",))),
        ScopeNeed("write", ((Right("edit", Level.ALL),), (Right("edit", Level.OWNED), Right("import", Level.ON)))),
        ScopeNeed("run", ((Right("import", Level.ON),),), (("lists", "flows"),)),
        ScopeNeed("nobody's", ()),
    ),
    marketplace=None,
)
SCOPES = st.sets(st.sampled_from(["open", "read", "write", "run", "nobody's", "lost"])).map(frozenset)
RIGHTS = st.dictionaries(st.sampled_from(["view", "edit", "import"]), st.sampled_from(list(Level))).map(POLICY.rights)
TOOLS = st.sampled_from(["free", "starter", "pro"]).map(lambda tier: POLICY.tools({"hub": tier}))
EVERY_TOOL = POLICY.tools({"hub": "pro"})


def granted(scope: str, rights: int, tools: int) -> bool:
    """Whether a connection that asks for this one scope may be made."""
    wanted = frozenset({scope})
    question = Question(Manifest(required=wanted), InstallUrl(wanted), rights, tools, installed=True)
    return isinstance(decide(POLICY, question), Granted)


@given(SCOPES, st.one_of(RIGHTS, st.just(EVERY_RIGHT)))
def test_a_permitted_scope_is_one_that_the_decision_grants_where_every_tool_is_on(
    scopes: frozenset[str], rights: int
) -> None:
    """Rights suffice for exactly what the decision would grant them with every tool switched on."""
    assert permitted(POLICY, scopes, rights) == {scope for scope in scopes if granted(scope, rights, EVERY_TOOL)}


@given(SCOPES, TOOLS)
def test_a_scope_is_switched_on_where_a_super_admin_is_granted_it(scopes: frozenset[str], tools: int) -> None:
    """Tools suffice for exactly what the decision would grant somebody who lacks no right."""
    assert switched_on(POLICY, scopes, tools) == {scope for scope in scopes if granted(scope, EVERY_RIGHT, tools)}


def test_a_super_admin_lacks_nothing_that_the_catalogue_has() -> None:
    """Rule 3: also where no permission would do; what the catalogue has lost is nobody's."""
    assert permitted(POLICY, frozenset({"read", "nobody's", "lost"}), EVERY_RIGHT) == {"read", "nobody's"}
