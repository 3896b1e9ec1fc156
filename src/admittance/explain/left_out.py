"""Words for an optional scope that is left out (product rule 5): never an error, always with why and who."""

from gettext import NullTranslations
from typing import assert_never

from msgspec import Struct

from admittance.core.reasons import (
    Dropped,
    DropReason,
    MarketplaceMissing,
    PermissionMissing,
    ToolMissing,
    WhyMarketplace,
    mended_by,
)
from admittance.explain.labels import Labels
from admittance.explain.levels import held_words, needed_words
from admittance.explain.nodes import who_can
from admittance.explain.people import Scene, all_of
from admittance.explain.plans import comes_with


class LeftOut(Struct, frozen=True):
    """A scope that is left out: its name, plain words, every cause as a sentence, and who could change that."""

    scope: str
    label: str
    why: tuple[str, ...]
    who: tuple[str, ...]


def left_out(dropped: Dropped, scene: Scene, labels: Labels, t: NullTranslations) -> LeftOut:
    """One dropped scope in words; each person or cause is said once."""
    return LeftOut(
        scope=dropped.scope,
        label=labels.scope(dropped.scope),
        why=tuple(dict.fromkeys(_why(reason, scene, labels, t) for reason in dropped.why)),
        who=tuple(dict.fromkeys(_who(reason, scene, labels, t) for reason in dropped.why)),
    )


def _why(reason: DropReason, scene: Scene, labels: Labels, t: NullTranslations) -> str:
    match reason:
        case ToolMissing():
            tools = all_of([labels.tool(tool) for tool in (reason.ways[0] if reason.ways else ())], t)
            if not tools:
                return t.gettext("No plan in the catalogue switches it on.")
            return t.gettext("The account's plan doesn't include %(tools)s.") % {"tools": tools}
        case MarketplaceMissing():
            return _why_marketplace(labels.permission(reason.permission), reason.why, scene, t)
        case PermissionMissing():
            return _why_permission(reason, scene, labels, t)
        case _:
            assert_never(reason)


def _why_marketplace(permission: str, why: WhyMarketplace, scene: Scene, t: NullTranslations) -> str:
    words = {"account": scene.account, "permission": permission, "person": scene.about}
    if why is WhyMarketplace.NEW_SCOPES and not scene.about:
        return t.gettext("It is new in %(account)s, and you don't have %(permission)s.") % words
    if why is WhyMarketplace.NEW_SCOPES:
        return t.gettext("It is new in %(account)s, and %(person)s doesn't have %(permission)s.") % words
    if scene.about:
        return t.gettext("%(person)s doesn't have %(permissions)s.") % (words | {"permissions": permission})
    return t.gettext("You don't have %(permissions)s.") % {"permissions": permission}


def _why_permission(reason: PermissionMissing, scene: Scene, labels: Labels, t: NullTranslations) -> str:
    parts = [
        t.gettext("Needs %(permission)s. %(held)s.")
        % {"permission": needed_words(part, labels, t), "held": held_words(part, scene.about, t)}
        for part in (reason.ways[0] if reason.ways else ())
    ]
    return " ".join(parts) or t.gettext("No permission in the catalogue opens it.")


def _who(reason: DropReason, scene: Scene, labels: Labels, t: NullTranslations) -> str:
    person = who_can(mended_by(reason), scene, t)
    if isinstance(reason, ToolMissing) and reason.ways:
        plans = [sentence for tool in reason.ways[0] if (sentence := comes_with(tool, labels, t))]
        return " ".join([*plans, person])
    return person
