"""The ways to mend a refusal, in words: each step with who may take it, what is added, and for how long."""

from collections.abc import Sequence
from typing import assert_never

from msgspec import Struct

from admittance.core.reasons import Audience
from admittance.core.remedies.remedy import AssignSet, PermissionPart, RightChange
from admittance.explain.people import one_of
from admittance.usecases.approval import (
    Approval,
    GiveRights,
    GiveSet,
    GiveSuperAdmin,
    LendRights,
    LendSuperAdmin,
    approval_of,
    approval_text,
)
from admittance.usecases.records import App
from admittance.usecases.remedies_now import Giving, RemediesNow, StepNow, Way
from admittance.web.pages.case import Way as ShownWay
from admittance.web.pages.case import WayStep
from admittance.web.present.link_words import link_lines, link_title
from admittance.web.present.plan_words import plan_change
from admittance.web.present.reader import Reader
from admittance.web.present.rights_words import added_in, given_names, lost_names

MINUTE = 60_000


class Telling(Struct, frozen=True, kw_only=True):
    """Who reads of whose ways. `person` is the first name of whoever gets something, empty where it is the reader;
    `plan_url` is where the reader may change the plan, empty where they may not.
    """

    app: App
    viewer_id: int
    person: str = ""
    plan_url: str = ""


def way_shown(
    reader: Reader, way: Way, telling: Telling, can: Giving | None = None, *, wanted: bool = False
) -> ShownWay:
    """One way. `can` is what the reader can do about it on this page; None where nothing is answered here."""
    part, approval = way.remedy.permission, way.approval
    gives = can is Giving.GIVES and approval is not None
    return ShownWay(
        steps=tuple(_step(reader, way, one, telling) for one in way.steps),
        adds=_adds(reader, part),
        lasts=_lasts(reader, approval) if approval else "",
        timed=isinstance(approval, LendRights | LendSuperAdmin),
        value=approval_text(approval) if gives and approval else "",
        approve=_approve(reader, approval) if gives and approval else "",
        note=_note(reader, can),
        loses=_loses(reader, part, telling.person),
        everything=isinstance(approval, LendSuperAdmin | GiveSuperAdmin),
        wanted=wanted,
    )


def ways_note(reader: Reader, now: RemediesNow) -> str:
    """Whether these are all; where there is none, what keeps every one of them from helping."""
    t = reader.words
    if now.out_of_reach:
        scopes = {"scopes": ", ".join(f"`{scope}`" for scope in now.out_of_reach), "num": len(now.out_of_reach)}
        words = t.ngettext(
            "No permission, plan or install link opens %(scopes)s. Only those who run this server can.",
            "No permission, plan or install link opens these: %(scopes)s. Only those who run this server can.",
            len(now.out_of_reach),
        )
        return words % scopes
    cut = t.gettext("The search ended after a fixed number of steps. There may be other ways, and smaller ones.")
    more = t.gettext("There are more ways than these.")
    return " ".join([more] * now.more + [cut] * now.cut)


def title_of(reader: Reader, approval: Approval) -> str:
    """What an approval gives: "Give the 2 permissions"."""
    t = reader.words
    match approval:
        case GiveRights(rights):
            return t.ngettext("Give the permission", "Give the %(num)s permissions", len(rights)) % {"num": len(rights)}
        case GiveSet(permission_set):
            name = reader.catalogue.permission_set_label(permission_set, reader.language.value)
            return t.gettext("Assign the permission set “%(name)s”") % {"name": name}
        case LendRights(_, lasts):
            return t.gettext("Elevate for %(time)s") % {"time": _minutes(reader, lasts)}
        case LendSuperAdmin(lasts):
            return t.gettext("Super Admin for %(time)s") % {"time": _minutes(reader, lasts)}
        case GiveSuperAdmin():
            return t.gettext("Make Super Admin")
        case _:
            assert_never(approval)


