"""Users, roles and teams on the wire."""

from msgspec import UNSET, Struct, UnsetType

from admittance.crm.answers import Paging


class UserAnswer(Struct, kw_only=True, rename="camel"):
    """A person in the account. `role_id` is absent where the rights are the person's own."""

    id: str
    email: str
    first_name: str
    last_name: str
    super_admin: bool
    role_id: str | UnsetType = UNSET
    role_ids: list[str]
    primary_team_id: str | UnsetType = UNSET
    secondary_team_ids: list[str]
    send_welcome_email: bool = False


class AskedAnswer(Struct):
    """A person who is on the server already: they were asked, and are a user of the account once they accept."""

    email: str
    status: str = "INVITED"


class UsersAnswer(Struct):
    """A page of users."""

    results: list[UserAnswer]
    paging: Paging | UnsetType = UNSET


class RoleAnswer(Struct, kw_only=True, rename="camel"):
    """A permission set."""

    id: str
    name: str
    requires_billing_write: bool = False


class TeamOfAccount(Struct, kw_only=True, rename="camel"):
    """A team with its people. Nobody is in more than one, so there are no secondary users."""

    id: str
    name: str
    user_ids: list[str]
    secondary_user_ids: list[str]


class NewUserBody(Struct, kw_only=True, rename="camel"):
    """A person to be added. Without `roleId` they may do nothing yet."""

    email: str
    first_name: str = ""
    last_name: str = ""
    role_id: str | None = None
    primary_team_id: str | None = None
    secondary_team_ids: list[str] = []
    send_welcome_email: bool = False


class UserChangeBody(Struct, kw_only=True, rename="camel"):
    """What is to be changed of a person: a permission set in place of their rights, a team (null: none)."""

    role_id: str | UnsetType = UNSET
    primary_team_id: str | UnsetType | None = UNSET
    secondary_team_ids: list[str] = []
