"""Words for what whoever manages the plan can change: a tool that no subscription of the account switches on."""

from gettext import NullTranslations

from admittance.core.reasons import ToolMissing, mended_by
from admittance.explain.explanation import Category, Explanation, Line, Node
from admittance.explain.labels import Labels
from admittance.explain.nodes import asked_as, explanation, people_node, scope_node, who_can
from admittance.explain.people import Scene, all_of, any_of


def tool_missing(reason: ToolMissing, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """Rule 4: none of the tool sets that would do is switched on. Super Admin never helps here."""
    nearest = reason.ways[0] if reason.ways else ()
    audience = mended_by(reason)
    chain = (
        scope_node(reason.scope, asked_as(reason.kind, scene, t), t),
        _tool_node(nearest, scene, labels, t),
        people_node(t.gettext("Can switch it on"), audience, scene, t),
    )
    names = all_of([labels.tool(tool) for tool in nearest], t)
    return explanation(
        reason,
        Category.PLAN,
        kind=reason.kind,
        title=labels.scope(reason.scope),
        chain=chain,
        wrong=t.gettext("The account's plan doesn't include %(tools)s.") % {"tools": names or f"`{reason.scope}`"},
        rule=t.gettext("A tool must be switched on by the account's plan. Being Super Admin doesn't change that."),
        fix=_fix(nearest, labels, t),
        who=who_can(audience, scene, t),
        t=t,
        other_ways=tuple(all_of([labels.tool(tool) for tool in way], t) for way in reason.ways[1:]),
    )


def comes_with(tool: str, labels: Labels, t: NullTranslations) -> str:
    """Which plans switch a tool on, as a sentence; empty where the catalogue names none."""
    plans = labels.plans_with(tool)
    if not plans:
        return ""
    return t.gettext("%(tool)s comes with %(plans)s.") % {"tool": labels.tool(tool), "plans": any_of(plans, t)}


def _fix(tools: tuple[str, ...], labels: Labels, t: NullTranslations) -> str:
    sentences = [sentence for tool in tools if (sentence := comes_with(tool, labels, t))]
    return " ".join(sentences) or t.gettext("No plan in the catalogue switches it on.")


def _tool_node(tools: tuple[str, ...], scene: Scene, labels: Labels, t: NullTranslations) -> Node:
    label = t.ngettext("Needs the tool", "Needs the tools", max(len(tools), 1))
    lines = tuple(Line(labels.tool(tool)) for tool in tools) or (Line(t.gettext("None that a plan has")),)
    if not scene.plans:
        return Node(label, lines, t.gettext("%(account)s has no paid plan") % {"account": scene.account})
    return Node(label, lines, t.gettext("Not in %(plans)s") % {"plans": any_of(scene.plans, t)})
