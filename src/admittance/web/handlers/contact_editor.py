"""Creating a contact and changing one. Every save says which version it was made from: nobody's work is lost."""

from collections.abc import Sequence

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.contacts.show_contact import ContactShown, find_contact
from admittance.usecases.contacts.standing import OWNER, MayNot, Standing, stand
from admittance.usecases.contacts.write_contact import Created, Saved, Stale, create_contact, save_contact
from admittance.usecases.crm.object_types import CONTACTS, ObjectType
from admittance.usecases.crm.problems import AlreadyExists, BadProperties
from admittance.usecases.crm.properties import BadValue
from admittance.usecases.crm.records import Record
from admittance.usecases.outcomes import NotThere
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.contact import MAY_NOT, shown_to, version_of, way_back
from admittance.web.handlers.contacts import owners_of
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.contacts import ContactFormPage, Link
from admittance.web.pages.frame import Section
from admittance.web.present.contact_form import FIELDS, Sheet, Written, carried_over, form_groups, meanwhile, written
from admittance.web.present.contact_ways import with_list
from admittance.web.present.contact_words import TAKEN, property_label
from admittance.web.present.contacts import base_of, contact_name
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page


async def new_contact(services: Services, request: Request) -> Response:
    """GET …/contacts/new."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    standing = _standing(visit, user)
    if isinstance(standing, NotThere):
        return problem_page(visit, NOT_FOUND)
    if not standing.may_create:
        return problem_page(visit, MAY_NOT)
    start = {} if standing.edit.everything else {OWNER: str(user.id)}
    return _new_form(visit, standing, Written(start, {}))


def _standing(visit: Visit, user: User) -> Standing | NotThere:
    account_id, policy = int(visit.request.path_values["hub_id"]), visit.services.catalogue.policy
    return visit.services.store.read(lambda tx: stand(tx, policy, account_id, user.id))


def _kind(visit: Visit, account_id: int) -> ObjectType:
    return visit.services.store.read(lambda tx: tx.crm.definitions.kind(account_id, CONTACTS))


def _new_form(
    visit: Visit, standing: Standing, sent: Written, problem: BadProperties | AlreadyExists | None = None
) -> Response:
    t, account_id = visit.reader.words, standing.account.id
    kind, owners = _kind(visit, account_id), owners_of(visit, account_id)
    sheet = Sheet(kind=kind, values=sent.values, was={}, owners=owners, bad=_bad(problem))
    base = base_of(account_id)
    model = ContactFormPage(
        title=t.gettext("Create contact"),
        action=f"{base}/new",
        cancel_url=base,
        button=t.gettext("Create contact"),
        version=0,
        groups=form_groups(t, sheet),
        problem=_problem_words(visit, problem),
        there=_there(visit, standing, problem),
    )
    status = 200 if problem is None else 409 if isinstance(problem, AlreadyExists) else 400
    account = standing.account
    return page(visit, model, status, account=account, section=Section.CONTACTS, return_to=f"{base}/new")


async def take_new_contact(services: Services, request: Request) -> Response:
    """POST …/contacts/new."""
    visit = await begin(services, request)
    user, form = visit.user, posted(visit, more=FIELDS)
    if isinstance(form, Refuse):
        return form.response
    if user is None:
        return see_other("/sign-in")
    account_id, policy, now = int(request.path_values["hub_id"]), services.catalogue.policy, services.clock.now()
    sent = written(_kind(visit, account_id), form)
    filled = {name: value for name, value in sent.values.items() if value}
    made: Created = await services.store.write(lambda tx: create_contact(tx, policy, account_id, user.id, filled, now))
    standing = _standing(visit, user)
    if isinstance(standing, NotThere) or isinstance(made, NotThere):
        return problem_page(visit, NOT_FOUND)
    if isinstance(made, MayNot):
        return problem_page(visit, MAY_NOT)
    if isinstance(made, Record):
        return see_other(f"{base_of(account_id)}/{made.id}?done=created")
    if isinstance(made, BadProperties | AlreadyExists):
        return _new_form(visit, standing, sent, made)
    raise TypeError(f"a contact without links or key can't fail as {type(made).__name__}")


async def edit_contact(services: Services, request: Request) -> Response:
    """GET …/contacts/{contact_id}/edit."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    shown = shown_to(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    if not shown.may_edit:
        return problem_page(visit, MAY_NOT)
    own = shown.contact.properties
    return _edit_form(visit, shown, Written(own, own), shown.contact.version)


