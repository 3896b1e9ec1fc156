"""What a remedy makes of a question: the proof that it works, and what an approval carries out."""

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from admittance.core.decide import Question
from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import EVERY_RIGHT
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    ManifestChange,
    PermissionPart,
    PlanChange,
    Remedy,
    UrlChange,
)
from admittance.core.remedies.terms import Terms
from admittance.core.scopes import Parameter, ScopeKind

Subscriptions: TypeAlias = Mapping[str, str]


def applied(terms: Terms, question: Question, subscriptions: Subscriptions, remedy: Remedy) -> Question:
    """The question as it stands once the whole of `remedy` is carried out."""
    return replace(
        question,
        manifest=manifest_after(question.manifest, remedy.manifest),
        url=url_after(question.url, remedy.url),
        rights=rights_after(terms, question.rights, remedy.permission),
        tools=terms.policy.tools(plan_after(subscriptions, remedy.plan)) if remedy.plan else question.tools,
    )


def url_after(url: InstallUrl, changes: tuple[UrlChange, ...]) -> InstallUrl:
    """The corrected install URL."""
    touched = {change.scope for change in changes}
    scope = {change.scope for change in changes if Parameter.SCOPE in change.after}
    optional_scope = {change.scope for change in changes if Parameter.OPTIONAL_SCOPE in change.after}
    return InstallUrl((url.scope - touched) | scope, (url.optional_scope - touched) | optional_scope)


def manifest_after(manifest: Manifest, changes: tuple[ManifestChange, ...]) -> Manifest:
    """The manifest with other kinds. `oauth` and required scopes are never among the changes."""
    touched = {change.scope for change in changes}
    kinds = {kind: {change.scope for change in changes if change.after is kind} for kind in ScopeKind}
    return Manifest(
        (manifest.required - touched) | kinds[ScopeKind.REQUIRED],
        (manifest.conditionally_required - touched) | kinds[ScopeKind.CONDITIONALLY_REQUIRED],
        (manifest.optional - touched) | kinds[ScopeKind.OPTIONAL],
    )


def plan_after(subscriptions: Subscriptions, changes: tuple[PlanChange, ...]) -> dict[str, str]:
    """Product -> tier."""
    return {**subscriptions, **{change.product: change.after for change in changes}}


def rights_after(terms: Terms, rights: int, part: PermissionPart | None) -> int:
    """The installer's rights mask. A permission set replaces it; one that the catalogue lost gives nothing."""
    match part:
        case None:
            return rights
        case GrantRights() | ElevateRights():
            return rights | terms.policy.rights({right.permission: right.level for right in part.rights})
        case AssignSet():
            return terms.sets.get(part.permission_set, 0)
        case ElevateSuperAdmin() | MakeSuperAdmin():
            return EVERY_RIGHT
        case _:
            assert_never(part)