def _step(reader: Reader, way: Way, one: StepNow, telling: Telling) -> WayStep:
    by = _by(reader, one, telling)
    match one.step.audience:
        case Audience.DEVELOPER:
            lines = link_lines(reader, way.remedy)
            return WayStep(title=link_title(reader, way.remedy), more=lines, by=telling.app.maker)
        case Audience.PLAN_OWNER:
            return WayStep(title=plan_change(reader, way.remedy.plan), by=by, url=telling.plan_url)
        case _:
            part = way.remedy.permission
            assert part is not None  # only a permission part makes a step for an admin
            return WayStep(title=title_of(reader, approval_of(part)), more=_more(reader, part, telling.person), by=by)


def _by(reader: Reader, one: StepNow, telling: Telling) -> str:
    t = reader.words
    you = (one.own and not telling.person) or any(member.user.id == telling.viewer_id for member in one.people)
    names = [t.gettext("You")] if you else []
    names += [telling.person] if one.own and telling.person else []
    names += [member.user.name for member in one.people if member.user.id != telling.viewer_id]
    return one_of(names, t) or t.gettext("Nobody in this account right now")


def _more(reader: Reader, part: PermissionPart, person: str) -> tuple[str, ...]:
    t, whom = reader.words, {"person": person}
    approval = approval_of(part)
    ends = (
        t.gettext("Ends as soon as %(person)s has connected.") % whom
        if person
        else t.gettext("Ends as soon as you have connected.")
    )
    match approval:
        case GiveRights() | GiveSet():
            return given_names(reader, part)
        case LendRights():
            after = t.gettext("The connection keeps working and shows as drift.")
            return (*given_names(reader, part), f"{ends} {after}")
        case LendSuperAdmin():
            return (t.gettext("Everything in the account."), ends)
        case GiveSuperAdmin():
            return (t.gettext("Everything in the account, until somebody removes it."),)
        case _:
            assert_never(approval)


def _adds(reader: Reader, part: PermissionPart | None) -> str:
    t = reader.words
    if part is None:
        return t.gettext("No permissions")
    count = len(added_in(part))
    if not count:
        return t.gettext("All permissions")
    return t.ngettext("+ %(num)s permission", "+ %(num)s permissions", count) % {"num": count}


def _lasts(reader: Reader, approval: Approval) -> str:
    if isinstance(approval, LendRights | LendSuperAdmin):
        return _minutes(reader, approval.lasts)
    return reader.words.gettext("Until removed")


def _minutes(reader: Reader, lasts: int) -> str:
    minutes = max(1, lasts // MINUTE)
    return reader.words.ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}


def _approve(reader: Reader, approval: Approval) -> str:
    t = reader.words
    match approval:
        case GiveRights(rights):
            words = t.ngettext(
                "Approve and give %(num)s permission", "Approve and give %(num)s permissions", len(rights)
            )
            return words % {"num": len(rights)}
        case GiveSet(permission_set):
            name = reader.catalogue.permission_set_label(permission_set, reader.language.value)
            return t.gettext("Approve and assign “%(name)s”") % {"name": name}
        case LendRights():
            return t.gettext("Approve for a while")
        case LendSuperAdmin():
            return t.gettext("Approve Super Admin for a while")
        case GiveSuperAdmin():
            return t.gettext("Approve and make Super Admin")
        case _:
            assert_never(approval)


def _note(reader: Reader, can: Giving | None) -> str:
    t = reader.words
    match can:
        case Giving.NOT_HELD:
            return t.gettext("Not yours to give: nobody gives what they don't hold.")
        case Giving.AFTER_THE_REST:
            return t.gettext("Can be approved once everything else is in place.")
        case Giving.NOTHING_TO_GIVE | Giving.GIVES | None:
            return ""
        case _:
            assert_never(can)


def _loses(reader: Reader, part: PermissionPart | None, person: str) -> str:
    lost: Sequence[RightChange] = part.lost if isinstance(part, AssignSet) else ()
    if not lost:
        return ""
    names = {"person": person, "permissions": lost_names(reader, lost)}
    if person:
        return reader.words.gettext("%(person)s loses %(permissions)s.") % names
    return reader.words.gettext("You lose %(permissions)s.") % names
