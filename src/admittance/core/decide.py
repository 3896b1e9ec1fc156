"""May this app be connected to this account by this person? Product section 1, one function a rule."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import EVERY_RIGHT, CompiledNeed, Demand, Policy, met
from admittance.core.reasons import (
    ConditionalInOptional,
    Dropped,
    DropReason,
    LostByCatalogue,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    Reason,
    RefusalCode,
    RequiredInOptional,
    RequiredMissing,
    Shortfall,
    ToolMissing,
    WhyMarketplace,
    code_of,
)
from admittance.core.scopes import ScopeKind


class Question(Struct, frozen=True):
    """Everything a decision depends on.

    `rights` is `Policy.rights(…)` of the installer (`EVERY_RIGHT` for a Super Admin), `tools` is `Policy.tools(…)` of
    the account. `installed`: the app was exchanged once in the account and not uninstalled since. `granted_before`: the
    scopes granted to it in the account since then. `always_ask_marketplace`: the account's own setting.
    """

    manifest: Manifest
    url: InstallUrl
    rights: int
    tools: int
    installed: bool = False
    granted_before: frozenset[str] = frozenset()
    always_ask_marketplace: bool = False


class Granted(Struct, frozen=True, tag="granted", tag_field="verdict"):
    """The connection may be made. `demanded` is given as a whole, `offered` is the installer's choice, both together
    with `dropped` are what was asked.
    """

    demanded: frozenset[str]
    offered: frozenset[str] = frozenset()
    dropped: tuple[Dropped, ...] = ()


class Refused(Struct, frozen=True, tag="refused", tag_field="verdict"):
    """The connection may not be made. `reasons` are all of them, in headline order, then by scope."""

    reasons: tuple[Reason, ...]

    @property
    def headline(self) -> RefusalCode:
        """The heading of the page: that of the first reason."""
        return code_of(self.reasons[0])

    @property
    def codes(self) -> tuple[RefusalCode, ...]:
        """Every heading that applies, in headline order, each once."""
        return tuple(dict.fromkeys(code_of(reason) for reason in self.reasons))


Decision: TypeAlias = Granted | Refused


def decide(policy: Policy, question: Question) -> Decision:
    """Decide after product section 1, with all reasons.

    Order of checks: insufficient scopes (developer), mismatch (developer), features (plan owner), permission (admin).
    """
    manifest, url = question.manifest, question.url
    conditional = manifest.conditionally_required & url.scope
    demanded = manifest.required | conditional if conditional else manifest.required
    demand = policy.demand(demanded)
    # The usual answer first, in a few tests; whoever is refused gets everything looked at.
    if (
        _well_asked(policy, manifest, url, demanded, demand)
        and demand.is_met(question.rights, question.tools)
        and marketplace_missing(policy, question, demanded) is None
    ):
        return _granted(policy, question, demanded)
    reasons = _all_reasons(policy, question, demanded, demand)
    # None of all: a Super Admin lacks nothing, also where the catalogue names no permission that would do.
    return Refused(tuple(reasons)) if reasons else _granted(policy, question, demanded)


def _all_reasons(policy: Policy, question: Question, demanded: frozenset[str], demand: Demand) -> list[Reason]:
    manifest, url = question.manifest, question.url
    complete = demand.is_met(question.rights, question.tools)
    off, withheld = ([], []) if complete else _unmet(demand, question)
    reasons = insufficient_scopes(manifest, url)
    reasons += scope_mismatches(policy, manifest, url, demanded)
    for scope in off:
        reasons.append(_tool_missing(policy, scope, question.tools, _demanded_kind(manifest, scope)))
    if (marketplace := marketplace_missing(policy, question, demanded)) is not None:
        reasons.append(marketplace)
    for scope in withheld:
        reasons.append(_permission_missing(policy, scope, question.rights, _demanded_kind(manifest, scope)))
    return reasons


def _well_asked(policy: Policy, manifest: Manifest, url: InstallUrl, demanded: frozenset[str], demand: Demand) -> bool:
    """Whether rules 1, 2 and 12 have nothing to say: a few subset tests instead of looking for each mistake.

    `scope` holds every required scope and nothing that is not demanded, `optional_scope` only optional ones (which are
    neither required nor conditional: the three kinds are disjoint), and the catalogue has all of them.
    """
    return (
        manifest.required <= url.scope <= demanded
        and url.optional_scope <= manifest.optional
        and url.optional_scope <= policy.known
        and not demand.lost
    )


def _unmet(demand: Demand, question: Question) -> tuple[list[str], list[str]]:
    """Rules 4 and 3: the demanded scopes whose tool is off, and those whose permission is missing, both sorted.

    A scope that the catalogue lost has no need; rule 12 tells of it.
    """
    tools, rights = question.tools, question.rights
    off = [need.need.scope for need in demand.needs if not met(need.tool_masks, tools)]
    if rights == EVERY_RIGHT:
        return off, []
    return off, [need.need.scope for need in demand.needs if not met(need.right_masks, rights)]


def insufficient_scopes(manifest: Manifest, url: InstallUrl) -> list[Reason]:
    """Rule 1: every required scope stands in `scope`, and none in `optional_scope` — even if it is also in `scope`."""
    reasons: list[Reason] = []
    if not manifest.required <= url.scope:
        reasons += [RequiredMissing(scope) for scope in sorted(manifest.required - url.scope)]
    if not manifest.required.isdisjoint(url.optional_scope):
        reasons += [RequiredInOptional(scope) for scope in sorted(manifest.required & url.optional_scope)]
    return reasons


def scope_mismatches(policy: Policy, manifest: Manifest, url: InstallUrl, demanded: frozenset[str]) -> list[Reason]:
    """Rules 2 and 12: conditional goes in `scope`, optional in `optional_scope`, the rest nowhere."""
    asked = url.scope | url.optional_scope
    configured = manifest.configured
    reasons: list[Reason] = []
    if not asked <= configured:
        reasons += _not_configured(policy, url, sorted(asked - configured))
    if not manifest.conditionally_required.isdisjoint(url.optional_scope):
        misplaced = manifest.conditionally_required & url.optional_scope
        reasons += [ConditionalInOptional(scope) for scope in sorted(misplaced)]
    if not manifest.optional.isdisjoint(url.scope):
        reasons += [OptionalInScope(scope) for scope in sorted(manifest.optional & url.scope)]
    if not (demanded <= policy.known and asked <= policy.known):
        lost = ((demanded | asked) & configured) - policy.known
        reasons += [LostByCatalogue(scope, _kind(manifest, scope)) for scope in sorted(lost)]
    return reasons


def marketplace_missing(policy: Policy, question: Question, demanded: frozenset[str]) -> MarketplaceMissing | None:
    """Rule 3: App Marketplace access, where the connection installs the app or demands a scope new to the account."""
    right = policy.marketplace
    if right is None or question.rights & policy.marketplace_mask == policy.marketplace_mask:
        return None
    if not question.installed:
        return MarketplaceMissing(right.permission, WhyMarketplace.INSTALLS_APP)
    new = demanded - question.granted_before
    if new:
        return MarketplaceMissing(right.permission, WhyMarketplace.NEW_SCOPES, tuple(sorted(new)))
    if question.always_ask_marketplace:
        return MarketplaceMissing(right.permission, WhyMarketplace.ALWAYS_ASKED)
    return None


def _granted(policy: Policy, question: Question, demanded: frozenset[str]) -> Granted:
    """Rule 5: an optional scope out of reach is dropped with its reasons, never an error."""
    optional = question.manifest.optional & question.url.optional_scope
    if not optional or _all_within_reach(policy, question, optional):
        return Granted(demanded, optional)
    dropped = [Dropped(scope, why) for scope in sorted(optional) if (why := _out_of_reach(policy, question, scope))]
    return Granted(demanded, optional - {drop.scope for drop in dropped}, tuple(dropped))


def _all_within_reach(policy: Policy, question: Question, optional: frozenset[str]) -> bool:
    holds_marketplace = question.rights & policy.marketplace_mask == policy.marketplace_mask
    if not (holds_marketplace or optional <= question.granted_before):
        return False
    return policy.demand(optional).is_met(question.rights, question.tools)


def _out_of_reach(policy: Policy, question: Question, scope: str) -> tuple[DropReason, ...]:
    need = policy.needs[scope]
    why: list[DropReason] = []
    if not met(need.tool_masks, question.tools):
        why.append(_tool_missing(policy, scope, question.tools, ScopeKind.OPTIONAL))
    right = policy.marketplace
    lacks_marketplace = question.rights & policy.marketplace_mask != policy.marketplace_mask
    if right is not None and lacks_marketplace and scope not in question.granted_before:
        why.append(MarketplaceMissing(right.permission, WhyMarketplace.NEW_SCOPES, (scope,)))
    if not _permitted(need, question.rights):
        why.append(_permission_missing(policy, scope, question.rights, ScopeKind.OPTIONAL))
    return tuple(why)


def _permitted(need: CompiledNeed, rights: int) -> bool:
    # A Super Admin lacks nothing (rule 3), also where the catalogue names no permission that would do.
    return met(need.right_masks, rights) or rights == EVERY_RIGHT


MOST_SUGGESTIONS = 8
"""Unknown scopes of one URL that are compared with the catalogue: each costs more than a whole decision."""


def _not_configured(policy: Policy, url: InstallUrl, scopes: list[str]) -> list[Reason]:
    unknown = [scope for scope in scopes if scope not in policy.needs]
    close = {scope: policy.close_to(scope) for scope in unknown[:MOST_SUGGESTIONS]}
    return [NotConfigured(scope, url.places(scope), scope in policy.needs, close.get(scope, ())) for scope in scopes]


# A reason follows from the scope, its kind and the few bits that its need looks at, so each is made once per policy and
# told again: most people lack the same things. Bounded; forgetting costs a few microseconds.


def _tool_missing(policy: Policy, scope: str, tools: int, kind: ScopeKind) -> ToolMissing:
    need = policy.needs[scope]
    key = (scope, tools & need.tool_bits, kind.value)  # plain text: hashing an enum member costs a call
    if (told := policy.tools_told.get(key)) is None:
        ways = (tuple(tool for tool in way if not policy.tool_bits[tool] & tools) for way in need.need.tools)
        told = ToolMissing(scope, kind, tuple(sorted(set(ways), key=lambda way: (len(way), way))))
        policy.tools_told.keep(key, told)
    return told


def _permission_missing(policy: Policy, scope: str, rights: int, kind: ScopeKind) -> PermissionMissing:
    need = policy.needs[scope]
    key = (scope, rights & need.right_bits, kind.value)
    if (told := policy.rights_told.get(key)) is None:
        ways = (
            tuple(
                Shortfall(right.permission, right.level, policy.level(rights, right.permission))
                for right in way
                if (mask := policy.right_mask(right)) & rights != mask
            )
            for way in need.need.permissions
        )
        told = PermissionMissing(scope, kind, tuple(sorted(set(ways), key=lambda way: (len(way), way))))
        policy.rights_told.keep(key, told)
    return told


def _demanded_kind(manifest: Manifest, scope: str) -> ScopeKind:
    return ScopeKind.REQUIRED if scope in manifest.required else ScopeKind.CONDITIONALLY_REQUIRED


def _kind(manifest: Manifest, scope: str) -> ScopeKind:
    return ScopeKind.OPTIONAL if scope in manifest.optional else _demanded_kind(manifest, scope)
