"""The question put to Casbin (PyCasbin), in two ways. Models and rules are loaded beforehand, each app's rules alone.

The URL's own rules are checked in plain Python: Casbin has no sets.
"""

from collections.abc import Callable, Iterable, Sequence

from casbin import FastEnforcer
from casbin.model import FastModel

from admittance.core.policy import Policy
from benchmarks.decide_peer import Case, marketplace_is_asked, name, url_is_right, ways_of_rights, ways_of_tools

Ask = Callable[[int], bool]

_BY_SCOPE = """
[request_definition]
r = scope, act, holder
[policy_definition]
p = scope, act, way
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.scope == p.scope && r.act == p.act && holds(r.holder, p.way)
"""

_BY_NAME = """
[request_definition]
r = holder, name
[policy_definition]
p = holder, name
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.holder == p.holder && r.name == p.name
"""


def one_request_per_scope(policy: Policy, cases: Sequence[Case]) -> Ask:
    """A rule for each way to satisfy a scope; a function registered with Casbin compares the sets."""
    enforcers = [_scope_enforcer(policy, case) for case in cases]
    holders = [frozenset(case.rights) | frozenset(case.tools) for case in cases]
    asked = [_asked(policy, case) for case in cases]

    def ask(number: int) -> bool:
        enforcer, holder = enforcers[number], holders[number]
        return url_is_right(cases[number]) and all(enforcer.enforce(scope, "grant", holder) for scope in asked[number])

    return ask


def one_request_per_name(policy: Policy, cases: Sequence[Case]) -> Ask:
    """Plain access control lists: is this right held, is this tool on? The ways are walked in Python."""
    enforcers = [_list_enforcer(case) for case in cases]
    ways = [[list(_ways(policy, scope)) for scope in _asked(policy, case)] for case in cases]

    def ask(number: int) -> bool:
        enforcer = enforcers[number]
        return url_is_right(cases[number]) and all(
            any(all(enforcer.enforce("installer", item) for item in way) for way in ways_of_scope)
            for ways_of_scope in ways[number]
        )

    return ask


def _scope_enforcer(policy: Policy, case: Case) -> FastEnforcer:
    enforcer = _enforcer(_BY_SCOPE)
    split: dict[str, frozenset[str]] = {}
    for scope in _asked(policy, case):
        for way in _ways(policy, scope):
            split[" ".join(way)] = frozenset(way)
            enforcer.add_policy(scope, "grant", " ".join(way))
    enforcer.add_function("holds", lambda holder, way: split[way] <= holder)
    return enforcer


def _list_enforcer(case: Case) -> FastEnforcer:
    enforcer = _enforcer(_BY_NAME)
    for item in (*case.rights, *case.tools):
        enforcer.add_policy("installer", item)
    return enforcer


def _enforcer(model: str) -> FastEnforcer:
    """Casbin's faster enforcer: rules are found by their first two columns instead of one after the other."""
    loaded = FastModel([0, 1])
    loaded.load_model_from_text(model)
    return FastEnforcer(loaded, cache_key_order=[0, 1])


def _asked(policy: Policy, case: Case) -> list[str]:
    marketplace = policy.marketplace is not None and marketplace_is_asked(case)
    return [*case.demanded, "install"] if marketplace else list(case.demanded)


def _ways(policy: Policy, scope: str) -> Iterable[list[str]]:
    """Every way to satisfy a scope, rights and tools together."""
    if scope == "install":
        assert policy.marketplace is not None
        yield [name(policy.marketplace)]
        return
    need = policy.needs[scope].need
    for rights in ways_of_rights(need.permissions) or [[]]:
        for tools in ways_of_tools(need.tools) or [[]]:
            yield [*rights, *tools]
