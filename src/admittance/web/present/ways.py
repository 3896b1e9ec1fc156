"""The ways to solve a case, in words."""

from typing import assert_never

from admittance.core.reasons import Shortfall
from admittance.explain.levels import needed_words
from admittance.explain.people import all_of
from admittance.usecases.approval import (
    Approval,
    GiveRights,
    GiveSet,
    GiveSuperAdmin,
    LendRights,
    LendSuperAdmin,
    approval_text,
)
from admittance.usecases.ways_to_solve import Changes, WayOut
from admittance.web.pages.case import Way
from admittance.web.present.reader import Reader

NAMED = 6
"""So many permissions stand by name; the others are counted."""
MINUTE = 60_000


def way(reader: Reader, out: WayOut, person: str, missing: Changes) -> Way:
    """One way; `person` is the first name of whoever gets it."""
    return Way(
        value=approval_text(out.approval),
        title=title_of(reader, out.approval),
        more=_more(reader, out, person, missing),
        adds=_adds(reader, out, missing),
        lasts=_lasts(reader, out.approval),
        approve=_approve(reader, out.approval),
        loses=_loses(reader, out, person),
        everything=out.everything,
    )


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


def permission_names(reader: Reader, changes: Changes) -> str:
    """ "App Marketplace access and Contacts · Edit (All)"; beyond six they are counted."""
    names = [needed_words(one, reader.labels, reader.words) for one in changes]
    if len(names) <= NAMED:
        return all_of(names, reader.words)
    more = len(names) - NAMED
    rest = reader.words.ngettext("%(num)s more", "%(num)s more", more) % {"num": more}
    return all_of([*names[:NAMED], rest], reader.words)


def _more(reader: Reader, out: WayOut, person: str, missing: Changes) -> tuple[str, ...]:
    t = reader.words
    match out.approval:
        case GiveRights():
            return tuple(filter(None, (permission_names(reader, missing), _beside(reader, out, missing))))
        case LendRights():
            return (
                t.gettext(
                    "The same. Ends as soon as %(person)s has connected. The connection keeps working and shows as "
                    "drift."
                )
                % {"person": person},
            )
        case GiveSet():
            return (permission_names(reader, out.added),)
        case LendSuperAdmin():
            return (
                t.gettext("Everything in the account. Ends as soon as %(person)s has connected.") % {"person": person},
            )
        case GiveSuperAdmin():
            return (t.gettext("Everything in the account, until somebody removes it."),)
        case _:
            assert_never(out.approval)


def _beside(reader: Reader, out: WayOut, missing: Changes) -> str:
    """What the catalogue grants along with the missing permissions."""
    asked = {one.permission for one in missing}
    implied = tuple(one for one in out.added if one.permission not in asked)
    if not implied:
        return ""
    return reader.words.gettext("With it come %(permissions)s.") % {"permissions": permission_names(reader, implied)}


def _adds(reader: Reader, out: WayOut, missing: Changes) -> str:
    t = reader.words
    if out.everything:
        return t.gettext("All permissions")
    count = len(out.added) if isinstance(out.approval, GiveSet) else len(missing)
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
        case LendRights(_, lasts):
            return t.gettext("Approve for %(time)s") % {"time": _minutes(reader, lasts)}
        case LendSuperAdmin(lasts):
            return t.gettext("Approve Super Admin for %(time)s") % {"time": _minutes(reader, lasts)}
        case GiveSuperAdmin():
            return t.gettext("Approve and make Super Admin")
        case _:
            assert_never(approval)


def _loses(reader: Reader, out: WayOut, person: str) -> str:
    if not out.lost:
        return ""
    names = permission_names(reader, tuple(Shortfall(one.permission, one.held, one.needed) for one in out.lost))
    return reader.words.gettext("%(person)s loses %(permissions)s.") % {"person": person, "permissions": names}
