"""Why a person was not added, changed or removed, on the wire. The scope is there: it is the installer who may not."""

from typing import TypeAlias, assert_never

from admittance.catalogue.model import Catalogue
from admittance.crm.problem import Problem, invalid
from admittance.http.errors import Category
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, Hindrance, MayNot, NotHeld, Stale, Unchanged
from admittance.usecases.people.assign_set import NoSuchSet
from admittance.usecases.people.invite_user import AlreadyMember, Asked, Invited, NoEmail
from admittance.usecases.people.leave import Gone
from admittance.usecases.people.teams import NoSuchTeam

Outcome: TypeAlias = (
    Changed
    | Unchanged
    | Invited
    | Asked
    | Gone
    | NotHeld
    | Stale
    | MayNot
    | NotThere
    | NoSuchSet
    | NoSuchTeam
    | NoEmail
    | AlreadyMember
)

_HINDRANCES = {
    Hindrance.NEEDS_EDIT_PEOPLE: "The person who connected this app may not add and edit users.",
    Hindrance.ONLY_SUPER_ADMINS: "The person who connected this app is no Super Admin, and this user is one.",
    Hindrance.ONESELF: "The person who connected this app can't be removed through it.",
    Hindrance.DEACTIVATED: "This user is deactivated.",
    Hindrance.LAST_SUPER_ADMIN: "This is the account's last Super Admin: an account always has one.",
}


def cannot_see_people() -> Problem:
    """The installer lacks the right to see people (any more)."""
    return _forbidden("The person who connected this app may not see the account's users.")


def refused_person(catalogue: Catalogue, outcome: Outcome, nobody: Problem) -> Problem:
    """The problem. `nobody` is how the address says that there is no such person."""
    match outcome:
        case NotThere() | Changed() | Unchanged() | Invited() | Gone():
            # Somebody who was changed or added and is not there to be shown is not there.
            return nobody
        case MayNot():
            return _forbidden(_HINDRANCES[outcome.why])
        case NotHeld():
            labels = catalogue.labels("en")
            named = ", ".join(f"{labels.permission(right.permission)}: {right.level}" for right in outcome.rights)
            return _forbidden(f"The person who connected this app can only give what they have, and has not: {named}.")
        case AlreadyMember():
            state = "" if outcome.active else ", deactivated"
            message = f"User already exists in this account{state}. Existing ID: {outcome.user.id}"
            return Problem(status=409, category=Category.CONFLICT, message=message)
        case Asked():
            message = "This person has a sign-in here already and was asked. They are a user once they have accepted."
            return Problem(status=409, category=Category.CONFLICT, message=message)
        case Stale():
            return Problem(status=409, category=Category.CONFLICT, message="The user was changed in the meantime.")
        case NoEmail():
            return invalid("email is no address that mail could be sent to", about=("email",))
        case NoSuchSet():
            return invalid("There is no role of this id", about=("roleId",))
        case NoSuchTeam():
            return invalid("There is no team of this id", about=("primaryTeamId",))
        case _:
            assert_never(outcome)


def _forbidden(message: str) -> Problem:
    return Problem(status=403, category=Category.FORBIDDEN, message=message)
