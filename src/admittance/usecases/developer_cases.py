"""Refused attempts as the app's developer may know of them (product sections 4 and 8)."""

from collections.abc import Sequence

from msgspec import Struct

from admittance.core.install_url import InstallUrl
from admittance.core.reasons import Audience, Reason, RefusalCode, code_of, mended_by
from admittance.core.scopes import format_scopes
from admittance.usecases.case_name import case_name
from admittance.usecases.case_records import Case, CaseEventKind
from admittance.usecases.case_roles import CaseNotThere, as_of
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App

A_PAGE = 50
"""How many refusals are listed at once."""


class DeveloperCase(Struct, frozen=True, kw_only=True):
    """What an app's developer may know of a refused attempt: no account, no person, and of the reasons in whole only
    those that the app itself can mend, or the server's operator.

    `codes` are all headings. `asked` and `redirect_uri` are of the followed link, None where a code was refused; the
    rest of it (`state`) may say who followed it and is left out. `told_at` is when the person sent it to the developer.
    """

    id: int
    app_id: int
    codes: tuple[RefusalCode, ...]
    reasons: tuple[Reason, ...]
    asked: InstallUrl | None
    redirect_uri: str | None
    opened_at: int
    seen_at: int
    over: bool
    told_at: int | None = None

    @property
    def name(self) -> str:
        """The short name that the refused person sees too: "C-7Q4M"."""
        return case_name(self.id)

    @property
    def mendable(self) -> bool:
        """Whether the app's developer can mend any of it."""
        return any(mended_by(reason) is Audience.DEVELOPER for reason in self.reasons)


class DeveloperCases(Struct, frozen=True):
    """One page of an app's refusals, the newest first. `next_before` continues it; None at the end."""

    cases: tuple[DeveloperCase, ...]
    next_before: int | None


def as_developer_case(case: Case, now: int, told_at: int | None = None) -> DeveloperCase:
    """The part of `case` that is the developer's.

    INVARIANT: everything a developer is told of a case is made here, by naming what goes in: pages, mail, webhooks.
    """
    return DeveloperCase(
        id=case.id,
        app_id=case.app_id,
        codes=tuple(dict.fromkeys(code_of(reason) for reason in case.reasons)),
        reasons=tuple(r for r in case.reasons if mended_by(r) in (Audience.DEVELOPER, Audience.OPERATOR)),
        asked=case.asked.url if case.asked else None,
        redirect_uri=case.asked.redirect_uri if case.asked and case.asked.redirect_uri_given else None,
        opened_at=case.opened_at,
        seen_at=case.seen_at,
        over=as_of(case, now).over,
        told_at=told_at,
    )


def case_for_developer(tx: Transaction, app: App, case_id: int, now: int) -> DeveloperCase | CaseNotThere:
    """The case for a developer of `app`, found by its name alone; another app's is not there."""
    place = tx.developers.place(case_id)
    case = tx.cases.get(place.account_id, case_id) if place is not None and place.app_id == app.id else None
    if case is None:
        return CaseNotThere()
    return as_developer_case(case, now, told_at(tx, case))


def cases_for_developer(
    tx: Transaction, app: App, now: int, *, before: int | None = None, limit: int = A_PAGE
) -> DeveloperCases:
    """A page of the app's refusals in all accounts."""
    found = tx.developers.cases(app.id, limit=limit + 1, before=before)
    shown: Sequence[Case] = found[:limit]
    more = len(found) > limit
    cases = tuple(as_developer_case(case, now, told_at(tx, case)) for case in shown)
    return DeveloperCases(cases, shown[-1].id if more else None)


def told_at(tx: Transaction, case: Case) -> int | None:
    """When the person sent the case to the app's developer; None where they did not."""
    events = tx.cases.events(case.account_id, case.id)
    return next((event.at for event in events if event.kind is CaseEventKind.DEVELOPER_TOLD), None)


def followed_link(app: App, case: DeveloperCase) -> tuple[tuple[str, str], ...]:
    """The lasting parameters of the followed link, decoded, in the usual order: none that may say who followed it."""
    if case.asked is None:
        return ()
    pairs = {
        "response_type": "code" if app.strict else None,
        "client_id": app.client_id,
        "redirect_uri": case.redirect_uri,
        "scope": format_scopes(case.asked.scope),
        "optional_scope": format_scopes(case.asked.optional_scope),
    }
    return tuple((name, value) for name, value in pairs.items() if value)
