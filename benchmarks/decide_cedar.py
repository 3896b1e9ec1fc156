"""The question put to Cedar (cedarpy), in three ways. Policies, entities and requests are parsed beforehand.

An app becomes a policy of its own with everything it demands, so that only what matters is evaluated.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from cedarpy import Entities, PolicySet, is_authorized, is_authorized_batch

from admittance.core.policy import Policy
from benchmarks.decide_peer import (
    Case,
    Reasons,
    marketplace_is_asked,
    name,
    url_is_right,
    ways_of_rights,
    ways_of_tools,
)

Ask = Callable[[int], bool]
Wants: TypeAlias = dict[tuple[str, str], list[list[str]]]
"""(scope, "rights" or "tools") -> ways, each a list of names."""
_USER = {"type": "User", "id": "installer"}
_ACCOUNT = {"type": "Account", "id": "account"}
_CONNECT = {"type": "Action", "id": "connect"}
_ASK = {"principal": _USER, "action": _CONNECT, "resource": _ACCOUNT}


def one_request(policy: Policy, cases: Sequence[Case]) -> Ask:
    """One request a decision. Person and account are parsed entities; the URL comes with the request, as context."""
    policies = [PolicySet.from_str(_app_policy(policy, case, "context")) for case in cases]
    entities = [_entities(case, {}) for case in cases]
    requests = [_ASK | {"context": json.dumps(_attempt(case))} for case in cases]
    return lambda number: is_authorized(requests[number], policies[number], entities[number]).allowed


def one_request_all_parsed(policy: Policy, cases: Sequence[Case]) -> Ask:
    """The same with the URL parsed beforehand too, as attributes of the account: nothing is left to read."""
    policies = [PolicySet.from_str(_app_policy(policy, case, "resource")) for case in cases]
    entities = [_entities(case, _attempt(case)) for case in cases]
    return lambda number: is_authorized(_ASK, policies[number], entities[number]).allowed


def one_request_per_scope(policy: Policy, cases: Sequence[Case]) -> Ask:
    """A batch with one request for each demanded scope; the URL's own rules are checked in Python."""
    policies = [PolicySet.from_str("\n".join(_scope_policies(policy, case))) for case in cases]
    entities = [_entities(case, {}) for case in cases]
    requests = [[_request({"type": "Action", "id": scope}) for scope in _asked(policy, case)] for case in cases]

    def ask(number: int) -> bool:
        if not url_is_right(cases[number]):
            return False
        results = is_authorized_batch(requests[number], policies[number], entities[number])
        return all(result.allowed for result in results)

    return ask


def from_names(policy: Policy, cases: Sequence[Case]) -> Ask:
    """One request a decision; only policies are parsed beforehand, the person and the account arrive as JSON."""
    policies = [PolicySet.from_str(_app_policy(policy, case, "context")) for case in cases]
    entities = [json.dumps(_entity_list(case, {})) for case in cases]
    requests = [_ASK | {"context": json.dumps(_attempt(case))} for case in cases]
    return lambda number: is_authorized(requests[number], policies[number], entities[number]).allowed


def same_reasons(policy: Policy, cases: Sequence[Case]) -> Callable[[int], Reasons]:
    """One request a decision that tells what is missing for which scope, demanded or optional, as `decide` does.

    Cedar names every `forbid` that applies, so each scope's rights, its tools, and each single name get one of their
    own. Everything is parsed beforehand. The URL's own rules and the levels held are left out, as a gift.
    """
    asking = [_Asking(policy, case) for case in cases]
    return lambda number: asking[number].missing()


class _Asking:
    """The request about one case, and what its policies mean."""

    def __init__(self, policy: Policy, case: Case) -> None:
        new = set(case.optional_scope) - set(case.granted_before)
        self._demanded = _wants(policy, case.demanded, marketplace=marketplace_is_asked(case))
        self._optional = _wants(policy, case.optional_scope, marketplace=bool(new)) if url_is_right(case) else {}
        wants = self._demanded | self._optional
        self._items = dict.fromkeys(item for ways in wants.values() for way in ways for item in way)
        rules = [*_whole(wants), *_single(wants)]
        self._policies = PolicySet.from_str("permit(principal, action, resource);" + "".join(rules))
        # cedarpy numbers policies in the order in which they stand; 0 is the permit.
        self._means = {f"policy{number}": what for number, what in enumerate([*wants, *self._items], 1)}
        self._entities = _entities(case, {})

    def missing(self) -> Reasons:
        """Optional scopes count where the demanded ones are granted."""
        result = is_authorized(_ASK, self._policies, self._entities)
        if result.allowed:
            return frozenset()
        refused = {self._means[policy] for policy in result.diagnostics.reasons}
        return self._told(self._demanded, refused) or self._told(self._optional, refused)

    def _told(self, wants: Wants, refused: set[Any]) -> Reasons:
        return frozenset(
            (*want, tuple(sorted({tuple(item for item in way if item in refused) for way in ways})))
            for want, ways in wants.items()
            if want in refused
        )


