"""Importing contacts: choose a file, say what its columns are, watch, read the report."""

from typing import TypeAlias, assert_never
from urllib.parse import urlencode

from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.http.staged_files import drop_staged, open_staged
from admittance.usecases.contacts.standing import MayNot, Standing
from admittance.usecases.crm.object_types import CONTACTS, ObjectType
from admittance.usecases.imports.asking import (
    Choice,
    ImportShown,
    NotNow,
    OwnImport,
    cancel_import,
    choose_columns,
    importer,
    own_imports,
    see_import,
)
from admittance.usecases.imports.columns import BadColumns
from admittance.usecases.imports.csv_file import MOST_COLUMNS, BadFile, Encoding, FileFault, Opening, look_into
from admittance.usecases.imports.records import OVER, Duplicates, Import, ImportState
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.contact import MAY_NOT
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.present.contacts import base_of
from admittance.web.present.import_words import columns_words
from admittance.web.present.imports import (
    REPORT_SHOWN,
    columns_page,
    import_url,
    progress_page,
    upload_page,
)
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

_Seen: TypeAlias = ImportShown | Response


async def import_form(services: Services, request: Request) -> Response:
    """GET …/contacts/import."""
    visit = await begin(services, request)
    user = visit.user
    return form_page(visit, next_path=here(request)) if user is None else upload_form(visit, user)


def _notice(visit: Visit) -> Notice | None:
    if query(visit).get("done") != "forgotten":
        return None
    return Notice(Tone.DONE, visit.gettext("The file is forgotten. Nothing of it was imported."))


def upload_form(visit: Visit, user: User, *, problem: str = "", status: int = 200) -> Response:
    """The page where a file is chosen; with `problem`, why the last one was not taken."""
    account_id, policy = int(visit.request.path_values["hub_id"]), visit.services.catalogue.policy

    def look(tx: Transaction) -> tuple[Standing, tuple[OwnImport, ...]] | MayNot | NotThere:
        standing = importer(tx, policy, account_id, user.id)
        return (standing, tuple(own_imports(tx, standing))) if isinstance(standing, Standing) else standing

    found = visit.services.store.read(look)
    if not isinstance(found, tuple):
        return problem_page(visit, NOT_FOUND if isinstance(found, NotThere) else MAY_NOT)
    standing, earlier = found
    model = upload_page(visit.reader, account_id, visit.services.settings.max_upload_bytes, earlier, problem)
    url, notice = f"{base_of(account_id)}/import", None if problem else _notice(visit)
    return page(visit, model, status, account=standing.account, section=Section.IMPORT, notice=notice, return_to=url)


