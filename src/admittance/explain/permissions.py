"""Words for what an administrator of the account can give: permissions, and access to the App Marketplace."""

from gettext import NullTranslations
from typing import assert_never

from admittance.core.reasons import MarketplaceMissing, PermissionMissing, Shortfall, WhyMarketplace, mended_by
from admittance.explain.explanation import Category, Explanation, Line, Node
from admittance.explain.labels import Labels
from admittance.explain.levels import held_words, needed_words
from admittance.explain.nodes import asked_as, explanation, people_node, scope_node, who_can
from admittance.explain.people import Scene, all_of


def permission_missing(reason: PermissionMissing, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 3: the installer holds none of the permission sets that would do."""
    nearest = reason.ways[0] if reason.ways else ()
    audience = mended_by(reason)
    needs = Node(
        t.ngettext("Needs the permission", "Needs the permissions", max(len(nearest), 1)),
        tuple(Line(needed_words(part, labels, t), note=held_words(part, scene.about, t)) for part in nearest)
        or (Line(t.gettext("None that exists")),),
    )
    chain = (
        scope_node(reason.scope, asked_as(reason.kind, scene, t), t),
        needs,
        people_node(t.gettext("Can give it"), audience, scene, t),
    )
    return explanation(
        reason,
        Category.PERMISSION,
        kind=reason.kind,
        title=labels.scope(reason.scope),
        chain=chain,
        wrong=_lacks(_names(nearest, labels, t) or f"`{reason.scope}`", scene, t),
        rule=t.gettext("A required scope needs the permission behind it."),
        fix=_give(_names(nearest, labels, t), scene, t),
        who=who_can(audience, scene, t),
        t=t,
        other_ways=tuple(_names(way, labels, t) for way in reason.ways[1:]),
    )


def marketplace_missing(reason: MarketplaceMissing, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 3: App Marketplace access, where the connection installs the app, brings new scopes, or is always asked."""
    permission = labels.permission(reason.permission)
    audience = mended_by(reason)
    words = {"permission": permission, "app": scene.app, "account": scene.account}
    absent = t.gettext("Not on for %(person)s yet") % {"person": scene.about} if scene.about else None
    needs = Node(
        t.ngettext("Needs the permission", "Needs the permissions", 1),
        (Line(permission, note=absent or t.gettext("Not on for you yet")),),
    )
    return explanation(
        reason,
        Category.PERMISSION,
        kind=None,
        title=_marketplace_title(reason.why, t),
        chain=(_needed_for(reason, scene, t), needs, people_node(t.gettext("Can give it"), audience, scene, t)),
        wrong=_lacks(permission, scene, t),
        rule=_marketplace_rule(reason.why, t) % words,
        fix=_give(permission, scene, t),
        who=who_can(audience, scene, t),
        t=t,
    )


def _names(way: tuple[Shortfall, ...], labels: Labels, t: NullTranslations) -> str:
    return all_of([needed_words(part, labels, t) for part in way], t)


def _lacks(names: str, scene: Scene, t: NullTranslations) -> str:
    if scene.about:
        return t.gettext("%(person)s doesn't have %(permissions)s.") % {"person": scene.about, "permissions": names}
    return t.gettext("You don't have %(permissions)s.") % {"permissions": names}


def _give(names: str, scene: Scene, t: NullTranslations) -> str:
    if not names:
        return t.gettext("No permission in the catalogue opens it.")
    if scene.about:
        return t.gettext("Give %(person)s %(permissions)s.") % {"person": scene.about, "permissions": names}
    return t.gettext("A colleague gives you %(permissions)s.") % {"permissions": names}


def _marketplace_title(why: WhyMarketplace, t: NullTranslations) -> str:
    match why:
        case WhyMarketplace.INSTALLS_APP:
            return t.gettext("Install apps in this account")
        case WhyMarketplace.NEW_SCOPES:
            return t.gettext("Bring new scopes to this account")
        case WhyMarketplace.ALWAYS_ASKED:
            return t.gettext("Connect apps to this account")
        case _:
            assert_never(why)


def _marketplace_rule(why: WhyMarketplace, t: NullTranslations) -> str:
    match why:
        case WhyMarketplace.INSTALLS_APP:
            return t.gettext("%(app)s is new in %(account)s, and installing an app needs %(permission)s.")
        case WhyMarketplace.NEW_SCOPES:
            return t.gettext("Scopes that %(app)s doesn't have in %(account)s yet need %(permission)s.")
        case WhyMarketplace.ALWAYS_ASKED:
            return t.gettext("%(account)s asks for %(permission)s at each connection.")
        case _:
            assert_never(why)


def _needed_for(reason: MarketplaceMissing, scene: Scene, t: NullTranslations) -> Node:
    label = t.gettext("Needed for")
    match reason.why:
        case WhyMarketplace.INSTALLS_APP:
            installing = Line(t.gettext("Installing %(app)s") % {"app": scene.app})
            return Node(label, (installing,), t.gettext("New in %(account)s") % {"account": scene.account})
        case WhyMarketplace.NEW_SCOPES:
            scopes = tuple(Line(scope, technical=True) for scope in reason.scopes)
            return Node(label, scopes, t.gettext("New in %(account)s") % {"account": scene.account})
        case WhyMarketplace.ALWAYS_ASKED:
            return Node(label, (Line(t.gettext("Every app")),), t.gettext("Checked at each connection"))
        case _:
            assert_never(reason.why)
