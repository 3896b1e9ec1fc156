"""What several kinds of reason share: the scope at the start of the chain, and people or an address at its end."""

from gettext import NullTranslations
from typing import assert_never

from admittance.core.reasons import Audience, MarketplaceMissing, Reason, code_of, mended_by
from admittance.core.scopes import ScopeKind
from admittance.explain.explanation import Category, Explanation, Line, Node
from admittance.explain.people import Scene, one_of


def scope_node(scope: str, note: str, t: NullTranslations) -> Node:
    """Where every scope's chain starts."""
    return Node(t.gettext("Scope"), (Line(scope, technical=True),), note)


def asked_as(kind: ScopeKind, scene: Scene, t: NullTranslations) -> str:
    """How the app asks for a scope: "Required by Ringlane Phone"."""
    match kind:
        case ScopeKind.REQUIRED:
            sentence = t.gettext("Required by %(app)s")
        case ScopeKind.CONDITIONALLY_REQUIRED:
            sentence = t.gettext("Conditionally required by %(app)s")
        case ScopeKind.OPTIONAL:
            sentence = t.gettext("Optional for %(app)s")
        case _:
            assert_never(kind)
    return sentence % {"app": scene.app}


def developer_node(scene: Scene, t: NullTranslations) -> Node:
    """The app's developer can correct it."""
    return Node(t.gettext("Can correct it"), note=t.gettext("App developer"), contact=scene.developer)


def people_node(label: str, audience: Audience, scene: Scene, t: NullTranslations) -> Node:
    """The members who can mend it; without any the server's operator, so that a chain never ends in nobody."""
    people = scene.people(audience)
    if people:
        return Node(label, people=people)
    return Node(label, note=t.gettext("Nobody in this account right now"), contact=scene.operator)


def who_can(audience: Audience, scene: Scene, t: NullTranslations) -> str:
    """One sentence: who can do what `audience` does, by name."""
    names = one_of([person.name for person in scene.people(audience)], t)
    match audience:
        case Audience.DEVELOPER:
            return t.gettext("%(maker)s can correct the install link.") % {"maker": scene.developer.name}
        case Audience.OPERATOR:
            return t.gettext("%(operator)s runs this server and can correct it.") % {"operator": scene.operator.name}
        case Audience.PLAN_OWNER:
            if names:
                return t.gettext("%(people)s can change the plan.") % {"people": names}
            return t.gettext("Nobody in %(account)s can change the plan right now.") % {"account": scene.account}
        case Audience.ADMIN:
            if names:
                return t.gettext("%(people)s can give it.") % {"people": names}
            return t.gettext("Nobody in %(account)s can give it right now.") % {"account": scene.account}
        case _:
            assert_never(audience)


def explanation(
    reason: Reason,
    category: Category,
    *,
    kind: ScopeKind | None,
    title: str,
    chain: tuple[Node, Node, Node],
    wrong: str,
    rule: str,
    fix: str,
    who: str,
    t: NullTranslations,
    other_ways: tuple[str, ...] = (),
) -> Explanation:
    """An explanation with what follows from the reason itself filled in. All sentences come in the language of `t`."""
    code = code_of(reason)
    return Explanation(
        cause=str(reason.__struct_config__.tag),
        code=code,
        audience=mended_by(reason),
        category=category,
        category_word=_category_word(category, t),
        scope="" if isinstance(reason, MarketplaceMissing) else reason.scope,
        kind=kind,
        title=title,
        chain=chain,
        wrong=wrong,
        rule=rule,
        fix=fix,
        who=who,
        other_ways=other_ways,
        help_anchor=str(reason.__struct_config__.tag).replace("_", "-"),
    )


def _category_word(category: Category, t: NullTranslations) -> str:
    match category:
        case Category.PERMISSION:
            return t.pgettext("category", "Permission")
        case Category.PLAN:
            return t.pgettext("category", "Plan")
        case Category.INSTALL_LINK:
            return t.pgettext("category", "Install link")
        case Category.CATALOGUE:
            return t.pgettext("category", "Catalogue")
        case _:
            assert_never(category)