async def one_import(services: Services, request: Request) -> Response:
    """GET …/contacts/imports/{import_id}: its columns while they are to be chosen, afterwards how it goes."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    seen = _seen(visit, user)
    if isinstance(seen, Response):
        return seen
    if seen.one.state is ImportState.CHOOSING:
        return _columns_form(visit, seen, encoding=_encoding(query(visit).get("encoding")))
    return _progress(visit, seen)


def _seen(visit: Visit, user: User) -> _Seen:
    values, policy = visit.request.path_values, visit.services.catalogue.policy
    account_id, import_id = int(values["hub_id"]), int(values["import_id"])
    found = visit.services.store.read(lambda tx: see_import(tx, policy, account_id, user.id, import_id))
    if isinstance(found, ImportShown):
        return found
    return problem_page(visit, NOT_FOUND if isinstance(found, NotThere) else MAY_NOT)


def kind_of(visit: Visit, account_id: int) -> ObjectType:
    """Contacts as the account has them."""
    return visit.services.store.read(lambda tx: tx.crm.definitions.kind(account_id, CONTACTS))


def _columns_form(
    visit: Visit,
    seen: ImportShown,
    *,
    encoding: Encoding | None = None,
    chosen: tuple[str, ...] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    one, account = seen.one, seen.standing.account
    opening = _opening(visit, one, encoding)
    kind = kind_of(visit, account.id)
    model = columns_page(visit.reader, one, kind, opening, encoding, chosen, problem)
    return page(visit, model, status, account=account, section=Section.IMPORT, return_to=import_url(one))


def _opening(visit: Visit, one: Import, encoding: Encoding | None) -> Opening | BadFile:
    file = open_staged(visit.services.settings, one)
    if file is None:
        return BadFile(FileFault.EMPTY)
    with file:
        return look_into(file, encoding)


def _encoding(text: str | None) -> Encoding | None:
    return Encoding(text) if text in tuple(Encoding) else None


def _progress(visit: Visit, seen: ImportShown) -> Response:
    one, account = seen.one, seen.standing.account
    notes = visit.services.store.read(
        lambda tx: tx.imports.notes(account.id, one.id, after=(0, ""), limit=REPORT_SHOWN)
    )
    shown = notes if one.state in OVER else ()
    model = progress_page(visit.reader, one, shown, kind_of(visit, account.id), waits=seen.waits)
    return page(visit, model, account=account, section=Section.IMPORT, return_to=import_url(one))


async def take_columns(services: Services, request: Request) -> Response:
    """POST …/contacts/imports/{import_id}: start it, or look at the file in another encoding."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit, more=MOST_COLUMNS)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    seen = _seen(visit, user)
    if isinstance(seen, Response):
        return seen
    encoding = _encoding(sent.get("encoding")) or Encoding.UTF_8
    url = import_url(seen.one)
    if sent.get("do") == "look":
        return see_other(f"{url}?{urlencode({'encoding': encoding.value})}")
    return await _start(visit, user, seen, _choice(sent, encoding))


async def _start(visit: Visit, user: User, seen: ImportShown, choice: Choice) -> Response:
    services, account_id, import_id = visit.services, seen.standing.account.id, seen.one.id
    opening = _opening(visit, seen.one, choice.encoding)
    if isinstance(opening, BadFile) or len(opening.header) != len(choice.columns):
        return _columns_form(visit, seen, encoding=choice.encoding, status=400)
    policy, now = services.catalogue.policy, services.clock.now()
    begun = await services.store.write(
        lambda tx: choose_columns(tx, policy, account_id, user.id, import_id, choice, now)
    )
    match begun:
        case Import() | NotNow():
            return see_other(import_url(seen.one))
        case BadColumns():
            words = columns_words(begun, kind_of(visit, account_id), visit.reader.words)
            return _columns_form(
                visit, seen, encoding=choice.encoding, chosen=choice.columns, problem=words, status=400
            )
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case MayNot():
            return problem_page(visit, MAY_NOT)
        case _:
            assert_never(begun)


def _choice(sent: Parameters, encoding: Encoding) -> Choice:
    columns: list[str] = []
    while (name := sent.raw(f"c{len(columns)}")) is not None and len(columns) < MOST_COLUMNS:
        columns.append(name)
    delimiter = sent.raw("delimiter") or ","
    return Choice(
        columns=tuple(columns),
        encoding=encoding,
        delimiter=delimiter if delimiter in (",", ";", "\t") else ",",
        duplicates=Duplicates.SKIP if sent.get("duplicates") == Duplicates.SKIP else Duplicates.UPDATE,
        whole=sent.get("whole") == "on",
    )


async def take_cancel(services: Services, request: Request) -> Response:
    """POST …/contacts/imports/{import_id}/cancel."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    values, policy, now = request.path_values, services.catalogue.policy, services.clock.now()
    account_id, import_id = int(values["hub_id"]), int(values["import_id"])
    done = await services.store.write(lambda tx: cancel_import(tx, policy, account_id, user.id, import_id, now))
    match done:
        case Import():
            if done.state in OVER:
                drop_staged(services.settings, done)
            if not done.columns:  # it was never begun: what one came for is to choose a file
                return see_other(f"{base_of(account_id)}/import?done=forgotten")
            return see_other(import_url(done))
        case NotNow():
            return see_other(import_url(done.one))
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case MayNot():
            return problem_page(visit, MAY_NOT)
        case _:
            assert_never(done)
