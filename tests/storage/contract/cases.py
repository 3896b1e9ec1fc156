"""The contract: cases from the refusal to the answer, elevations, mail and help feedback."""

import asyncio

import pytest
from msgspec.structs import replace

from admittance.core.levels import Level
from admittance.core.reasons import RequiredMissing
from admittance.usecases.case_records import (
    CASE_LASTS,
    Case,
    CaseEventKind,
    CaseState,
    Elevation,
    ElevationEnd,
    HelpFeedback,
)
from admittance.usecases.ports import Store, Transaction
from admittance.usecases.super_admins import LastSuperAdmin
from tests.storage import sample
from tests.storage.sample import NOW


def _refused(tx: Transaction, now: int = NOW, user_id: int = 1, scope: str = "a") -> Case:
    reasons = (RequiredMissing(scope),)
    return tx.cases.open(1, app_id=1, user_id=user_id, reasons=reasons, asked=sample.ASKED, now=now)


async def test_a_case_begins_open_with_the_refusal(store: Store) -> None:
    """A new case is open, and its timeline begins with the refusal, which being refused again does not repeat."""
    case = await store.write(_refused)
    await store.write(lambda tx: _refused(tx, NOW + 1))

    events = store.read(lambda tx: tx.cases.events(1, case.id))
    assert (case.state, case.over, case.expires_at) == (CaseState.OPEN, False, NOW + CASE_LASTS)
    assert [(one.seq, one.at, one.kind, one.actor) for one in events] == [(1, NOW, CaseEventKind.REFUSED, 1)]


async def test_a_case_is_sent_to_each_fixer_once(store: Store) -> None:
    """Each fixer gets a case once; the message and the time are the last ones; each sending is an event and an ask."""
    await store.write(_refused)

    asked = [await store.write(lambda tx, f=f: tx.cases.ask(1, 1, f, f"to {f}", NOW + f)) for f in (2, 3, 2)]

    case = store.read(lambda tx: tx.cases.get(1, 1))
    assert case is not None
    assert asked == [True, True, False]
    assert (case.state, case.asked_of, case.asked_at, case.message) == (CaseState.ASKED, (2, 3), NOW + 3, "to 3")
    events = store.read(lambda tx: tx.cases.events(1, 1))
    assert [(one.kind, one.actor, one.to, one.text) for one in events[:2]] == [
        (CaseEventKind.ASKED, 1, 3, "to 3"),
        (CaseEventKind.ASKED, 1, 2, "to 2"),
    ]
    assert store.read(lambda tx: [tx.cases.asks_since(1, 1, NOW + since) for since in (0, 3, 4)]) == [2, 1, 0]
    assert store.read(lambda tx: (tx.cases.asks_since(1, 2, 0), tx.cases.asks_since(2, 1, 0))) == (0, 0)
    assert not await store.write(lambda tx: tx.cases.ask(2, 1, 2, "", NOW))


async def test_of_64_simultaneous_answers_one_wins(store: Store) -> None:
    """Of any number of answers to one case exactly one counts, and the case says whose."""
    await store.write(_refused)
    states = [CaseState.APPROVED, CaseState.DECLINED] * 32

    answers = [
        store.write(lambda tx, by=by, s=s: tx.cases.answer(1, 1, s, by, "because", "x", NOW))
        for by, s in enumerate(states)
    ]
    won = await asyncio.gather(*answers)

    case = store.read(lambda tx: tx.cases.get(1, 1))
    assert case is not None
    assert won.count(True) == 1
    assert (case.answered_by, case.state) == (won.index(True), states[won.index(True)])
    assert (case.answered_at, case.answer, case.remedy) == (NOW, "because", "x")
    assert len(store.read(lambda tx: tx.cases.events(1, 1))) == 2


async def test_a_declined_case_can_be_asked_again(store: Store) -> None:
    """After a decline the same fixer may be asked once more; until then nobody answers again."""
    await store.write(_refused)
    await store.write(lambda tx: tx.cases.ask(1, 1, 2, "please", NOW))
    await store.write(lambda tx: tx.cases.answer(1, 1, CaseState.DECLINED, 2, "no", "", NOW))
    assert not await store.write(lambda tx: tx.cases.answer(1, 1, CaseState.APPROVED, 3, "", "x", NOW))

    assert await store.write(lambda tx: tx.cases.ask(1, 1, 2, "pretty please", NOW + 1))

    case = store.read(lambda tx: tx.cases.get(1, 1))
    assert case is not None
    assert (case.state, case.asked_of, case.answered_by, case.answer) == (CaseState.ASKED, (2,), None, "")
    assert await store.write(lambda tx: tx.cases.answer(1, 1, CaseState.APPROVED, 2, "", "x", NOW + 2))


