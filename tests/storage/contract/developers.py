"""The contract: who develops which app, the app's cases in all accounts, and mail to those who are no users."""

from admittance.core.reasons import RequiredMissing
from admittance.usecases.case_records import Case, CaseEventKind
from admittance.usecases.developer_ports import CasePlace
from admittance.usecases.ports import Store, Transaction
from tests.storage import sample
from tests.storage.sample import NOW


def _apps_and_people(tx: Transaction) -> None:
    for number in (1, 2):
        tx.people.add(sample.user(number))
        tx.apps.add(sample.app(number, f"client-{number}"))


def _refused(tx: Transaction, account_id: int, app_id: int, scope: str) -> Case:
    reasons = (RequiredMissing(scope),)
    return tx.cases.open(account_id, app_id=app_id, user_id=1, reasons=reasons, asked=sample.ASKED, now=NOW)


async def test_a_developer_is_named_once_and_dismissed_once(store: Store) -> None:
    """Naming somebody again, or dismissing nobody, says that nothing changed."""
    await store.write(_apps_and_people)

    named = [await store.write(lambda tx, u=u: tx.developers.add(1, u, NOW - u)) for u in (1, 2, 1)]

    assert named == [True, True, False]
    assert list(store.read(lambda tx: tx.developers.of_app(1))) == [2, 1]
    assert list(store.read(lambda tx: tx.developers.apps_of(2))) == [1]
    assert list(store.read(lambda tx: tx.developers.of_app(2))) == []
    gone = [await store.write(lambda tx: tx.developers.remove(1, 1)) for _ in range(2)]
    assert gone == [True, False]
    assert list(store.read(lambda tx: tx.developers.of_app(1))) == [2]


async def test_an_apps_cases_come_from_all_accounts(store: Store) -> None:
    """The newest first, page by page, and no other app's; a case is found by its id alone."""
    ids = [
        (await store.write(lambda tx, a=account, p=app, s=str(n): _refused(tx, a, p, s))).id
        for n, (account, app) in enumerate(((1, 1), (2, 1), (1, 2), (2, 1)))
    ]

    first = store.read(lambda tx: tx.developers.cases(1, limit=2))
    rest = store.read(lambda tx: tx.developers.cases(1, limit=2, before=first[-1].id))

    assert [case.id for case in (*first, *rest)] == [ids[3], ids[1], ids[0]]
    assert [case.account_id for case in first] == [2, 2]
    assert store.read(lambda tx: tx.developers.place(ids[2])) == CasePlace(1, 2)
    assert store.read(lambda tx: tx.developers.place(99)) is None


async def test_telling_a_developer_is_an_ask_of_that_day(store: Store) -> None:
    """The limit counts what was sent to fixers and to developers together."""
    case = await store.write(lambda tx: _refused(tx, 1, 1, "a"))
    await store.write(lambda tx: tx.cases.ask(1, case.id, 2, "", NOW))
    await store.write(lambda tx: tx.cases.note(1, case.id, CaseEventKind.DEVELOPER_TOLD, 1, "", NOW + 1))

    assert store.read(lambda tx: [tx.cases.asks_since(1, 1, NOW + since) for since in (0, 1, 2)]) == [2, 1, 0]


async def test_mail_to_the_outside_is_written_once_and_waits(store: Store) -> None:
    """A letter of the same key is not written again; what waits comes oldest first, until it was sent."""
    written = [
        await store.write(lambda tx, k=k: tx.outside_mail.write(k, f"{k}@x.example", "Subject", "Body", NOW))
        for k in ("a", "b", "a")
    ]

    assert written == [True, True, False]
    waiting = store.read(lambda tx: tx.outside_mail.waiting(10))
    assert [(one.key, one.address, one.sent_at) for one in waiting] == [
        ("a", "a@x.example", None),
        ("b", "b@x.example", None),
    ]
    await store.write(lambda tx: tx.outside_mail.sent(waiting[0].id, NOW))
    assert [one.key for one in store.read(lambda tx: tx.outside_mail.waiting(10))] == ["b"]
    assert store.read(lambda tx: tx.outside_mail.waiting(10, since=NOW + 1)) == []
