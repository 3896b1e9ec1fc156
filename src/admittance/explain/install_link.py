"""Words for what the app's developer, or the server's operator, can correct: the scopes of an install URL."""

from gettext import NullTranslations

from admittance.core.reasons import (
    ConditionalInOptional,
    LostByCatalogue,
    NotConfigured,
    OptionalInScope,
    RequiredInOptional,
    RequiredMissing,
    mended_by,
)
from admittance.core.scopes import Parameter, ScopeKind
from admittance.explain.explanation import Category, Explanation, Line, Node
from admittance.explain.labels import Labels
from admittance.explain.nodes import asked_as, developer_node, explanation, scope_node, who_can
from admittance.explain.people import Scene, any_of


def required_missing(reason: RequiredMissing, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 1: a required scope does not stand in `scope`."""
    missing = Node(t.gettext("Missing from"), (_parameter(Parameter.SCOPE),), t.gettext("In the install link"))
    return explanation(
        reason,
        Category.INSTALL_LINK,
        kind=ScopeKind.REQUIRED,
        title=labels.scope(reason.scope),
        chain=(scope_node(reason.scope, asked_as(ScopeKind.REQUIRED, scene, t), t), missing, developer_node(scene, t)),
        wrong=t.gettext("`%(scope)s` is missing from `scope`.") % {"scope": reason.scope},
        rule=t.gettext("Every required scope must stand in `scope`."),
        fix=t.gettext("Add `%(scope)s` to `scope`.") % {"scope": reason.scope},
        who=who_can(mended_by(reason), scene, t),
        t=t,
    )


def required_in_optional(reason: RequiredInOptional, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 1: a required scope stands in `optional_scope`, even if it is also in `scope`."""
    chain = (
        scope_node(reason.scope, asked_as(ScopeKind.REQUIRED, scene, t), t),
        _misplaced(Parameter.OPTIONAL_SCOPE, Parameter.SCOPE, t),
        developer_node(scene, t),
    )
    return explanation(
        reason,
        Category.INSTALL_LINK,
        kind=ScopeKind.REQUIRED,
        title=labels.scope(reason.scope),
        chain=chain,
        wrong=t.gettext("A required scope can't stand in `optional_scope`."),
        rule=t.gettext("Required scopes go in `scope`, and nowhere else."),
        fix=t.gettext("Take `%(scope)s` out of `optional_scope`; it belongs in `scope`.") % {"scope": reason.scope},
        who=who_can(mended_by(reason), scene, t),
        t=t,
    )


def conditional_in_optional(
    reason: ConditionalInOptional, scene: Scene, labels: Labels, t: NullTranslations
) -> Explanation:
    """Rule 2: a conditionally required scope stands in `optional_scope`."""
    kind = ScopeKind.CONDITIONALLY_REQUIRED
    chain = (
        scope_node(reason.scope, t.gettext("Conditionally required in the app's settings"), t),
        _misplaced(Parameter.OPTIONAL_SCOPE, Parameter.SCOPE, t),
        developer_node(scene, t),
    )
    return explanation(
        reason,
        Category.INSTALL_LINK,
        kind=kind,
        title=labels.scope(reason.scope),
        chain=chain,
        wrong=t.gettext("A conditionally required scope can't stand in `optional_scope`."),
        rule=t.gettext("Optional scopes go in `optional_scope`; required and conditional ones in `scope`."),
        fix=t.gettext("Move `%(scope)s` from `optional_scope` to `scope`.") % {"scope": reason.scope},
        who=who_can(mended_by(reason), scene, t),
        t=t,
    )


def optional_in_scope(reason: OptionalInScope, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 2: an optional scope stands in `scope`."""
    chain = (
        scope_node(reason.scope, t.gettext("Optional in the app's settings"), t),
        _misplaced(Parameter.SCOPE, Parameter.OPTIONAL_SCOPE, t),
        developer_node(scene, t),
    )
    return explanation(
        reason,
        Category.INSTALL_LINK,
        kind=ScopeKind.OPTIONAL,
        title=labels.scope(reason.scope),
        chain=chain,
        wrong=t.gettext("An optional scope can't stand in `scope`."),
        rule=t.gettext("Optional scopes go in `optional_scope`; required and conditional ones in `scope`."),
        fix=t.gettext("Move `%(scope)s` from `scope` to `optional_scope`.") % {"scope": reason.scope},
        who=who_can(mended_by(reason), scene, t),
        t=t,
    )


def not_configured(reason: NotConfigured, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 2: the URL asks for a scope that the app's settings lack, or that no catalogue knows ("did you mean")."""
    known = t.gettext("In the catalogue, but not in the app's settings")
    places = tuple(_parameter(place) for place in reason.places)
    chain = (
        scope_node(reason.scope, known if reason.known else t.gettext("Unknown to this server"), t),
        Node(t.gettext("Stands in"), places, t.gettext("Missing from the app's settings")),
        developer_node(scene, t),
    )
    return explanation(
        reason,
        Category.INSTALL_LINK,
        kind=None,
        title=labels.scope(reason.scope) if reason.known else t.gettext("A scope this server doesn't know"),
        chain=chain,
        wrong=t.gettext("`%(scope)s` is not in the app's settings.") % {"scope": reason.scope},
        rule=t.gettext("An install link may only ask for scopes that the app's settings have."),
        fix=_not_configured_fix(reason, t),
        who=who_can(mended_by(reason), scene, t),
        t=t,
    )


def lost_by_catalogue(reason: LostByCatalogue, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 12: the catalogue lost a scope that the manifest still names. Its cause is the operator's."""
    gone = Line(t.gettext("This server's catalogue"))
    chain = (
        scope_node(reason.scope, asked_as(reason.kind, scene, t), t),
        Node(t.gettext("Missing from"), (gone,), t.gettext("It was there when the app was set up")),
        Node(t.gettext("Can correct it"), note=t.gettext("Runs this server"), contact=scene.operator),
    )
    return explanation(
        reason,
        Category.CATALOGUE,
        kind=reason.kind,
        title=labels.scope(reason.scope),
        chain=chain,
        wrong=t.gettext("This server's catalogue no longer has `%(scope)s`.") % {"scope": reason.scope},
        rule=t.gettext("Every scope an app asks for must be in the server's catalogue."),
        fix=t.gettext("Bring `%(scope)s` back into the catalogue.") % {"scope": reason.scope},
        who=who_can(mended_by(reason), scene, t),
        t=t,
    )


def _parameter(parameter: Parameter) -> Line:
    return Line(parameter.value, technical=True)


def _misplaced(stands: Parameter, belongs: Parameter, t: NullTranslations) -> Node:
    note = t.gettext("Belongs in `%(parameter)s`") % {"parameter": belongs.value}
    return Node(t.gettext("Stands in"), (_parameter(stands),), note)


def _not_configured_fix(reason: NotConfigured, t: NullTranslations) -> str:
    if reason.known:
        return t.gettext("Take `%(scope)s` out of the install link, or add it to the app's settings.") % {
            "scope": reason.scope
        }
    if reason.did_you_mean:
        close = any_of([f"`{name}`" for name in reason.did_you_mean], t)
        return t.gettext("Did you mean %(scopes)s?") % {"scopes": close}
    return t.gettext("Take `%(scope)s` out of the install link.") % {"scope": reason.scope}