@pytest.mark.parametrize("state", [CaseState.SOLVED, CaseState.EXPIRED])
async def test_a_closed_case_stays_closed(store: Store, state: CaseState) -> None:
    """A case that is over takes no ask, no answer and no other end; the same refusal then opens a new one."""
    await store.write(_refused)

    assert await store.write(lambda tx: tx.cases.close(1, 1, state, NOW + 1))

    def too_late(tx: Transaction) -> list[bool]:
        return [
            tx.cases.close(1, 1, CaseState.SOLVED, NOW),
            tx.cases.ask(1, 1, 2, "", NOW),
            tx.cases.answer(1, 1, CaseState.APPROVED, 2, "", "x", NOW),
        ]

    assert await store.write(too_late) == [False, False, False]
    assert store.read(lambda tx: tx.cases.events(1, 1))[0].kind == CaseEventKind(state.value)
    assert (await store.write(_refused)).id == 2


async def test_an_approved_case_is_not_closed(store: Store) -> None:
    """Who approved a case stays written on it: it is over already, and what happens later is only noted."""
    await store.write(_refused)
    await store.write(lambda tx: tx.cases.answer(1, 1, CaseState.APPROVED, 2, "", "x", NOW))

    assert not await store.write(lambda tx: tx.cases.close(1, 1, CaseState.SOLVED, NOW))
    await store.write(lambda tx: tx.cases.note(1, 1, CaseEventKind.CONNECTED, 1, "", NOW + 1))

    case = store.read(lambda tx: tx.cases.get(1, 1))
    assert case is not None
    assert (case.state, case.over) == (CaseState.APPROVED, True)
    assert store.read(lambda tx: tx.cases.events(1, 1))[0].kind is CaseEventKind.CONNECTED


async def test_a_case_that_nobody_touched_for_its_time_is_another_one(store: Store) -> None:
    """A refusal after a case ran out opens a new one, also where nobody had closed the old one yet."""
    await store.write(_refused)

    again = await store.write(lambda tx: _refused(tx, NOW + CASE_LASTS))

    old = store.read(lambda tx: tx.cases.get(1, 1))
    assert old is not None
    assert (again.id, old.state) == (2, CaseState.EXPIRED)


async def test_cases_are_listed_by_state_and_person(store: Store) -> None:
    """Cases of an account come newest first, all or those in some states or of one person."""
    await store.write(lambda tx: [_refused(tx, user_id=user) for user in (1, 2)] + [_refused(tx, scope="b")])
    await store.write(lambda tx: tx.cases.close(1, 2, CaseState.SOLVED, NOW))

    def listed(tx: Transaction) -> list[list[int]]:
        every = tx.cases.in_account(1)
        solved = tx.cases.in_account(1, states=frozenset({CaseState.SOLVED}))
        mine = tx.cases.in_account(1, states=frozenset({CaseState.OPEN, CaseState.ASKED}), user_id=1)
        return [[case.id for case in cases] for cases in (every, solved, mine)]

    assert store.read(listed) == [[3, 2, 1], [2], [3, 1]]


def _elevation(user_id: int = 1, *, starts_at: int = NOW, app_id: int = 1) -> Elevation:
    return Elevation(
        account_id=1,
        id=0,
        user_id=user_id,
        app_id=app_id,
        case_id=1,
        rights={"contacts.view": Level.TEAM},
        super_admin=False,
        given_by=2,
        starts_at=starts_at,
        ends_at=starts_at + 100,
    )


async def test_an_elevation_counts_between_its_times(store: Store) -> None:
    """An elevation counts from its start to before its end, for its user, app and account only."""
    given = await store.write(lambda tx: tx.elevations.add(_elevation()))

    assert given == replace(_elevation(), id=1)
    assert store.read(lambda tx: tx.elevations.get(1, 1)) == given
    assert store.read(lambda tx: (tx.elevations.get(2, 1), tx.elevations.get(1, 2))) == (None, None)

    def at(tx: Transaction, now: int) -> tuple[bool, int]:
        return tx.elevations.live(1, 1, 1, now) == given, len(tx.elevations.in_account(1, now))

    times = [store.read(lambda tx, now=now: at(tx, now)) for now in (NOW - 1, NOW, NOW + 99, NOW + 100)]
    assert times == [(False, 0), (True, 1), (True, 1), (False, 0)]
    others = [(2, 1, 1), (1, 2, 1), (1, 1, 2)]
    assert [store.read(lambda tx, o=o: tx.elevations.live(*o, NOW)) for o in others] == [None, None, None]


