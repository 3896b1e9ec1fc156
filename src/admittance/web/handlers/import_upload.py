"""A file of contacts comes in: nothing of it is kept before the form has shown that it is the person's own."""

from msgspec import Struct

from admittance.http.csrf import form_problem
from admittance.http.headers import see_other
from admittance.http.multipart import Malformed, MultipartReader, PartBegins, boundary_of
from admittance.http.parameters import Parameters, collect
from admittance.http.problems import NO_STORE_NOW, NOT_FOUND, TOO_LARGE, UNSUPPORTED, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.http.staged_files import Arriving, begin_arrival, drop_arrival, finish_arrival, keep_arrival
from admittance.usecases.contacts.standing import MayNot, Standing
from admittance.usecases.imports.asking import TooManyWaiting, may_upload, take_file
from admittance.usecases.imports.records import Import
from admittance.usecases.outcomes import NotThere
from admittance.usecases.records import User
from admittance.web.form import NOT_OWN
from admittance.web.handlers.contact import MAY_NOT
from admittance.web.handlers.imports import upload_form
from admittance.web.present.imports import import_url
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin

FILE = "file"
_LONGEST_FIELD = 4 * 1024
_UNREADABLE = HttpProblem(ProblemKind.UNREADABLE, "The form can't be read.")


class _Came(Struct, frozen=True):
    """A file that arrived whole. `name` is what the person calls it."""

    name: str
    size: int


async def take_upload(services: Services, request: Request) -> Response:
    """POST …/contacts/import, as multipart/form-data with the file last."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return see_other("/sign-in")
    try:
        arriving = begin_arrival(services.settings, request.reference)
    except OSError:
        return problem_page(visit, NO_STORE_NOW)
    try:
        return await _take(visit, user, arriving)
    except OSError:  # the disk is full
        return problem_page(visit, NO_STORE_NOW)
    finally:
        drop_arrival(arriving)


async def _take(visit: Visit, user: User, arriving: Arriving) -> Response:
    came = await _read(visit, user, arriving)
    if isinstance(came, Response):
        return came
    if not came.size:
        problem = visit.gettext("Choose a CSV file first.") if not came.name else visit.gettext("The file is empty.")
        return upload_form(visit, user, problem=problem, status=400)
    await finish_arrival(arriving)
    services, account_id = visit.services, int(visit.request.path_values["hub_id"])
    policy, now = services.catalogue.policy, services.clock.now()
    taken = await services.store.write(lambda tx: take_file(tx, policy, account_id, user.id, came.name, came.size, now))
    if isinstance(taken, Import):
        keep_arrival(services.settings, arriving, taken)
        return see_other(import_url(taken))
    return _may_not(visit, user, taken)


async def _read(visit: Visit, user: User, arriving: Arriving) -> _Came | Response:
    """Fields into memory, the file to the disk."""
    incoming, boundary = visit.request.incoming, boundary_of(visit.request.header(b"content-type") or "")
    if incoming is None or boundary is None:
        return problem_page(visit, UNSUPPORTED)
    form = _Form(arriving)
    reader = MultipartReader(boundary)
    checked = False
    async for piece in incoming.pieces():
        for event in reader.feed(piece):
            if not form.take(event):
                return problem_page(visit, _UNREADABLE)
            if form.at_file and not checked:
                refused = _refused(visit, user, form.fields)
                if refused is not None:
                    return refused
                checked = True
    if incoming.over:
        return problem_page(visit, TOO_LARGE)
    if not reader.complete or form.name is None:
        return problem_page(visit, _UNREADABLE)
    return _Came(form.name, form.size)


class _Form:
    """What the form has brought so far. Plain and mutable: one lives for one upload."""

    def __init__(self, arriving: Arriving) -> None:
        self._arriving = arriving
        self._pairs: list[tuple[str, bytearray]] = []
        self.name: str | None = None
        self.at_file = False
        self.size = 0

    @property
    def fields(self) -> Parameters:
        """The fields that came before the file."""
        return collect((name, value.decode("utf-8", "replace")) for name, value in self._pairs)

    def take(self, event: PartBegins | bytes | Malformed) -> bool:
        """False for what no form of ours sends: several files, long fields, something behind the file."""
        match event:
            case PartBegins(name, filename):
                if self.name is not None or (filename is not None) != (name == FILE) or len(self._pairs) > 8:
                    return False
                self.at_file = filename is not None
                if filename is None:
                    self._pairs.append((name, bytearray()))
                else:
                    self.name = _bare(filename)
                return True
            case bytes():
                if self.at_file:
                    self._arriving.file.write(event)
                    self.size += len(event)
                    return True
                self._pairs[-1][1].extend(event)
                return len(self._pairs[-1][1]) <= _LONGEST_FIELD
            case Malformed():
                return False


def _refused(visit: Visit, user: User, sent: Parameters) -> Response | None:
    """Why nothing of the file is kept."""
    problem = form_problem(visit.services, visit.request, visit.visitor, sent)
    if problem is not None:
        return problem_page(visit, NOT_OWN, note=problem.value)
    account_id, policy = int(visit.request.path_values["hub_id"]), visit.services.catalogue.policy
    standing = visit.services.store.read(lambda tx: may_upload(tx, policy, account_id, user.id))
    return None if isinstance(standing, Standing) else _may_not(visit, user, standing)


def _may_not(visit: Visit, user: User, why: TooManyWaiting | MayNot | NotThere) -> Response:
    match why:
        case TooManyWaiting():
            words = visit.gettext("Files that you uploaded earlier still wait. Import one of them or cancel it first.")
            return upload_form(visit, user, problem=words, status=409)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case MayNot():
            return problem_page(visit, MAY_NOT)


def _bare(filename: str) -> str:
    """The file's own name, without the folders that some browsers tell and without what can't be shown."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())