def _edit_form(
    visit: Visit, shown: ContactShown, sent: Written, version: int, problem: Saved | None = None
) -> Response:
    """The form. After a conflict it is made from the contact as it is now, with what the person wrote kept in it; until
    then it stays with the version it was made from.
    """
    t, account_id, contact = visit.reader.words, shown.standing.account.id, shown.contact
    stale = isinstance(problem, Stale)
    sheet = Sheet(
        kind=_kind(visit, account_id),
        values=carried_over(sent, contact) if stale else sent.values,
        was=contact.properties if stale else sent.was,
        owners=owners_of(visit, account_id),
        bad=_bad(problem),
    )
    url, back = f"{base_of(account_id)}/{contact.id}", way_back(visit)
    model = ContactFormPage(
        title=t.gettext("Edit %(contact)s") % {"contact": contact_name(contact, t)},
        action=with_list(f"{url}/edit", back),
        cancel_url=with_list(url, back),
        button=t.gettext("Save"),
        version=contact.version if stale else version,
        groups=form_groups(t, sheet),
        problem=_problem_words(visit, problem),
        meanwhile=meanwhile(t, sheet, sent, contact) if stale else (),
        there=_there(visit, shown.standing, problem),
    )
    status = 200 if problem is None else 400 if isinstance(problem, BadProperties) else 409
    account = shown.standing.account
    return page(visit, model, status, account=account, section=Section.CONTACTS, return_to=f"{url}/edit")


async def take_edit_contact(services: Services, request: Request) -> Response:
    """POST …/contacts/{contact_id}/edit."""
    visit = await begin(services, request)
    user, form = visit.user, posted(visit, more=FIELDS)
    if isinstance(form, Refuse):
        return form.response
    if user is None:
        return see_other("/sign-in")
    account_id, contact_id = int(request.path_values["hub_id"]), request.path_values["contact_id"]
    policy, now, version = services.catalogue.policy, services.clock.now(), version_of(form.get("version"))
    sent = written(_kind(visit, account_id), form)
    saved: Saved = await services.store.write(
        lambda tx: save_contact(tx, policy, account_id, user.id, contact_id, sent.changes, version, now)
    )
    if isinstance(saved, MayNot):
        return problem_page(visit, MAY_NOT)
    shown = shown_to(visit, user)
    if isinstance(saved, Record):
        done = "saved" if sent.changes else "same"
        # Whoever gave the contact away may no longer see it.
        if isinstance(shown, NotThere):
            return see_other(base_of(account_id))
        return see_other(with_list(f"{base_of(account_id)}/{saved.id}?done={done}", way_back(visit)))
    if isinstance(shown, NotThere) or not isinstance(saved, BadProperties | AlreadyExists | Stale):
        return problem_page(visit, NOT_FOUND)
    return _edit_form(visit, shown, sent, version, saved)


def _bad(problem: object) -> Sequence[BadValue]:
    """The fields that are in the way."""
    match problem:
        case BadProperties(bad):
            return bad
        case AlreadyExists():
            return (BadValue(problem.property, TAKEN, ""),)
        case _:
            return ()


def _problem_words(visit: Visit, problem: object) -> str:
    t = visit.reader.words
    match problem:
        case BadProperties(bad):
            num = len(bad)
            return t.ngettext(
                "%(num)s field can't be kept as it is.", "%(num)s fields can't be kept as they are.", num
            ) % {"num": num}
        case AlreadyExists():
            label = property_label(CONTACTS.properties.get(problem.property, CONTACTS.properties["email"]), t)
            return t.gettext("Another contact has the same “%(property)s”.") % {"property": label}
        case Stale():
            return t.gettext(
                "Somebody else saved this contact meanwhile. Your changes are in the form below; nothing is saved yet."
            )
        case _:
            return ""


def _there(visit: Visit, standing: Standing, problem: object) -> Link | None:
    """A way to the contact that has the value already, for whoever may see it."""
    if not isinstance(problem, AlreadyExists):
        return None
    found = visit.services.store.read(lambda tx: find_contact(tx, standing, str(problem.id)))
    if isinstance(found, NotThere):
        return None
    return Link(f"{base_of(standing.account.id)}/{found.id}", contact_name(found, visit.reader.words))
