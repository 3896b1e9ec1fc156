"""The account chooser: what would happen in each account."""

from collections.abc import Callable, Sequence
from typing import assert_never

from admittance.core.decide import Granted, Refused
from admittance.core.reasons import RefusalCode
from admittance.explain.summary import missing_permissions
from admittance.usecases.records import App
from admittance.usecases.start_install import Outlook as Looked
from admittance.web.pages.account_chooser import (
    AccountChooserPage,
    AccountRow,
    ConnectedSince,
    Lacking,
    LinkToCorrect,
    Missing,
    Outlook,
    Ready,
)
from admittance.web.pages.parts import account_mark
from admittance.web.present.reader import Reader, access_text, back_to, mark_of


def chooser_page(
    reader: Reader,
    app: App,
    email: str,
    looked: Sequence[Looked],
    *,
    url_of: Callable[[int], str],
    back: str | None = None,
) -> AccountChooserPage:
    """One row an account; `url_of` gives the address that goes on with a hub id."""
    rows = tuple(
        AccountRow(
            account=account_mark(one.account.id, one.account.name),
            access=access_text(reader, super_admin=one.super_admin, permission_set=one.permission_set),
            outlook=_outlook(one),
            url=url_of(one.account.id),
        )
        for one in looked
    )
    return AccountChooserPage(app=mark_of(app), email=email, rows=rows, back=back_to(app, back))


def _outlook(one: Looked) -> Outlook:
    match one.decision:
        case Granted():
            return ConnectedSince(one.connected.created_at) if one.connected else Ready()
        case Refused():
            return _what_is_missing(one.decision)
        case _:
            assert_never(one.decision)


def _what_is_missing(refused: Refused) -> Outlook:
    """An install link to correct is the same everywhere; otherwise what is missing here, and how much of it."""
    if refused.headline in (RefusalCode.INSUFFICIENT_SCOPES, RefusalCode.SCOPE_MISMATCH):
        return LinkToCorrect()
    if refused.codes == (RefusalCode.USER_NOT_PERMITTED,):
        return Missing(max(1, len(missing_permissions(refused.reasons))), Lacking.PERMISSIONS)
    kind = Lacking.FEATURES if refused.codes == (RefusalCode.ACCOUNT_LACKS_FEATURES,) else Lacking.THINGS
    return Missing(len(refused.reasons), kind)
