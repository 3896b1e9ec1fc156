"""The sentences under the heading: how much is missing, who can help, by name, and what is not the reader's doing."""

from collections.abc import Sequence
from gettext import NullTranslations
from typing import assert_never

from admittance.core.reasons import Audience, MarketplaceMissing, PermissionMissing, Reason, ToolMissing, mended_by
from admittance.explain.labels import Labels
from admittance.explain.people import Scene, all_of, one_of


def summary(reasons: Sequence[Reason], scene: Scene, labels: Labels, t: NullTranslations) -> str:
    """One or two sentences for all `reasons`, which are in headline order and at least one."""
    audiences = tuple(dict.fromkeys(mended_by(reason) for reason in reasons))
    if len(audiences) > 1:
        return _several(len(reasons), audiences, t)
    match audiences[0]:
        case Audience.DEVELOPER:
            return f"{_install_link(len(reasons), scene, t)} {_not_yours(scene, t)}"
        case Audience.OPERATOR:
            return f"{_catalogue(len(reasons), scene, t)} {_not_yours(scene, t)}"
        case Audience.PLAN_OWNER:
            return f"{_plan(reasons, scene, labels, t)} {_can_change_plan(scene, t)}"
        case Audience.ADMIN:
            return f"{_permissions(reasons, scene, t)} {_can_give(reasons, scene, t)}"
        case _:
            assert_never(audiences[0])


def number_word(count: int, t: NullTranslations) -> str:
    """A small number as a word in running text: "two". From ten on the figure."""
    words = (
        t.gettext("no"),
        t.gettext("one"),
        t.gettext("two"),
        t.gettext("three"),
        t.gettext("four"),
        t.gettext("five"),
        t.gettext("six"),
        t.gettext("seven"),
        t.gettext("eight"),
        t.gettext("nine"),
    )
    return words[count] if count < len(words) else str(count)


def missing_permissions(reasons: Sequence[Reason]) -> frozenset[str]:
    """The permissions behind the nearest way out of every permission reason."""
    found: set[str] = set()
    for reason in reasons:
        if isinstance(reason, MarketplaceMissing):
            found.add(reason.permission)
        elif isinstance(reason, PermissionMissing) and reason.ways:
            found.update(part.permission for part in reason.ways[0])
    return frozenset(found)


def _several(count: int, audiences: tuple[Audience, ...], t: NullTranslations) -> str:
    things = t.gettext("%(count)s things are in the way.") % {"count": number_word(count, t).capitalize()}
    match audiences[0]:
        case Audience.DEVELOPER:
            first = t.gettext("The install link comes first; the rest can wait until it's corrected.")
        case Audience.OPERATOR:
            first = t.gettext("The server's catalogue comes first; the rest can wait until it's corrected.")
        case Audience.PLAN_OWNER:
            first = t.gettext("The plan comes first, then the permissions.")
        case Audience.ADMIN:
            first = t.gettext("The permissions come first.")
        case _:
            assert_never(audiences[0])
    return f"{things} {first}"


def _install_link(count: int, scene: Scene, t: NullTranslations) -> str:
    sentence = t.ngettext(
        "One thing needs correcting in the install link of %(app)s.",
        "%(count)s things need correcting in the install link of %(app)s.",
        count,
    )
    return sentence % {"count": number_word(count, t).capitalize(), "app": scene.app}


def _catalogue(count: int, scene: Scene, t: NullTranslations) -> str:
    sentence = t.ngettext(
        "%(app)s asks for a scope that this server's catalogue no longer has.",
        "%(app)s asks for %(count)s scopes that this server's catalogue no longer has.",
        count,
    )
    return sentence % {"count": number_word(count, t), "app": scene.app}


def _not_yours(scene: Scene, t: NullTranslations) -> str:
    if scene.about:
        words = {"person": scene.about}
        return t.gettext("Nothing is wrong with the access of %(person)s or the account's plan.") % words
    return t.gettext("Nothing is wrong with your access or your account's plan.")


def _plan(reasons: Sequence[Reason], scene: Scene, labels: Labels, t: NullTranslations) -> str:
    tools = (tool for reason in reasons if isinstance(reason, ToolMissing) and reason.ways for tool in reason.ways[0])
    names = all_of([labels.tool(tool) for tool in dict.fromkeys(tools)], t)
    words = {"app": scene.app, "tools": names, "account": scene.account}
    if not names:
        return t.gettext("%(app)s needs something that no plan in the catalogue includes.") % words
    return t.gettext("%(app)s needs %(tools)s, which the plan of %(account)s doesn't include.") % words


def _can_change_plan(scene: Scene, t: NullTranslations) -> str:
    names = one_of([person.name for person in scene.people(Audience.PLAN_OWNER)], t)
    if not names:
        return t.gettext("Nobody in %(account)s can change the plan right now.") % {"account": scene.account}
    return t.gettext("%(people)s can change the plan.") % {"people": names}


def _permissions(reasons: Sequence[Reason], scene: Scene, t: NullTranslations) -> str:
    count = len(missing_permissions(reasons))
    words = {"count": number_word(count, t), "account": scene.account, "person": scene.about}
    if not count:
        return t.gettext("No permission in the catalogue opens what this app asks for.")
    if scene.about:
        return (
            t.ngettext(
                "%(person)s needs one more permission in %(account)s.",
                "%(person)s needs %(count)s more permissions in %(account)s.",
                count,
            )
            % words
        )
    return (
        t.ngettext(
            "You need one more permission in %(account)s.",
            "You need %(count)s more permissions in %(account)s.",
            count,
        )
        % words
    )


def _can_give(reasons: Sequence[Reason], scene: Scene, t: NullTranslations) -> str:
    names = one_of([person.name for person in scene.people(Audience.ADMIN)], t)
    count = max(len(missing_permissions(reasons)), 1)
    if not names:
        sentence = t.ngettext(
            "Nobody in %(account)s can give it right now.", "Nobody in %(account)s can give them right now.", count
        )
        return sentence % {"account": scene.account}
    return t.ngettext("%(people)s can give it.", "%(people)s can give them.", count) % {"people": names}
