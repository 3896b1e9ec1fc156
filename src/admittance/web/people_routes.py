"""The addresses of Users & Teams."""

from typing import Protocol

from admittance.http.routes import Handler, Route
from admittance.web.handlers import invitation, invite, pending, teams, user_editor, user_leaving, users


class Making(Protocol):
    """How the edge makes a route of a page or a form."""

    def __call__(self, name: str, path: str, handler: Handler, about: str, errors: tuple[int, ...] = ()) -> Route:
        """One row of the table."""
        ...


def people_routes(page: Making, form: Making) -> tuple[Route, ...]:
    """Pages and forms; whoever may not see people finds nothing at any of them."""
    account = "/accounts/{hub_id:int}"
    person = account + "/users/{user_id:int}"
    refused = (403, 409)
    return (
        page("users", f"{account}/users", users.users, "Users & Teams: who is in the account and what they may do."),
        page("invite", f"{account}/users/new", invite.invite, "Add a user.", (403,)),
        form("take_invite", f"{account}/users/new", invite.take_invite, "Add a user.", (400, *refused)),
        page("invitation", f"{account}/invitation", invitation.invitation, "An invitation, for whom it is meant."),
        form("answer_invitation", f"{account}/invitation", invitation.take_answer, "Accept or decline.", (409,)),
        form("invite_again", f"{account}/invitations/again", pending.take_again, "Send one again.", (409, 429)),
        form("withdraw_invitation", f"{account}/invitations/withdraw", pending.take_withdraw, "End one.", (409,)),
        page("edit_user", f"{person}/edit", user_editor.edit, "A person's permissions."),
        form(
            "take_edit_user", f"{person}/edit", user_editor.take_edit, "Save them, or show what saving does.", refused
        ),
        form("make_super_admin", f"{person}/make-super-admin", users.take_make_super_admin, "Make one.", refused),
        form("remove_super_admin", f"{person}/remove-super-admin", users.take_remove_super_admin, "Undo.", refused),
        page("ask_deactivate", f"{person}/deactivate", user_leaving.ask_deactivate, "Asks first.", refused),
        form("deactivate", f"{person}/deactivate", users.take_deactivate, "Deactivate a person.", refused),
        form("reactivate", f"{person}/reactivate", users.take_reactivate, "Reactivate a person.", refused),
        page("ask_remove_user", f"{person}/remove", user_leaving.ask_remove, "Asks first.", refused),
        form("remove_user", f"{person}/remove", user_leaving.take_remove, "Take somebody out.", refused),
        page("ask_leave", f"{account}/leave", user_leaving.ask_leave, "Asks before one leaves."),
        form("leave", f"{account}/leave", user_leaving.take_leave, "Leave the account.", (409,)),
        page("teams", f"{account}/teams", teams.teams, "The account's teams."),
        form("add_team", f"{account}/teams", teams.take_add, "A new team.", (409,)),
        form("rename_team", f"{account}/teams/rename", teams.take_rename, "Another name.", (409,)),
        form("remove_team", f"{account}/teams/remove", teams.take_remove, "Remove a team.", (409,)),
        page("permission_sets", f"{account}/permission-sets", teams.permission_sets, "What each set gives."),
    )
