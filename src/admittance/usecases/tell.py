"""Letters about a case: each person is told once per case, in their own language (product section 4)."""

from collections.abc import Callable
from gettext import NullTranslations

from admittance.explain.languages import choose_language, translations
from admittance.explain.letters import AboutCase, Words
from admittance.usecases.case_name import case_path
from admittance.usecases.case_records import Case
from admittance.usecases.ports import Transaction

Written = Callable[[AboutCase, NullTranslations], Words]
"""Puts what happened into words."""


def tell(tx: Transaction, case: Case, user_id: int, written: Written, now: int) -> bool:
    """Write to `user_id` about `case`; False where they were told before, or are not there any more.

    The letter waits in the outbox, in the transaction that it tells of.
    """
    reader, person = tx.people.user(user_id), tx.people.user(case.user_id)
    app, account = tx.apps.get(case.app_id), tx.accounts.get(case.account_id)
    if reader is None or not reader.active or person is None or app is None or account is None:
        return False
    about = AboutCase(person=person.name, app=app.name, account=account.name, path=case_path(case.account_id, case.id))
    words = written(about, translations(choose_language(reader.language, None)))
    key = f"case/{case.account_id}/{case.id}/{user_id}"
    return tx.outbox.write(case.account_id, key, user_id, words.subject, words.body, now)


def name_of(tx: Transaction, user_id: int) -> str:
    """The person's name; empty where there is nobody any more."""
    user = tx.people.user(user_id)
    return user.name if user else ""
