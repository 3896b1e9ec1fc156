"""Tell the app's developer: a refused person sends on what only the app's developer can correct."""

from gettext import NullTranslations
from typing import TypeAlias
from urllib.parse import quote

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core import lifetimes
from admittance.core.reasons import Audience, mended_by
from admittance.explain.address import addresses
from admittance.explain.developer_letters import told as told_words
from admittance.explain.languages import Language, choose_language, translations
from admittance.explain.letters import Words
from admittance.explain.people import Contact, Scene
from admittance.explain.reasons import explain
from admittance.usecases.app_developers import developers_of
from admittance.usecases.ask_for_access import TooManyAsks
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.case_name import case_name, console_case_path
from admittance.usecases.case_records import MOST_ASKS_A_DAY, Case, CaseEventKind
from admittance.usecases.developer_cases import DeveloperCase, as_developer_case, followed_link, told_at
from admittance.usecases.own_refusal import NoRefusal, OwnRefusal, own_refusal
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App


class DeveloperTold(Struct, frozen=True):
    """Sent, to every developer of the app or to its support contact."""

    case: Case


class AlreadyTold(Struct, frozen=True):
    """The developer has this case already; nothing was sent again."""

    case: Case


class NotForDeveloper(Struct, frozen=True):
    """Nothing of what is in the way now is the developer's to correct. Nothing was sent."""

    case: Case


class NoWayToTell(Struct, frozen=True):
    """The app has no developer here and no support address."""

    case: Case


ToldDeveloper: TypeAlias = DeveloperTold | AlreadyTold | NotForDeveloper | NoWayToTell | TooManyAsks | NoRefusal


def can_tell(tx: Transaction, app: App) -> bool:
    """Whether a case can be sent to the app's developer from here."""
    return bool(app.support.email) or bool(developers_of(tx, app.id))


def tell_developer(
    tx: Transaction, catalogue: Catalogue, *, endpoint: str, account_id: int, case_id: int, user_id: int, now: int
) -> ToldDeveloper:
    """Send the person's own case to the app's developer, once, with an event and one audit row. `endpoint` is the
    address of install links. A letter says what is wrong with the link, and nothing of account or person.
    """
    own = own_refusal(tx, catalogue.policy, account_id, case_id, user_id, now)
    if not isinstance(own, OwnRefusal):
        return own
    case, asked = own.case, own.asked
    if not any(mended_by(reason) is Audience.DEVELOPER for reason in own.refused.reasons):
        return NotForDeveloper(case)
    if told_at(tx, case) is not None:
        return AlreadyTold(case)
    if not can_tell(tx, asked.app):
        return NoWayToTell(case)
    if tx.cases.asks_since(account_id, user_id, now - lifetimes.DAY) >= MOST_ASKS_A_DAY:
        return TooManyAsks()
    _write(tx, catalogue, asked.app, as_developer_case(case, now), endpoint, now)
    tx.cases.note(account_id, case.id, CaseEventKind.DEVELOPER_TOLD, user_id, "", now)
    entry = AuditEntry(act=Act.DEVELOPER_TOLD, actor=user_id, app_id=case.app_id, data={"case": case.id})
    tx.audit.append(account_id, entry)
    return DeveloperTold(case)


def _write(tx: Transaction, catalogue: Catalogue, app: App, case: DeveloperCase, endpoint: str, now: int) -> None:
    key, path = f"developer/{case.id}", console_case_path(app.client_id, case.id)
    developers = developers_of(tx, app.id)
    for user in developers:
        language = choose_language(user.language, None)
        words = _words(catalogue, app, case, endpoint, path, language)
        # The server's own, not the account's: its administrators read their people's letters, not a developer's.
        tx.outbox.write(SERVER_CHAIN, f"{key}/{user.id}", user.id, words.subject, words.body, now)
    if not developers:
        # Whoever reads this may be no user here: the page behind its link is open to everybody.
        open_to_all = f"/help/apps/{quote(app.client_id, safe='')}/access"
        words = _words(catalogue, app, case, endpoint, open_to_all, Language.EN)
        tx.outside_mail.write(key, app.support.email, words.subject, words.body, now)


def _words(catalogue: Catalogue, app: App, case: DeveloperCase, endpoint: str, path: str, language: Language) -> Words:
    t: NullTranslations = translations(language)
    nobody = Contact(app.maker)
    scene = Scene(app=app.name, account="", product="", developer=nobody, operator=nobody)
    labels = catalogue.labels(language.value)
    wrong = [explain(reason, scene, labels, t).wrong for reason in case.reasons]
    link = followed_link(app, case)
    corrected = addresses(endpoint, link, app.manifest, case.reasons).to_copy if link else ""
    return told_words(app.name, case_name(case.id), wrong, corrected, path, t)
