"""The contract: what is used once (codes, consent pages, password links, captcha answers), sessions and cases."""

import asyncio

from msgspec.structs import replace

from admittance.core.reasons import MarketplaceMissing, RequiredMissing, WhyMarketplace
from admittance.usecases.case_records import Case
from admittance.usecases.outcomes import AlreadySpent, Spent, Unknown
from admittance.usecases.ports import Store, Transaction
from admittance.usecases.records import AskedInstall
from tests.storage import sample
from tests.storage.sample import NOW


async def test_a_code_is_read_as_it_was_added(store: Store) -> None:
    """A code gets the next id whatever it came with, and keeps what was asked and ticked."""
    code = await store.write(lambda tx: tx.codes.add(replace(sample.code(), id=55)))

    assert code == replace(sample.code(), id=1)
    assert store.read(lambda tx: tx.codes.get(1, 1)) == code
    assert store.read(lambda tx: (tx.codes.get(2, 1), tx.codes.get(1, 2))) == (None, None)
    await store.write(lambda tx: tx.codes.set_family(1, 1, 12))
    assert store.read(lambda tx: tx.codes.get(1, 1)) == replace(code, family_id=12)


async def test_of_64_simultaneous_redemptions_one_wins(store: Store) -> None:
    """One code spent 64 times at once is spent exactly once."""
    code = await store.write(lambda tx: tx.codes.add(sample.code()))

    spends = [store.write(lambda tx: tx.codes.spend(1, code.id, NOW)) for _ in range(64)]
    outcomes = await asyncio.gather(*spends)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadySpent"] * 63 + ["Spent"]
    assert await store.write(lambda tx: tx.codes.spend(2, code.id, NOW)) == Unknown()


async def test_of_64_simultaneous_refreshes_one_wins(store: Store) -> None:
    """One rotating refresh token presented 64 times at once is spent exactly once."""

    def issue(tx: Transaction) -> int:
        sample.found(tx)
        family = tx.tokens.add_family(sample.family(sample.connect(tx)))
        return tx.tokens.add_refresh(sample.refresh_token(family)).id

    token_id = await store.write(issue)

    spends = [store.write(lambda tx: tx.tokens.spend_refresh(1, token_id, NOW)) for _ in range(64)]
    assert (await asyncio.gather(*spends)).count(Spent()) == 1


async def test_a_consent_page_is_answered_once(store: Store) -> None:
    """A consent page keeps what it asks, and of all answers to it one counts."""
    consent = await store.write(lambda tx: tx.consents.add(sample.consent()))

    assert store.read(lambda tx: tx.consents.get(1, 1)) == consent
    assert store.read(lambda tx: tx.consents.get(2, 1)) is None
    spends = [store.write(lambda tx: tx.consents.spend(1, 1, NOW + 1)) for _ in range(8)]
    assert (await asyncio.gather(*spends)).count(Spent()) == 1
    assert store.read(lambda tx: tx.consents.get(1, 1)) == replace(consent, used_at=NOW + 1)
    assert await store.write(lambda tx: tx.consents.spend(2, 1, NOW)) == Unknown()


async def test_a_password_link_works_once(store: Store) -> None:
    """A password link is spent by its first use."""
    await store.write(sample.found)
    reset = await store.write(lambda tx: tx.resets.add(sample.reset()))

    assert store.read(lambda tx: tx.resets.get(1)) == reset
    outcomes = [await store.write(lambda tx, one=one: tx.resets.spend(one, NOW)) for one in (1, 1, 2)]
    assert outcomes == [Spent(), AlreadySpent(), Unknown()]


async def test_a_captcha_answer_works_once(store: Store) -> None:
    """The same captcha answer is refused the second time; another one is not."""
    spends = [store.write(lambda tx: tx.proofs.spend(b"a" * 32, NOW)) for _ in range(8)]

    assert (await asyncio.gather(*spends)).count(True) == 1
    assert await store.write(lambda tx: tx.proofs.spend(b"b" * 32, NOW))


async def test_a_session_lives_until_it_is_ended(store: Store) -> None:
    """A session is read as added, moves with its use, and is gone when ended."""
    await store.write(sample.found)
    session = await store.write(lambda tx: tx.sessions.add(sample.session()))

    await store.write(lambda tx: tx.sessions.touch(1, NOW + 9))
    assert store.read(lambda tx: tx.sessions.get(1)) == replace(session, seen_at=NOW + 9)
    assert await store.write(lambda tx: tx.sessions.end(1))
    assert not await store.write(lambda tx: tx.sessions.end(1))
    assert store.read(lambda tx: tx.sessions.get(1)) is None


async def test_all_sessions_of_a_person_end_but_one(store: Store) -> None:
    """A change of the password ends the person's other sessions, and nobody else's."""
    await store.write(sample.found)
    for user_id in (1, 1, 1, 2):
        await store.write(lambda tx, user_id=user_id: tx.sessions.add(sample.session(user_id)))

    assert await store.write(lambda tx: tx.sessions.end_all(1, but=2)) == 2
    assert store.read(lambda tx: [tx.sessions.get(one) is not None for one in (1, 2, 3, 4)]) == [
        False,
        True,
        False,
        True,
    ]
    assert await store.write(lambda tx: tx.sessions.end_all(1)) == 1


MARKETPLACE = MarketplaceMissing("marketplace", WhyMarketplace.NEW_SCOPES, ("tickets",))
REASONS = (RequiredMissing("a"), *sample.DROPPED[0].why, MARKETPLACE)


def _refuse(tx: Transaction, now: int, asked: AskedInstall | None = sample.ASKED, user_id: int = 1) -> Case:
    return tx.cases.open(1, app_id=1, user_id=user_id, reasons=REASONS, asked=asked, now=now)


async def test_the_same_refusal_is_the_same_case(store: Store) -> None:
    """The same person, app and reasons are one case whose time and request move; another person's is another."""
    case = await store.write(lambda tx: _refuse(tx, NOW))
    asked = replace(sample.ASKED, state="second")

    again = await store.write(lambda tx: _refuse(tx, NOW + 5, asked))
    other = await store.write(lambda tx: _refuse(tx, NOW, user_id=2))

    assert (case.id, again.id, other.id) == (1, 1, 2)
    assert again == replace(case, seen_at=NOW + 5, asked=asked)
    assert again.reasons == REASONS
    assert store.read(lambda tx: tx.cases.get(1, 1)) == again
    assert store.read(lambda tx: tx.cases.in_account(1)) == [other, again]
    assert store.read(lambda tx: (tx.cases.get(2, 1), tx.cases.in_account(2))) == (None, [])


async def test_a_refusal_at_redemption_keeps_the_request_that_can_go_on(store: Store) -> None:
    """A case seen again without a request keeps the earlier one, so that the install can go on where it stopped."""
    await store.write(lambda tx: _refuse(tx, NOW))

    again = await store.write(lambda tx: _refuse(tx, NOW + 5, asked=None))

    assert (again.asked, again.seen_at) == (sample.ASKED, NOW + 5)
