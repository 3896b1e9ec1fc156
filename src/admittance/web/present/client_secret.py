"""An app's client secret as its developer sees it."""

from gettext import NullTranslations
from typing import assert_never

from admittance.usecases.client_secret import Kept, OldLasts, secret_path
from admittance.usecases.records import App
from admittance.web.pages.client_secret import Choice, ClientSecretPage, NewSecretPage
from admittance.web.pages.console import ConsoleTab
from admittance.web.present.console import console_head
from admittance.web.present.reader import Reader


def client_secret_page(reader: Reader, app: App, now: int, *, listens: bool, problem: str = "") -> ClientSecretPage:
    """How it stands at `now`. `listens`: the app has a webhook, which is signed with it."""
    path, t, two = secret_path(app.client_id), reader.words, app.running_old_secret(now) is not None
    return ClientSecretPage(
        head=console_head(app, ConsoleTab.SECRET),
        action="" if app.public else path,
        seen=app.secret_version,
        made_at=app.created_at,
        replaced_at=app.secret_replaced_at,
        old_until=app.old_secret.until if app.old_secret else None,
        end_action=f"{path}/end-old" if two else "",
        lasts=tuple(_lasting(lasts, t) for lasts in OldLasts),
        keeps=tuple(_keeping(kept, t) for kept in Kept) if two else (),
        listens=listens,
        problem=problem,
    )


def new_secret_page(app: App, secret: str, now: int, *, listens: bool) -> NewSecretPage:
    """The answer to the form that made `secret`."""
    old = app.running_old_secret(now)
    return NewSecretPage(
        head=console_head(app, ConsoleTab.SECRET),
        secret=secret,
        old_until=old.until if old else None,
        listens=listens,
        back_url=secret_path(app.client_id),
    )


def _lasting(lasts: OldLasts, t: NullTranslations) -> Choice:
    usual = lasts is OldLasts.DAY
    return Choice(value=lasts.value, words=_lasting_words(lasts, t), chosen=usual)


def _lasting_words(lasts: OldLasts, t: NullTranslations) -> str:
    match lasts:
        case OldLasts.NOT_AT_ALL:
            return t.gettext("Not at all: it ends now")
        case OldLasts.HOUR:
            return t.gettext("1 hour")
        case OldLasts.DAY:
            return t.gettext("24 hours")
        case OldLasts.WEEK:
            return t.gettext("7 days")
        case _:
            assert_never(lasts)


def _keeping(kept: Kept, t: NullTranslations) -> Choice:
    match kept:
        case Kept.NEWER:
            words, note = t.gettext("The newer one"), t.gettext("The older one ends at once.")
            return Choice(value=kept.value, words=words, note=note, chosen=True)
        case Kept.OLDER:
            note = t.gettext("The newer one ends at once: for when it was lost before your servers had it.")
            return Choice(value=kept.value, words=t.gettext("The older one"), note=note)
        case _:
            assert_never(kept)