async def test_an_elevation_is_ended_once(store: Store) -> None:
    """Of any number of endings one counts; what ran out of time can't be ended any more."""
    await store.write(lambda tx: [tx.elevations.add(_elevation(user)) for user in (1, 2)])

    ends = [store.write(lambda tx, w=w: tx.elevations.end(1, 1, w, NOW + 5)) for w in (*ElevationEnd, *ElevationEnd)]
    assert (await asyncio.gather(*ends)).count(True) == 1
    assert not await store.write(lambda tx: tx.elevations.end(1, 2, ElevationEnd.REVOKED, NOW + 100))

    ended = store.read(lambda tx: tx.elevations.get(1, 1))
    assert ended is not None
    assert (ended.ended_at, ended.ended_why, ended.counts(NOW + 6)) == (NOW + 5, ElevationEnd.REDEEMED, False)
    assert store.read(lambda tx: tx.elevations.live(1, 1, 1, NOW + 6)) is None


async def test_a_second_elevation_takes_the_place_of_the_first(store: Store) -> None:
    """Of one user and app one elevation counts; one that ran out by itself stays as it was."""
    await store.write(lambda tx: tx.elevations.add(_elevation(starts_at=NOW - 100)))
    await store.write(lambda tx: tx.elevations.add(_elevation()))
    await store.write(lambda tx: tx.elevations.add(_elevation(app_id=2)))

    third = await store.write(lambda tx: tx.elevations.add(_elevation(starts_at=NOW + 1)))

    ends = [store.read(lambda tx, n=n: tx.elevations.get(1, n)) for n in (1, 2, 3)]
    assert [one.ended_why for one in ends if one] == [None, ElevationEnd.REVOKED, None]
    assert store.read(lambda tx: tx.elevations.live(1, 1, 1, NOW + 1)) == third


@pytest.mark.parametrize("how", ["user", "membership"])
async def test_who_leaves_is_elevated_no_more(store: Store, how: str) -> None:
    """A deactivated person's elevations end with that answer, nobody else's."""

    def leave(tx: Transaction) -> None:
        if how == "user":
            tx.people.set_active(1, False)
        else:
            tx.people.put(sample.membership(1, 1, active=False))

    await store.write(sample.found)
    late = sample.NOW + 10**12  # the server's clock is past `NOW`: see `clock`
    await store.write(
        lambda tx: [tx.elevations.add(replace(_elevation(user), starts_at=0, ends_at=late)) for user in (1, 2)]
    )

    await store.write(leave)

    one, two = (store.read(lambda tx, n=n: tx.elevations.get(1, n)) for n in (1, 2))
    assert one is not None
    assert two is not None
    assert (one.ended_why, two.ended_why) == (ElevationEnd.PERSON_LEFT, None)


async def test_a_letter_is_written_once(store: Store) -> None:
    """A letter of one key is written once, waits until it is sent, and is the person's to see, newest first."""
    await store.write(sample.found)
    keys = ("case-1-2", "case-1-2", "case-2-2")
    written = [await store.write(lambda tx, k=k: tx.outbox.write(1, k, 2, "Subject", "Body", NOW)) for k in keys]
    assert written == [True, False, True]

    await store.write(lambda tx: tx.outbox.sent(1, 1, NOW + 1))

    assert [letter.id for letter in store.read(lambda tx: tx.outbox.waiting(9))] == [2]
    letters = store.read(lambda tx: tx.outbox.of_user(2, 9))
    assert [(one.key, one.subject, one.body, one.written_at, one.sent_at) for one in letters] == [
        ("case-2-2", "Subject", "Body", NOW, None),
        ("case-1-2", "Subject", "Body", NOW, NOW + 1),
    ]
    assert store.read(lambda tx: [len(tx.outbox.waiting(9, since=NOW + late)) for late in (0, 1)]) == [1, 0]
    assert store.read(lambda tx: (tx.outbox.of_user(1, 9), len(tx.outbox.of_user(2, 1)))) == ([], 1)
    assert not await store.write(lambda tx: tx.outbox.write(1, "case-1-2", 2, "", "", NOW))


