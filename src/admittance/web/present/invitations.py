"""Those who have not accepted an invitation, as a part of Users & Teams."""

from collections.abc import Callable
from gettext import NullTranslations

from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.pending import Pending, PendingInvitation
from admittance.web.pages.users import InvitationList, InvitationRow
from admittance.web.present.reader import Reader

PAGE_SIZE = 25


def invitation_list(
    reader: Reader, pending: Pending, now: int, *, number: int, url: Callable[[int], str]
) -> InvitationList:
    """The page `number`; `url` is where another one is."""
    every, base = pending.invitations, f"/accounts/{pending.account.id}/invitations"
    pages = max(1, -(-len(every) // PAGE_SIZE))
    number = min(max(number, 1), pages)
    first = (number - 1) * PAGE_SIZE
    part = every[first : first + PAGE_SIZE]
    counted = {"first": first + 1, "last": first + len(part), "all": len(every)}
    return InvitationList(
        count=len(every),
        rows=tuple(_row(reader, one, now) for one in part),
        again_action=f"{base}/again" if pending.may_edit else "",
        withdraw_action=f"{base}/withdraw" if pending.may_edit else "",
        shown_words=reader.words.gettext("%(first)s–%(last)s of %(all)s") % counted if pages > 1 else "",
        previous_url=f"{url(number - 1)}#invitations" if number > 1 else "",
        next_url=f"{url(number + 1)}#invitations" if number < pages else "",
    )


def _row(reader: Reader, one: PendingInvitation, now: int) -> InvitationRow:
    words = reader.words
    to_do = words.gettext("Has to choose a password") if one.newcomer else words.gettext("Has to accept")
    return InvitationRow(
        email=one.email,
        waits_for=to_do,
        access=_access(reader, one),
        super_admin=one.super_admin,
        gives=_gives(reader, one),
        by=_by(words, one),
        at=one.at,
        until=one.until,
        over=one.until <= now,
        reason=_reason(words, one),
        again_label=words.gettext("Send again to %(email)s") % {"email": one.email},
        withdraw_label=words.gettext("Withdraw the invitation to %(email)s") % {"email": one.email},
    )


def _access(reader: Reader, one: PendingInvitation) -> str:
    """As the ACCESS column says it."""
    if one.super_admin:
        return reader.words.gettext("Super Admin")  # a proper name: the same in every language
    if one.permission_set is not None:
        return reader.catalogue.permission_set_label(one.permission_set, reader.language.value)
    return reader.words.gettext("Custom")


def _gives(reader: Reader, one: PendingInvitation) -> str:
    policy = reader.catalogue.policy
    number = len(policy.held(policy.rights(one.rights)))
    count = reader.words.ngettext("%(num)s permission", "%(num)s permissions", number) % {"num": number}
    return " · ".join(part for part in ("" if one.super_admin else count, one.team or "") if part)


def _by(words: NullTranslations, one: PendingInvitation) -> str:
    """An app that invited is named first: the person whose authority it used did not do it."""
    if one.app is None:
        return one.by.name if one.by else ""
    if one.by is None:
        return one.app.name
    return words.gettext("%(app)s, connected by %(person)s") % {"app": one.app.name, "person": one.by.name}


def _reason(words: NullTranslations, one: PendingInvitation) -> str:
    if one.hindrance is Hindrance.ONLY_SUPER_ADMINS:
        return words.gettext("Only a Super Admin can do this.")
    return words.gettext("It gives more than you have yourself.") if one.lacking else ""