def _wants(policy: Policy, scopes: Sequence[str], *, marketplace: bool) -> Wants:
    wants: Wants = {}
    if marketplace and policy.marketplace is not None:
        wants["", "rights"] = [[name(policy.marketplace)]]
    for scope in scopes:
        need = policy.needs[scope].need
        wants |= {(scope, "rights"): ways_of_rights(need.permissions), (scope, "tools"): ways_of_tools(need.tools)}
    return {want: ways for want, ways in wants.items() if ways}


_HELD = {"rights": "principal.rights", "tools": "resource.tools"}


def _whole(wants: Wants) -> Iterable[str]:
    for (_, kind), ways in wants.items():
        yield _forbid_unless(" || ".join(f"{_HELD[kind]}.containsAll({_set(way)})" for way in ways))


def _single(wants: Wants) -> Iterable[str]:
    items = {item: _HELD[kind] for (_, kind), ways in wants.items() for way in ways for item in way}
    for item, held in items.items():
        yield _forbid_unless(f"{held}.contains({_text(item)})")


def _forbid_unless(test: str) -> str:
    return f"forbid(principal, action, resource) unless {{ {test} }};"


def _request(action: dict[str, str]) -> dict[str, Any]:
    return {**_ASK, "action": action}


def _attempt(case: Case) -> dict[str, Any]:
    return {
        "scope": case.scope,
        "optional_scope": case.optional_scope,
        "installed": case.installed,
        "granted_before": case.granted_before,
    }


def _entities(case: Case, attempt: dict[str, Any]) -> Entities:
    return Entities.from_json_str(json.dumps(_entity_list(case, attempt)))


def _entity_list(case: Case, attempt: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"uid": _USER, "attrs": {"rights": case.rights}, "parents": []},
        {"uid": _ACCOUNT, "attrs": {"tools": case.tools, **attempt}, "parents": []},
    ]


def _app_policy(policy: Policy, case: Case, url: str) -> str:
    """All of product section 1 for one app; `url` is where scope and optional_scope stand."""
    manifest = case.manifest
    demandable = manifest.required | manifest.conditionally_required
    tests = [
        f"{url}.scope.containsAll({_set(manifest.required)})",
        f"{_set(demandable)}.containsAll({url}.scope)",
        f"{_set(manifest.optional)}.containsAll({url}.optional_scope)"
        if manifest.optional
        else f"{url}.optional_scope.isEmpty()",
        *_marketplace(policy, case, url),
        *dict.fromkeys(test for scope in sorted(manifest.required) for test in _needs(policy, scope)),
    ]
    for scope in sorted(manifest.conditionally_required):
        tests += [f"(!{url}.scope.contains({_text(scope)}) || {test})" for test in _needs(policy, scope)]
    return _permit("connect", tests)


def _marketplace(policy: Policy, case: Case, url: str) -> Iterable[str]:
    if policy.marketplace is None:
        return
    new = [f"{url}.granted_before.containsAll({_set(case.manifest.required)})"]
    for scope in sorted(case.manifest.conditionally_required):
        new.append(f"(!{url}.scope.contains({_text(scope)}) || {url}.granted_before.contains({_text(scope)}))")
    yield f"(principal.rights.contains({_text(name(policy.marketplace))}) || ({url}.installed && {' && '.join(new)}))"


def _asked(policy: Policy, case: Case) -> list[str]:
    marketplace = policy.marketplace is not None and marketplace_is_asked(case)
    return [*case.demanded, "install"] if marketplace else list(case.demanded)


def _scope_policies(policy: Policy, case: Case) -> Iterable[str]:
    for scope in case.demanded:
        yield _permit(scope, _needs(policy, scope))
    if policy.marketplace is not None:
        yield _permit("install", [f"principal.rights.contains({_text(name(policy.marketplace))})"])


def _permit(action: str, tests: Sequence[str]) -> str:
    condition = f" when {{ {' && '.join(tests)} }}" if tests else ""
    return f"permit(principal, action == Action::{_text(action)}, resource){condition};"


def _needs(policy: Policy, scope: str) -> list[str]:
    need = policy.needs[scope].need
    rights = [f"principal.rights.containsAll({_set(way)})" for way in ways_of_rights(need.permissions)]
    tools = [f"resource.tools.containsAll({_set(way)})" for way in ways_of_tools(need.tools)]
    return [f"({' || '.join(ways)})" for ways in (rights, tools) if ways]


def _set(names: Iterable[str]) -> str:
    return f"[{', '.join(_text(name) for name in sorted(names))}]"


def _text(name: str) -> str:
    return json.dumps(name)
