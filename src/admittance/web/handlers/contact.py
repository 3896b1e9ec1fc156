"""One contact: its page, writing a note on it, deleting it."""

from html import escape
from typing import assert_never

from admittance.core.whole_number import whole_number
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters, read_encoded
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.contacts.show_contact import MOST_ENTRIES, ContactShown, show_contact
from admittance.usecases.contacts.standing import MayNot
from admittance.usecases.contacts.write_contact import LONGEST_NOTE, Stale, delete_contact, write_note
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.records import Record
from admittance.usecases.outcomes import NotThere
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.contacts import ContactAskPage
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.parts import avatar
from admittance.web.present.contact import contact_page
from admittance.web.present.contact_ways import IN, with_list
from admittance.web.present.contacts import address_of, asked_of, base_of, columns_of, contact_name
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

MAY_NOT = HttpProblem(ProblemKind.FORBIDDEN, "This person may not do this to the contact.")


async def contact(services: Services, request: Request) -> Response:
    """GET …/contacts/{contact_id}."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    return _page(visit, user)


def shown_to(visit: Visit, user: User, skip: int = 0) -> ContactShown | NotThere:
    """The contact of the address, as the person may see it."""
    values, policy = visit.request.path_values, visit.services.catalogue.policy
    account_id, contact_id = int(values["hub_id"]), values["contact_id"]
    return visit.services.store.read(lambda tx: show_contact(tx, policy, account_id, user.id, contact_id, skip=skip))


def way_back(visit: Visit) -> str:
    """The query of the list that the contact was opened from, tidied: it leads nowhere but to that list."""
    sent = read_encoded((query(visit).get(IN) or "").encode(), visit.services.settings.max_parameters)
    if not isinstance(sent, Parameters):
        return ""
    asked = asked_of(sent, visit.user.id if visit.user is not None else 0)
    address = address_of(int(visit.request.path_values["hub_id"]), sent, asked, columns_of(sent))
    return address.query(asked.cursor)


def _page(visit: Visit, user: User, *, typed: str = "", problem: str = "", status: int = 200) -> Response:
    skip = min(whole_number(query(visit).get("skip"), digits=5) or 0, 2 * MOST_ENTRIES)
    shown = shown_to(visit, user, skip)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    account = shown.standing.account
    kind = visit.services.store.read(lambda tx: tx.crm.definitions.kind(account.id, CONTACTS))
    back = way_back(visit)
    model = contact_page(visit.reader, shown, kind, skip, back=back, typed=typed, problem=problem)
    notice = None if problem else _notice(visit)
    here_url = with_list(f"{base_of(account.id)}/{shown.contact.id}", back)
    return page(visit, model, status, account=account, section=Section.CONTACTS, notice=notice, return_to=here_url)


def _notice(visit: Visit) -> Notice | None:
    t = visit.reader.words
    said = {
        "created": t.gettext("The contact is created."),
        "saved": t.gettext("Saved."),
        "same": t.gettext("Nothing was changed."),
        "noted": t.gettext("The note is on the timeline."),
    }.get(query(visit).get("done") or "")
    return None if said is None else Notice(Tone.DONE, said)


async def take_note(services: Services, request: Request) -> Response:
    """POST …/contacts/{contact_id}/notes."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    text = (sent.raw("note") or "").replace("\r\n", "\n").strip()
    if not text:
        return _page(visit, user, problem=visit.gettext("Write something first."), status=400)
    # Clients of this protocol read a note as HTML.
    body = escape(text, quote=False).replace("\n", "<br>")
    if len(body) > LONGEST_NOTE or "\x00" in body:
        return _page(visit, user, typed=text, problem=visit.gettext("That is too long for one note."), status=400)
    account_id, contact_id = int(request.path_values["hub_id"]), request.path_values["contact_id"]
    policy, now = services.catalogue.policy, services.clock.now()
    made = await services.store.write(lambda tx: write_note(tx, policy, account_id, user.id, contact_id, body, now))
    match made:
        case Record():
            return see_other(with_list(f"{base_of(account_id)}/{contact_id}?done=noted", way_back(visit)))
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case MayNot():
            return problem_page(visit, MAY_NOT)
        case _:
            return _page(visit, user, typed=text, problem=visit.gettext("That can't be kept here."), status=400)


async def ask_delete(services: Services, request: Request) -> Response:
    """GET …/contacts/{contact_id}/delete: asks first."""
    visit = await begin(services, request)
    user = visit.user
    return form_page(visit, next_path=here(request)) if user is None else _ask(visit, user)


def _ask(visit: Visit, user: User, *, problem: str = "", status: int = 200) -> Response:
    shown = shown_to(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    if not shown.may_delete:
        return problem_page(visit, MAY_NOT)
    t, account = visit.reader.words, shown.standing.account
    name, url = contact_name(shown.contact, t), f"{base_of(account.id)}/{shown.contact.id}"
    back = way_back(visit)
    model = ContactAskPage(
        title=t.gettext("Delete %(contact)s?") % {"contact": name},
        avatar=avatar(shown.contact.id, name),
        lines=(
            t.gettext("The contact leaves every list and search. Its calls and notes are no longer linked to it."),
            t.gettext("Connected apps are told that it is gone."),
        ),
        action=with_list(f"{url}/delete", back),
        version=shown.contact.version,
        button=t.gettext("Delete contact"),
        cancel_url=with_list(url, back),
        problem=problem,
    )
    return page(visit, model, status, account=account, section=Section.CONTACTS, return_to=f"{url}/delete")


async def take_delete(services: Services, request: Request) -> Response:
    """POST …/contacts/{contact_id}/delete."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, contact_id = int(request.path_values["hub_id"]), request.path_values["contact_id"]
    policy, now, version = services.catalogue.policy, services.clock.now(), version_of(sent.get("version"))
    gone = await services.store.write(
        lambda tx: delete_contact(tx, policy, account_id, user.id, contact_id, version, now)
    )
    match gone:
        case Record():
            back = way_back(visit)
            return see_other(f"{base_of(account_id)}?{f'{back}&' if back else ''}done=deleted")
        case Stale():
            words = visit.gettext("Somebody changed this contact meanwhile. Look at it again before you delete it.")
            return _ask(visit, user, problem=words, status=409)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case MayNot():
            return problem_page(visit, MAY_NOT)
        case _:
            assert_never(gone)


def version_of(text: str | None) -> int:
    """The version that a form was made from; 0, which no contact has, where it makes no sense."""
    return whole_number(text) or 0
