"""An app and its refusals as its developer sees them."""

from collections.abc import Sequence

from admittance.core.reasons import Audience, RefusalCode, mended_by
from admittance.explain.address import Addresses, addresses
from admittance.explain.headings import heading
from admittance.explain.people import Scene
from admittance.explain.reasons import explain
from admittance.usecases.case_name import case_name, console_case_path, console_path
from admittance.usecases.developer_cases import DeveloperCase, DeveloperCases, cases_for_developer, followed_link
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.web.help.articles import article_path, slug_of
from admittance.web.pages.console import (
    AppRow,
    ConsoleAppsPage,
    ConsoleHead,
    ConsoleRefusalPage,
    ConsoleRefusalsPage,
    ConsoleTab,
    DeveloperStatus,
    RefusalRow,
    TabLink,
)
from admittance.web.present.help import access_path, article_title
from admittance.web.present.reader import Reader, developer_of, mark_of
from admittance.web.present.refusal import install_endpoint

_ORDER = tuple(RefusalCode)


def console_head(app: App, current: ConsoleTab | None) -> ConsoleHead:
    """The app with all its tabs."""
    base = console_path(app.client_id)
    tabs = (
        TabLink(ConsoleTab.REFUSALS, base),
        TabLink(ConsoleTab.WEBHOOKS, f"{base}/webhooks"),
        TabLink(ConsoleTab.SECRET, f"{base}/secret"),
    )
    return ConsoleHead(app=mark_of(app), client_id=app.client_id, tabs=tabs, current=current)


def console_apps_page(tx: Transaction, apps: Sequence[App], now: int) -> ConsoleAppsPage:
    """One's apps by name."""
    return ConsoleAppsPage(rows=tuple(_app_row(tx, app, now) for app in apps))


def _app_row(tx: Transaction, app: App, now: int) -> AppRow:
    newest = cases_for_developer(tx, app, now, limit=1).cases
    return AppRow(
        app=mark_of(app),
        client_id=app.client_id,
        url=console_path(app.client_id),
        enabled=app.enabled,
        last_at=newest[0].opened_at if newest else None,
    )


def console_refusals_page(reader: Reader, app: App, shown: DeveloperCases, *, first: bool) -> ConsoleRefusalsPage:
    """One page of the app's refusals; `first` is the one with the newest."""
    base = console_path(app.client_id)
    return ConsoleRefusalsPage(
        head=console_head(app, ConsoleTab.REFUSALS),
        rows=tuple(_refusal_row(reader, app, case) for case in shown.cases),
        older_url="" if shown.next_before is None else f"{base}?before={case_name(shown.next_before)}",
        newest_url="" if first else base,
    )


def _refusal_row(reader: Reader, app: App, case: DeveloperCase) -> RefusalRow:
    return RefusalRow(
        name=case.name,
        url=console_case_path(app.client_id, case.id),
        codes=tuple(code.value for code in in_order(case.codes)),
        what=_in_few_words(reader, case),
        status=status_of(case),
        at=case.opened_at,
        told=case.told_at is not None,
    )


def in_order(codes: Sequence[RefusalCode]) -> tuple[RefusalCode, ...]:
    """Headings in the order of product rule 6."""
    return tuple(sorted(codes, key=_ORDER.index))


def status_of(case: DeveloperCase) -> DeveloperStatus:
    """Whether the developer has anything to do about it."""
    if case.over:
        return DeveloperStatus.OVER
    return DeveloperStatus.TO_CORRECT if case.mendable else DeveloperStatus.ELSEWHERE


def _in_few_words(reader: Reader, case: DeveloperCase) -> str:
    t = reader.words
    words = {
        RefusalCode.INSUFFICIENT_SCOPES: t.gettext("A required scope is not in its place"),
        RefusalCode.SCOPE_MISMATCH: t.gettext("Link and settings don't match"),
        RefusalCode.ACCOUNT_LACKS_FEATURES: t.gettext("The plan doesn't include it"),
        RefusalCode.USER_NOT_PERMITTED: t.gettext("The person lacks a permission"),
    }
    return " · ".join(words[code] for code in in_order(case.codes))


def console_refusal_page(reader: Reader, app: App, case: DeveloperCase) -> ConsoleRefusalPage:
    """The refusal with its defects and the corrected link."""
    scene = Scene(
        app=app.name,
        account="",
        product=reader.settings.product_name,
        developer=developer_of(app),
        operator=reader.operator,
    )
    code = in_order(case.codes)[0]
    explanations = tuple(explain(reason, scene, reader.labels, reader.words) for reason in case.reasons)
    return ConsoleRefusalPage(
        head=console_head(app, ConsoleTab.REFUSALS),
        name=case.name,
        code=code,
        heading=heading(code, reader.settings.product_name, reader.words),
        status=status_of(case),
        explanations=explanations,
        fixes=tuple(dict.fromkeys(one.fix for one in explanations if one.audience is Audience.DEVELOPER)),
        elsewhere=_elsewhere(reader, case),
        addresses=_addresses(reader, app, case),
        list_url=console_path(app.client_id),
        help_url=article_path(slug_of(code), explanations[0].help_anchor if explanations else ""),
        help_title=article_title(reader, code),
        access_url=access_path(app),
        opened_at=case.opened_at,
        seen_at=case.seen_at,
        told_at=case.told_at,
    )


def _elsewhere(reader: Reader, case: DeveloperCase) -> tuple[str, ...]:
    """What others mend, as far as the developer may know: which of the headings, and nothing of the account."""
    t = reader.words
    words = {
        RefusalCode.ACCOUNT_LACKS_FEATURES: t.gettext(
            "The account's plan switches on no tool for one of the scopes. Whoever manages the plan can see which."
        ),
        RefusalCode.USER_NOT_PERMITTED: t.gettext(
            "The person lacks a permission behind one of the scopes. The account's admins can see which and give it."
        ),
    }
    return tuple(words[code] for code in in_order(case.codes) if code in words)


def _addresses(reader: Reader, app: App, case: DeveloperCase) -> Addresses | None:
    """Both links without whatever one attempt adds (`state`, PKCE)."""
    if case.asked is None or not any(mended_by(reason) is Audience.DEVELOPER for reason in case.reasons):
        return None
    return addresses(install_endpoint(reader), followed_link(app, case), app.manifest, case.reasons)
