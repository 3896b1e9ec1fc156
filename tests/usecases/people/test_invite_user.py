"""Inviting a person."""

from typing import Any

import pytest

from admittance.core.tokens import Token, TokenKind
from admittance.demo.people import FJORD
from admittance.usecases.audit_entry import SERVER_CHAIN, Act
from admittance.usecases.outcomes import NotThere
from admittance.usecases.passwords import ResetOver, look_at_reset, use_reset
from admittance.usecases.people.answers import NotHeld
from admittance.usecases.people.invite_user import (
    AlreadyMember,
    Asked,
    Invitation,
    Invited,
    InviteOutcome,
    NoEmail,
    invite_user,
    readable_email,
)
from admittance.usecases.people.newcomers import INVITATION_LASTS
from admittance.usecases.records import User
from tests.usecases.people.conftest import NOW, People

JONAS, OSKAR, LOVA, NILS, HANNA = 101, 107, 108, 109, 110
SECRET = "s" * 43

pytestmark = pytest.mark.anyio


async def invited(people: People, actor: int, **more: Any) -> InviteOutcome:
    """Invite Tove, or whoever `more` says."""
    whom = {"email": " Tove@fjordfalk.example ", "first_name": "Tove", "last_name": "Lind"} | more
    invitation = Invitation(**whom)
    return await people.do(
        lambda tx: invite_user(tx, people.catalogue, FJORD, actor, invitation, secret=SECRET, now=NOW, most=0)
    )


def link_of(said: Invited, secret: str = SECRET) -> Token:
    """What the link carries."""
    return Token(TokenKind.RESET, 0, said.link.id, secret)


async def test_an_invited_person_chooses_a_password_once(people: People) -> None:
    """The link opens the choice of a password, once and for three days; until then nobody can sign in as them."""
    said = await invited(people, JONAS, permission_set="viewer", team="Board")
    assert isinstance(said, Invited)
    assert (said.user.email, said.user.password_hash) == ("Tove@fjordfalk.example", None)
    member = people.member(said.user.id)
    assert (member.permission_set, member.team, member.super_admin) == ("viewer", "Board", False)
    token = link_of(said)
    read = people.store.read
    assert isinstance(read(lambda tx: look_at_reset(tx, token, NOW + INVITATION_LASTS - 1)), User)
    assert isinstance(read(lambda tx: look_at_reset(tx, token, NOW + INVITATION_LASTS)), ResetOver)
    assert isinstance(await people.do(lambda tx: use_reset(tx, token, "hash", NOW)), User)
    assert isinstance(await people.do(lambda tx: use_reset(tx, token, "other", NOW)), ResetOver)


async def test_inviting_is_audited_without_names(people: People) -> None:
    """The account's row names the new user by id; the link's row stands in the server's own chain."""
    said = await invited(people, JONAS)
    assert isinstance(said, Invited)
    entry = people.audit()[-1].entry
    assert (entry.act, entry.actor) == (Act.USER_CREATED, JONAS)
    assert entry.data == {"user": said.user.id, "super_admin": False, "permission_set": None}
    assert people.audit(SERVER_CHAIN)[-1].entry.act is Act.RESET_ISSUED


async def test_somebody_with_a_password_is_asked(people: People) -> None:
    """A user of the server keeps password and name, and is no member before they accept: no account's administrator
    gets a way into their sign-in, or reads more of them than the address that was typed.
    """
    said = await invited(people, JONAS, email="HANNA.SJOGREN@havlogistik.example", first_name="Somebody")
    assert isinstance(said, Asked)
    assert said.email == "HANNA.SJOGREN@havlogistik.example"
    assert people.store.read(lambda tx: tx.people.membership(FJORD, HANNA)) is None
    assert people.store.read(lambda tx: tx.people.user(HANNA)).name == "Hanna Sjögren"  # type: ignore[union-attr]


async def test_who_is_in_already(people: People) -> None:
    """A member, active or not, is not invited twice."""
    said = await invited(people, JONAS, email="nils.oberg@fjordfalk.example")
    assert isinstance(said, AlreadyMember)
    assert (said.user.id, said.active) == (NILS, True)


async def test_nobody_invites_into_more_than_they_hold(people: People) -> None:
    """The permission set of an invitation is granted like any other right, and nobody is created when it is not."""
    said = await invited(people, OSKAR, permission_set="billing_owner")
    assert isinstance(said, NotHeld)
    assert "account.billing.edit" in {right.permission for right in said.rights}
    assert people.store.read(lambda tx: tx.people.by_email("tove@fjordfalk.example")) is None


async def test_who_may_invite(people: People) -> None:
    """Those who may add users; a viewer of the list is told, anyone else finds nothing."""
    assert await invited(people, LOVA) == NotThere()
    assert await invited(people, HANNA) == NotThere()
    said = await invited(people, OSKAR)
    assert isinstance(said, Invited)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "tove",
        "@a.example",
        "a@b",
        "a b@c.example",
        "<a@b.example>",
        "a@" + "b" * 250 + ".se",
        "a@[b.example",
        ":;a@b.example",
        "a@b.example,c@d.example",
        "a\x01@b.example",
    ],
)
async def test_what_is_no_address(people: People, email: str) -> None:
    """What no mail could be sent to is said to be none."""
    assert readable_email(email) is None
    assert await invited(people, JONAS, email=email) == NoEmail()
