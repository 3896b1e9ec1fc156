"""Users & Teams: the table of people, with what may be done to each."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import Avatar, Hidden


class PeopleTabs(Struct, frozen=True, kw_only=True):
    """The three lists of Users & Teams with how many each holds; `current` is users, teams or sets."""

    current: str
    users_url: str
    users: int
    teams_url: str
    teams: int
    sets_url: str
    sets: int


class MenuItem(Struct, frozen=True, kw_only=True):
    """One entry of a row's menu: a link, or a form of one button. `reason` says why it cannot be done; then it is
    neither, and stays to be seen.
    """

    words: str
    sign: str
    url: str = ""
    action: str = ""
    reason: str = ""
    dangerous: bool = False


class UserRow(Struct, frozen=True, kw_only=True):
    """A person. `access` is what the ACCESS column says; `elevated` is the words of the badge, empty without one.
    `invited`: they have yet to choose a password.
    """

    person: Avatar
    email: str
    access: str
    super_admin: bool
    elevated: str
    team: str
    apps: int
    active: bool
    invited: bool
    url: str
    menu_label: str
    menu: tuple[MenuItem, ...]


class Column(Struct, frozen=True, kw_only=True):
    """A head that sorts: `sorted` is ascending, descending or nothing, as `aria-sort` has it."""

    words: str
    url: str
    sorted: str = ""


class Option(Struct, frozen=True):
    """A choice of a list."""

    value: str
    words: str
    chosen: bool = False


class InvitationRow(Struct, frozen=True, kw_only=True):
    """Somebody who has not accepted. `waits_for` says what they have yet to do, `access` and `gives` what they have
    then; `by` is empty where nobody knows any more. `over`: it opens nothing since `until`. `reason`: why the reader
    can do nothing to it; then there are no buttons.
    """

    email: str
    waits_for: str
    access: str
    super_admin: bool
    gives: str
    by: str
    at: int
    until: int
    over: bool
    reason: str
    again_label: str
    withdraw_label: str


class InvitationList(Struct, frozen=True, kw_only=True):
    """One page of those who have not accepted, the newest first. Both actions are empty where the reader may not add
    users; `previous_url` and `next_url` where there is no such page.
    """

    count: int
    rows: tuple[InvitationRow, ...]
    again_action: str
    withdraw_action: str
    shown_words: str
    previous_url: str
    next_url: str


class UsersPage(Struct, frozen=True, kw_only=True):
    """One page of the list. `count_words` is read out when the list changes; `shown_words` tells which part this is.

    `add_url` is empty where the reader may not add users; `previous_url` and `next_url` where there is no such page.
    """

    template: ClassVar[str] = "users.html"
    tabs: PeopleTabs
    action: str
    query: str
    access_options: tuple[Option, ...]
    team_options: tuple[Option, ...]
    kept: Hidden
    columns: tuple[Column, ...]
    rows: tuple[UserRow, ...]
    count_words: str
    shown_words: str
    filtered: bool
    clear_url: str
    add_url: str
    leave_url: str
    previous_url: str
    next_url: str
    invitations: InvitationList
    problem: str = ""


class AskPage(Struct, frozen=True, kw_only=True):
    """Asks before somebody is deactivated, removed, or leaves. `lines` say what happens then."""

    template: ClassVar[str] = "person_ask.html"
    title: str
    lines: tuple[str, ...]
    action: str
    button: str
    cancel_url: str
    person: Avatar
    problem: str = ""
