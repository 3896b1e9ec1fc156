"""The contract: users and memberships."""

from msgspec.structs import replace

from admittance.core.levels import Level
from admittance.usecases.invitation_ports import Newcomer, StandingInvitation
from admittance.usecases.outcomes import AlreadySpent, EmailTaken, Spent
from admittance.usecases.ports import Store, Transaction
from admittance.usecases.records import ConnectionEnd, Member, Membership, PasswordReset, Theme, User
from tests.storage import sample


async def test_a_user_gets_the_next_id(store: Store) -> None:
    """Users are numbered in turn, and above every id that was chosen."""

    def act(tx: Transaction) -> list[User | EmailTaken]:
        wanted = [sample.user(0, "a@x.se"), sample.user(7, "b@x.se"), sample.user(0, "c@x.se")]
        return [tx.people.add(user) for user in wanted]

    added = await store.write(act)

    assert [user.id for user in added if isinstance(user, User)] == [1, 7, 8]
    assert store.read(lambda tx: tx.people.user(8)) == added[2]
    assert store.read(lambda tx: tx.people.user(9)) is None


async def test_an_email_address_is_one_persons(store: Store) -> None:
    """Addresses are stored as typed, compared case-folded after NFC, and never given twice."""
    await store.write(lambda tx: tx.people.add(sample.user(1, "Åsa.Straße@Example.com")))

    decomposed = "a\u030asa.strasse@EXAMPLE.com"
    assert await store.write(lambda tx: tx.people.add(sample.user(0, decomposed))) == EmailTaken()
    found = store.read(lambda tx: tx.people.by_email(decomposed))
    assert found is not None
    assert found.email == "Åsa.Straße@Example.com"
    assert store.read(lambda tx: tx.people.by_email("asa.strasse@example.com")) is None


async def test_what_a_person_chooses_is_kept(store: Store) -> None:
    """Password hash, language and theme are changed one by one."""
    await store.write(sample.found)

    await store.write(lambda tx: tx.people.set_password(1, "$new"))
    await store.write(lambda tx: tx.people.set_language(1, "sv"))
    await store.write(lambda tx: tx.people.set_theme(1, Theme.DARK))

    user = store.read(lambda tx: tx.people.user(1))
    assert user is not None
    assert (user.password_hash, user.language, user.theme) == ("$new", "sv", Theme.DARK)
    await store.write(lambda tx: tx.people.set_language(1, None))
    user = store.read(lambda tx: tx.people.user(1))
    assert user is not None
    assert user.language is None


async def test_members_come_in_pages(store: Store) -> None:
    """A page holds those with ids above the last one's: of the active people, or of those who are not, here or on the
    whole server; nobody of another account."""

    def found(tx: Transaction) -> None:
        sample.found(tx)
        for user_id in range(11, 16):
            tx.people.add(sample.user(user_id, f"{user_id}@x.se"))
            tx.people.put(sample.membership(1, user_id, active=user_id != 13))
        tx.people.set_active(14, False)

    def page(after: int, limit: int, *, active: bool) -> list[int]:
        members = store.read(lambda tx: tx.people.members_after(1, after, limit, active=active))
        return [one.user.id for one in members]

    await store.write(found)
    assert page(10, 2, active=True) == [11, 12]
    assert page(12, 9, active=True) == [15]
    assert page(10, 9, active=False) == [13, 14]
    assert store.read(lambda tx: tx.people.members_after(2, 10, 9, active=True)) == []


async def test_a_membership_is_read_as_it_was_put(store: Store) -> None:
    """A membership is inserted or replaced, and listed with its account and with its user."""
    await store.write(sample.found)
    demoted = sample.membership(1, 2)

    await store.write(
        lambda tx: tx.people.set_rights(
            1, 1, super_admin=True, permission_set=None, rights={"contacts.view": Level.OWNED}
        )
    )

    first = store.read(lambda tx: tx.people.membership(1, 1))
    assert first is not None
    assert (first.super_admin, first.permission_set, first.rights) == (True, None, {"contacts.view": Level.OWNED})
    assert store.read(lambda tx: tx.people.membership(1, 2)) == demoted
    assert store.read(lambda tx: tx.people.membership(1, 3)) is None
    assert store.read(lambda tx: tx.people.members(1)) == [
        Member(first, sample.user(1)),
        Member(demoted, sample.user(2)),
    ]
    assert [one.account_id for one in store.read(lambda tx: tx.people.memberships(1))] == [1, 2]


