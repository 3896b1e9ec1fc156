"""The list of contacts, as a page and, while one types, as its table alone."""

from admittance.http.headers import html_response, see_other
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.services import Services
from admittance.usecases.contacts.list_contacts import AskedContacts, ContactList, list_contacts
from admittance.usecases.contacts.standing import stand
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.records import User
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Frame, Notice, Section, Tone
from admittance.web.present.contacts import address_of, asked_of, base_of, columns_of, contacts_page, list_part
from admittance.web.render import render
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query


async def any_contacts(services: Services, request: Request) -> Response:
    """GET /contacts: on to the contacts of one's account; with several, to the choice between them."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    policy = services.catalogue.policy

    def look(tx: Transaction) -> list[int]:
        accounts = [membership.account_id for membership in tx.people.memberships(user.id)]
        return [one for one in accounts if not isinstance(stand(tx, policy, one, user.id), NotThere)]

    accounts = services.store.read(look)
    return see_other(base_of(accounts[0]) if len(accounts) == 1 else "/")


async def contacts(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/contacts: search, filters, columns, order and place stand in the query."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    sent = query(visit)
    asked = asked_of(sent, user.id)
    found = _found(visit, user, asked)
    if isinstance(found, NotThere):
        return problem_page(visit, NOT_FOUND)
    account = found.standing.account
    columns = columns_of(sent)
    address = address_of(account.id, sent, asked, columns)
    model = contacts_page(visit.reader, found, asked, address, columns, owners_of(visit, account.id))
    return page(
        visit, model, account=account, section=Section.CONTACTS, notice=_notice(visit, sent), return_to=address.url()
    )


async def contacts_found(services: Services, request: Request) -> Response:
    """GET …/contacts/found: the table for the same query. 204 tells the script that the page has to say it."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return empty_response()
    sent = query(visit)
    asked = asked_of(sent, user.id)
    found = _found(visit, user, asked)
    if isinstance(found, NotThere):
        return empty_response()
    account, columns = found.standing.account, columns_of(sent)
    model = list_part(visit.reader, found, asked, address_of(account.id, sent, asked, columns), columns)
    # The table holds no form and no navigation: all it needs of a frame is how times read.
    frame = Frame(now=services.clock.now(), return_to="/", csrf="", time_zone=account.time_zone)
    return html_response(render(model, frame, visit.language))


def owners_of(visit: Visit, account_id: int) -> list[User]:
    """Everybody who may own a contact, by name."""
    members = visit.services.store.read(lambda tx: tx.people.members(account_id))
    active = [one.user for one in members if one.membership.active and one.user.active]
    return sorted(active, key=lambda user: ((user.name or user.email).casefold(), user.id))


def _found(visit: Visit, user: User, asked: AskedContacts) -> ContactList | NotThere:
    account_id, policy = int(visit.request.path_values["hub_id"]), visit.services.catalogue.policy
    return visit.services.store.read(lambda tx: list_contacts(tx, policy, account_id, user.id, asked))


def _notice(visit: Visit, sent: Parameters) -> Notice | None:
    if sent.get("done") != "deleted":
        return None
    return Notice(Tone.DONE, visit.gettext("The contact is deleted."))
