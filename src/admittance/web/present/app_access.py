"""The minimum access rights of an app, worked out from the catalogue."""

from admittance.core.levels import Level
from admittance.core.reasons import Shortfall
from admittance.core.requirements import Right, ToolNeed
from admittance.core.sufficing import permitted
from admittance.explain.levels import needed_words
from admittance.explain.people import all_of
from admittance.usecases.records import App
from admittance.web.pages.help import AccessRow, AppAccessPage, ToolPlans
from admittance.web.present.help import get_help_url
from admittance.web.present.reader import Reader, mark_of
from admittance.web.present.why import kind_word


def app_access_page(reader: Reader, app: App) -> AppAccessPage:
    """Scope -> permission and level -> tool and plans, required scopes first."""
    manifest = app.manifest
    ordered = [
        *sorted(manifest.required),
        *sorted(manifest.conditionally_required),
        *sorted(manifest.optional),
    ]
    right = reader.catalogue.marketplace
    return AppAccessPage(
        app=mark_of(app),
        maker=app.maker,
        manifest_version=app.manifest_version,
        rows=tuple(_row(reader, app, scope) for scope in ordered),
        installing=_right(reader, right) if right else "",
        sets=_sets(reader, app),
        get_help_url=get_help_url(reader),
    )


def _row(reader: Reader, app: App, scope: str) -> AccessRow:
    need = reader.catalogue.scopes[scope].need if scope in reader.catalogue.scopes else None
    permissions = need.permissions if need else ()
    return AccessRow(
        scope=scope,
        label=reader.labels.scope(scope),
        kind=kind_word(reader, app.manifest.kind_of(scope)),
        permissions=_permissions(reader, permissions) if all(permissions) else (),
        tools=_tools(reader, need.tools if need else ()),
    )


def _permissions(reader: Reader, ways: tuple[tuple[Right, ...], ...]) -> tuple[str, ...]:
    return tuple(all_of([_right(reader, right) for right in way], reader.words) for way in ways)


def _right(reader: Reader, right: Right) -> str:
    return needed_words(Shortfall(right.permission, right.level, Level.NONE), reader.labels, reader.words)


def _tools(reader: Reader, need: ToolNeed) -> tuple[ToolPlans, ...]:
    """The ways that would do; none where an account without any plan has one of them."""
    policy, labels = reader.catalogue.policy, reader.labels
    everyone = policy.tools({})
    if any(all(policy.tool_bits[tool] & everyone for tool in way) for way in need):
        return ()
    return tuple(
        ToolPlans(
            all_of([labels.tool(tool) for tool in way], reader.words),
            tuple(dict.fromkeys(plan for tool in way for plan in labels.plans_with(tool))),
        )
        for way in need
    )


def _sets(reader: Reader, app: App) -> tuple[str, ...]:
    """The permission sets that hold the right behind every required scope."""
    policy = reader.catalogue.policy
    known = app.manifest.required & policy.known
    found = (
        name
        for name in reader.catalogue.sets
        if permitted(policy, known, reader.catalogue.permission_set_rights(name)) == known
    )
    return tuple(reader.catalogue.permission_set_label(name, reader.language.value) for name in found)