async def test_who_holds_some_rights_is_found_among_the_active(store: Store) -> None:
    """Who is deactivated, in the account or on the server, and who is in another account, is not."""

    def act(tx: Transaction) -> list[list[int]]:
        sample.found(tx, users=5)
        tx.people.set_rights(1, 2, super_admin=False, permission_set=None, rights={"contacts.view": Level.OWNED})
        tx.people.put(sample.membership(1, 4, active=False))
        tx.people.set_active(5, False)
        asked: list[Membership] = []

        def all_contacts(one: Membership) -> bool:
            asked.append(one)
            return one.rights.get("contacts.view") is Level.ALL

        found = [list(tx.people.with_rights(account, all_contacts)) for account in (1, 2)]
        return [*found, [len(asked)]]

    assert await store.write(act) == [[1, 3], [1, 2, 3, 4], [3]]


async def test_only_active_memberships_are_a_users(store: Store) -> None:
    """An inactive membership is the account's to see, and no longer among the user's."""
    await store.write(sample.found)

    await store.write(lambda tx: tx.people.put(sample.membership(1, 1, active=False)))

    assert [one.account_id for one in store.read(lambda tx: tx.people.memberships(1))] == [2]
    assert [member.membership.active for member in store.read(lambda tx: tx.people.members(1))] == [False, True]


def _signed_in_and_connected(tx: Transaction) -> None:
    sample.found(tx)
    for user_id in (1, 2):
        tx.sessions.add(sample.session(user_id))
        for account_id in (1, 2):
            connection = sample.connect(tx, account_id, user_id)
            family = tx.tokens.add_family(sample.family(connection))
            tx.tokens.add_access(sample.access_token(family))
            tx.codes.add(sample.code(account_id, user_id))


def _left(tx: Transaction, account_id: int, user_id: int) -> bool:
    """Whether everything the person had in the account is over; fails when it is half over."""
    mine = [c for c in tx.connections.in_account(account_id, live_only=False) if c.user_id == user_id]
    tokens = [tx.tokens.access(account_id, number) for number in range(1, 5)]
    ends = [token.connection.ended_at for token in tokens if token is not None and token.family.user_id == user_id]
    codes = [tx.codes.get(account_id, number) for number in range(1, 5)]
    spent = [code.spent_at for code in codes if code is not None and code.user_id == user_id]
    over = [mine[0].ended_why is ConnectionEnd.PERSON_LEFT, ends[0] is not None, spent[0] is not None]
    assert len(set(over)) == 1
    return over[0]


async def test_a_deactivated_user_loses_everything_everywhere(store: Store) -> None:
    """Rule 11: a deactivated person's sessions, codes, tokens and connections end in the same change."""
    await store.write(_signed_in_and_connected)

    await store.write(lambda tx: tx.people.set_active(1, False))

    assert store.read(lambda tx: [_left(tx, 1, 1), _left(tx, 2, 1)]) == [True, True]
    assert store.read(lambda tx: [_left(tx, 1, 2), _left(tx, 2, 2)]) == [False, False]
    assert store.read(lambda tx: (tx.sessions.get(1), tx.sessions.get(2) is not None)) == (None, True)


async def test_who_leaves_an_account_keeps_what_they_have_elsewhere(store: Store) -> None:
    """Rule 11: a person removed from one account loses what they had there, and signs in again."""
    await store.write(_signed_in_and_connected)

    await store.write(lambda tx: tx.people.put(sample.membership(1, 1, active=False)))

    assert store.read(lambda tx: [_left(tx, 1, 1), _left(tx, 2, 1), _left(tx, 1, 2)]) == [True, False, False]
    assert store.read(lambda tx: (tx.sessions.get(1), tx.sessions.get(2) is not None)) == (None, True)


async def test_coming_back_brings_nothing_back(store: Store) -> None:
    """A person who is activated again starts without the old connections."""
    await store.write(_signed_in_and_connected)

    await store.write(lambda tx: tx.people.set_active(1, False))
    await store.write(lambda tx: tx.people.set_active(1, True))

    assert store.read(lambda tx: tx.connections.live(1, 1, 1)) is None
    user = store.read(lambda tx: tx.people.user(1))
    assert user is not None
    assert user.active
    code = await store.write(lambda tx: tx.codes.add(sample.code()))
    assert await store.write(lambda tx: tx.codes.spend(1, code.id, sample.NOW)) == Spent()


async def test_every_change_of_a_membership_counts(store: Store) -> None:
    """The version rises with each change, whatever version the change came with, and with no other person's."""
    await store.write(sample.found)

    def change(tx: Transaction) -> None:
        tx.people.put(sample.membership(1, 1))
        tx.people.set_rights(1, 1, super_admin=False, permission_set=None, rights={})
        tx.people.set_team(1, 1, None)

    await store.write(change)

    members = store.read(lambda tx: tx.people.members(1))
    assert [member.membership.version for member in members] == [3, 0]


