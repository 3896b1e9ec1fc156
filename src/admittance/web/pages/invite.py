"""Add user: whom to invite, and the link that was made for them."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import AccountMark
from admittance.web.pages.users import Option


class InvitePage(Struct, frozen=True, kw_only=True):
    """The form with what was typed. `email_problem` stands at its field, `problem` above the form."""

    template: ClassVar[str] = "invite.html"
    action: str
    cancel_url: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    set_options: tuple[Option, ...]
    team_options: tuple[Option, ...]
    mail_works: bool
    email_problem: str = ""
    problem: str = ""
    missing: tuple[str, ...] = ()


class InvitedPage(Struct, frozen=True, kw_only=True):
    """Done. `link` is shown this once, and empty where it was mailed. `waits`: the person is on the server already and
    has to accept; the link is no secret then, and `edit_url` empty. `again`: it was sent before.
    """

    template: ClassVar[str] = "invited.html"
    name: str
    email: str
    link: str
    days: int
    mailed: bool
    waits: bool = False
    users_url: str
    edit_url: str
    again: bool = False


class InvitationPage(Struct, frozen=True, kw_only=True):
    """What an invited person is asked. `by` is empty where whoever invited is gone."""

    template: ClassVar[str] = "invitation.html"
    account: AccountMark
    by: str
    action: str
