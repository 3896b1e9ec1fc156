"""What would mend a case, as whoever may answer it sees that."""

from msgspec import Struct

from admittance.core.decide import Question, Refused
from admittance.core.reasons import Audience, Reason, mended_by
from admittance.core.remedies.remedy import GrantRights
from admittance.explain.people import any_of
from admittance.explain.summary import number_word
from admittance.usecases.case_question import OpenQuestion
from admittance.usecases.case_roles import CaseRole
from admittance.usecases.case_view import CaseView
from admittance.usecases.mending import mending_of
from admittance.usecases.ports import Transaction
from admittance.usecases.remedies_now import NO_REMEDIES, RemediesNow, giving
from admittance.usecases.wish import read_wish, wish_for
from admittance.web.pages.case import Live, Way
from admittance.web.present.reader import Reader
from admittance.web.present.rights_words import added_in, change_names
from admittance.web.present.ways import Telling, way_shown


class Looking(Struct, frozen=True, kw_only=True):
    """Who looks, when, and whether everybody who waits for the same starts ticked."""

    viewer_id: int
    now: int
    together: bool
    live: Live


class Solving(Struct, frozen=True, kw_only=True):
    """What would mend the case, as this viewer sees it. `after`: the question once the first remedy is carried out.
    `for_others`: something is in the way besides permissions.
    """

    asked: OpenQuestion | None = None
    now: RemediesNow = NO_REMEDIES
    after: Question | None = None
    ways: tuple[Way, ...] = ()
    for_others: bool = False

    @property
    def can_approve(self) -> bool:
        """Whether the viewer can give anything that helps."""
        return any(way.value for way in self.ways)


NOTHING = Solving()


def solving_of(tx: Transaction, reader: Reader, view: CaseView, looking: Looking, person: str) -> Solving:
    """The ways as they are now. Those are for admins; whoever only manages the plan is shown no more than the plans."""
    catalogue = reader.catalogue
    viewer = tx.people.membership(view.account.id, looking.viewer_id)
    mending = mending_of(tx, catalogue, view.case, looking.now)
    if viewer is None or mending is None:
        return NOTHING
    asked, now = mending.asked, mending.now
    if CaseRole.ADMIN not in view.roles:
        return Solving(asked=asked, now=now, after=mending.after)
    telling = Telling(app=asked.app, viewer_id=looking.viewer_id, person=person, plan_url=plan_url(view))
    can = [giving(catalogue, asked.question, asked.membership, viewer, way) for way in now.ways]
    wish = read_wish(view.case.wish)
    wanted = next((way for way in now.ways if wish is not None and wish_for(way) == wish), None)
    return Solving(
        asked=asked,
        now=now,
        after=mending.after,
        ways=tuple(
            way_shown(reader, way, telling, one, wanted=way is wanted) for way, one in zip(now.ways, can, strict=True)
        ),
        for_others=any(mended_by(reason) is not Audience.ADMIN for reason in _reasons(view)),
    )


def plan_url(view: CaseView) -> str:
    """Where the viewer changes the plan; empty where that isn't theirs."""
    return f"/accounts/{view.account.id}/plan" if CaseRole.PLAN_OWNER in view.roles else ""


def ask_of_you(reader: Reader, solving: Solving, person: str) -> str:
    """The sentence under the heading for whoever can approve."""
    t, smallest = reader.words, smallest_of(solving.now)
    count = len(smallest.rights) if smallest else 0
    number = {"num": number_word(count, t).capitalize()}
    first = t.ngettext("%(num)s permission is missing.", "%(num)s permissions are missing.", count) % number
    if solving.for_others:
        then = t.gettext("Approve one of the changes below. Something else is in the way as well, for others to mend.")
    else:
        then = t.gettext("Approve one of the changes below and %(person)s's connection continues by itself.")
    return f"{first if count else ''} {then % {'person': person}}".strip()


def smallest_of(now: RemediesNow) -> GrantRights | None:
    """The first remedy that gives permissions for good."""
    parts = (way.remedy.permission for way in now.ways)
    return next((part for part in parts if isinstance(part, GrantRights)), None)


def why_not(reader: Reader, view: CaseView, solving: Solving, viewer_id: int) -> str:
    """Why this admin has nothing to approve, and who has."""
    if CaseRole.ADMIN not in view.roles or solving.can_approve:
        return ""
    t, smallest = reader.words, smallest_of(solving.now)
    if smallest is None:
        return t.gettext("No permission helps here. What is missing has to be mended by somebody else.")
    step = next(way.step_of(Audience.ADMIN) for way in solving.now.ways if way.remedy.permission is smallest)
    able = [member.user.name for member in step.people if member.user.id != viewer_id] if step else []
    names = {"permissions": change_names(reader, added_in(smallest)), "people": any_of(able, t)}
    if able:
        return t.gettext("You don't hold %(permissions)s yourself, so you can't give it. %(people)s can.") % names
    return t.gettext("You don't hold %(permissions)s yourself, and nobody else here can give it right now.") % names


def _reasons(view: CaseView) -> tuple[Reason, ...]:
    return view.standing.reasons if isinstance(view.standing, Refused) else ()