async def test_permanent_super_admins_are_active_ones(store: Store) -> None:
    """Who is deactivated, in the account or altogether, is no Super Admin of it any more."""
    await store.write(lambda tx: sample.found(tx, users=4))
    for user_id in (1, 2, 3):
        await store.write(
            lambda tx, u=user_id: tx.people.set_rights(1, u, super_admin=True, permission_set=None, rights={})
        )
    assert store.read(lambda tx: [tx.people.permanent_super_admins(a) for a in (1, 2)]) == [3, 0]

    await store.write(lambda tx: tx.people.set_active(2, False))
    await store.write(lambda tx: tx.people.put(replace(sample.membership(1, 3, active=False), super_admin=True)))

    assert store.read(lambda tx: tx.people.permanent_super_admins(1)) == 1


async def test_an_invitation_is_one_for_a_person_and_an_account(store: Store) -> None:
    """A later one takes the place of the earlier; a person's are listed with the newest first; removed is gone."""
    await store.write(sample.found)

    def invitation(account: int, at: int) -> StandingInvitation:
        return StandingInvitation(
            account_id=account, user_id=1, permission_set="viewer", team=None, invited_by=2, invited_at=at
        )

    for account, at in ((1, sample.NOW), (2, sample.NOW + 1), (1, sample.NOW + 2)):
        await store.write(lambda tx, a=account, t=at: tx.invitations.put(invitation(a, t)))

    assert store.read(lambda tx: tx.invitations.get(1, 1)) == invitation(1, sample.NOW + 2)
    assert [one.account_id for one in store.read(lambda tx: tx.invitations.of_user(1))] == [1, 2]
    assert store.read(lambda tx: tx.invitations.of_user(2)) == []
    assert await store.write(lambda tx: tx.invitations.remove(1, 1))
    assert not await store.write(lambda tx: tx.invitations.remove(1, 1))
    assert store.read(lambda tx: tx.invitations.get(1, 1)) is None


async def test_an_account_lists_whom_it_waits_for(store: Store) -> None:
    """Its own invitations alone, with the app that asked; and what is noted of newcomers, once for each."""
    await store.write(sample.found)
    standing = StandingInvitation(
        account_id=1, user_id=2, permission_set=None, team="Board", invited_by=1, invited_at=sample.NOW, app_id=7
    )
    new = Newcomer(account_id=1, user_id=1, invited_by=2, invited_at=sample.NOW, link_until=sample.NOW + 5, app_id=7)

    def note(tx: Transaction) -> None:
        tx.invitations.put(standing)
        tx.invitations.note_newcomer(new)
        tx.invitations.note_newcomer(replace(new, link_until=sample.NOW + 9, app_id=None))

    await store.write(note)

    assert store.read(lambda tx: tx.invitations.in_account(1)) == [standing]
    (kept,) = store.read(lambda tx: tx.invitations.newcomers(1))
    assert (kept.link_until, kept.app_id) == (sample.NOW + 9, None)
    assert store.read(lambda tx: (tx.invitations.in_account(2), tx.invitations.newcomers(2))) == ([], [])
    await store.write(lambda tx: tx.invitations.forget_newcomer(1, 1))
    assert store.read(lambda tx: tx.invitations.newcomers(1)) == []


async def test_all_links_of_a_person_end_together(store: Store) -> None:
    """Nobody else's, and none that was used before counts."""
    await store.write(sample.found)

    def links(tx: Transaction) -> tuple[int, int, int]:
        def one(user: int) -> int:
            return tx.resets.add(PasswordReset(id=0, digest=b"d" * 32, user_id=user, expires_at=sample.NOW + 1000)).id

        return one(1), one(1), one(2)

    used, open_one, others = await store.write(links)
    await store.write(lambda tx: tx.resets.spend(used, sample.NOW))

    assert await store.write(lambda tx: tx.resets.end_all(1)) == 1
    assert await store.write(lambda tx: tx.resets.spend(open_one, sample.NOW)) == AlreadySpent()
    assert await store.write(lambda tx: tx.resets.spend(others, sample.NOW)) == Spent()


async def test_a_name_is_changed(store: Store) -> None:
    """The next look reads the new one; the accounts of a person are listed, deactivated there or not."""
    await store.write(sample.found)

    await store.write(lambda tx: tx.people.set_name(1, "Tora", "Lund"))
    await store.write(lambda tx: tx.people.put(replace(sample.membership(2, 1), active=False)))

    assert store.read(lambda tx: tx.people.user(1)).name == "Tora Lund"  # type: ignore[union-attr]
    assert store.read(lambda tx: tx.people.accounts_of(1)) == [1, 2]