async def test_an_accounts_letters_are_its_own(store: Store) -> None:
    """An account's letters are listed newest first, sent or not, a part at a time; another account's are not there,
    and are not marked by it.
    """
    await store.write(sample.found)
    for account, key in ((1, "a"), (2, "b"), (1, "c")):
        await store.write(lambda tx, a=account, k=key: tx.outbox.write(a, k, 2, k, "Body", NOW))
    await store.write(lambda tx: tx.outbox.sent(2, 1, NOW))

    def keys(account: int, limit: int = 9, before: int | None = None) -> list[str]:
        return [one.key for one in store.read(lambda tx: tx.outbox.in_account(account, limit, before=before))]

    assert (keys(1), keys(2), keys(3)) == (["c", "a"], ["b"], [])
    assert (keys(1, 1), keys(1, 9, 3)) == (["c"], ["a"])
    assert [one.sent_at for one in store.read(lambda tx: tx.outbox.in_account(1, 9))] == [None, None]


async def test_what_people_say_of_the_help_is_counted(store: Store) -> None:
    """Answers are counted by article and language; comments are read newest first, without empty ones."""
    said = [("a", "en", True, ""), ("a", "sv", False, "Oklart"), ("a", "sv", True, "Bra"), ("b", "en", False, "")]

    def say(tx: Transaction) -> None:
        for article, language, helpful, comment in said:
            tx.feedback.add(
                HelpFeedback(id=0, article=article, language=language, helpful=helpful, comment=comment, at=NOW)
            )

    await store.write(say)

    assert store.read(lambda tx: tx.feedback.counts()) == [("a", "en", 1, 0), ("a", "sv", 1, 1), ("b", "en", 0, 1)]
    assert [one.comment for one in store.read(lambda tx: tx.feedback.comments("a", 9))] == ["Bra", "Oklart"]
    assert len(store.read(lambda tx: tx.feedback.comments("a", 1))) == 1


async def test_of_64_simultaneous_demotions_one_super_admin_is_left(store: Store) -> None:
    """Two Super Admins who demote each other 64 times at once never leave the account without one."""

    def found(tx: Transaction) -> None:
        sample.found(tx)
        for user_id in (1, 2):
            tx.people.set_rights(1, user_id, super_admin=True, permission_set=None, rights={})

    def demote(tx: Transaction, user_id: int) -> None:
        tx.people.set_rights(1, user_id, super_admin=False, permission_set=None, rights={})

    await store.write(found)
    acts = [store.write(lambda tx, u=u: demote(tx, u)) for u in [1, 2] * 32]
    outcomes = await asyncio.gather(*acts, return_exceptions=True)

    refused = [type(one) for one in outcomes if one is not None]
    assert set(refused) == {LastSuperAdmin}
    assert store.read(lambda tx: tx.people.permanent_super_admins(1)) == 1


@pytest.mark.parametrize("how", ["demoted", "left", "deactivated", "replaced"])
async def test_the_last_super_admin_stays(store: Store, how: str) -> None:
    """No act can demote, deactivate or remove an account's last permanent Super Admin; nothing of such an act stays."""

    def found(tx: Transaction) -> None:
        sample.found(tx)
        tx.people.put(replace(sample.membership(1, 1), super_admin=True))
        tx.people.put(replace(sample.membership(1, 2), super_admin=True))
        tx.people.set_active(2, False)  # a deactivated one is none

    def lose(tx: Transaction) -> None:
        tx.accounts.add_team(1, "Lost")
        match how:
            case "demoted":
                tx.people.set_rights(1, 1, super_admin=False, permission_set=None, rights={})
            case "left":
                tx.people.put(replace(sample.membership(1, 1, active=False), super_admin=True))
            case "deactivated":
                tx.people.set_active(1, False)
            case _:
                tx.people.put(sample.membership(1, 1))

    await store.write(found)
    with pytest.raises(LastSuperAdmin):
        await store.write(lose)

    assert store.read(lambda tx: tx.people.permanent_super_admins(1)) == 1
    assert "Lost" not in store.read(lambda tx: tx.accounts.teams(1))


async def test_one_act_may_hand_over(store: Store) -> None:
    """What counts is the end of the act: the last Super Admin may be demoted in the act that makes another one."""

    def found(tx: Transaction) -> None:
        sample.found(tx)
        tx.people.set_rights(1, 1, super_admin=True, permission_set=None, rights={})

    def hand_over(tx: Transaction) -> None:
        tx.people.set_rights(1, 1, super_admin=False, permission_set=None, rights={})
        tx.people.set_rights(1, 2, super_admin=True, permission_set=None, rights={})

    await store.write(found)
    await store.write(hand_over)

    assert store.read(lambda tx: tx.people.permanent_super_admins(1)) == 1
