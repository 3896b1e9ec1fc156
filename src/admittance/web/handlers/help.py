"""Help: the articles and what readers say of them. Nobody has to be signed in."""

import msgspec

from admittance.explain.languages import Language
from admittance.http.backoff import Backoff
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Handler
from admittance.http.services import Services
from admittance.usecases.help_feedback import give_feedback
from admittance.web.form import Refuse, posted
from admittance.web.help.articles import article_path
from admittance.web.present.app_access import app_access_page
from admittance.web.present.help import help_article, help_index
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, page, query


async def index(services: Services, request: Request) -> Response:
    """GET /help. Apps are listed for signed-in people; their pages answer to whoever knows the client id."""
    visit = await begin(services, request)
    apps = services.store.read(lambda tx: tx.apps.all()) if visit.user else ()
    shown = sorted((app for app in apps if app.enabled), key=lambda app: app.name.casefold())
    return page(visit, help_index(visit.reader, tuple(shown)))


async def article(services: Services, request: Request) -> Response:
    """GET /help/{article}. `language` in the query overrules the reader's own: a translation links its original."""
    visit = await begin(services, request)
    sent = query(visit)
    said = sent.get("feedback")
    return _article(_in_language(visit, sent), given=said == "given", unanswered=said == "unanswered")


def _article(visit: Visit, *, given: bool, unanswered: bool) -> Response:
    model = help_article(visit.reader, visit.request.path_values["article"], given=given, unanswered=unanswered)
    return problem_page(visit, NOT_FOUND) if model is None else page(visit, model)


async def app_access(services: Services, request: Request) -> Response:
    """GET /help/apps/{client_id}/access: what its settings ask for is no secret, every install link shows it."""
    visit = await begin(services, request)
    client_id = request.path_values["client_id"]
    app = services.store.read(lambda tx: tx.apps.by_client_id(client_id))
    if app is None or not app.enabled:
        return problem_page(visit, NOT_FOUND)
    return page(visit, app_access_page(visit.reader, app))


def take_feedback(backoff: Backoff) -> Handler:
    """POST /help/{article}/feedback. Ten answers from one address, then waits."""

    async def handler(services: Services, request: Request) -> Response:
        visit = await begin(services, request)
        sent = posted(visit)
        if isinstance(sent, Refuse):
            return sent.response
        slug, now = request.path_values["article"], services.clock.now()
        if help_article(visit.reader, slug) is None:
            return problem_page(visit, NOT_FOUND)
        helpful = sent.get("helpful")
        if helpful not in ("yes", "no"):
            return see_other(f"{article_path(slug)}?feedback=unanswered#feedback")
        wait = backoff.wait("help", request.client, now)
        if wait:
            too_many = HttpProblem(
                ProblemKind.TOO_MANY, "Many answers came from this address.", wait_s=-(-wait // 1000)
            )
            return problem_page(visit, too_many)
        backoff.failed("help", request.client, now)
        language, comment = _language(sent, visit.language), sent.get("comment") or ""
        await services.store.write(lambda tx: give_feedback(tx, slug, language.value, helpful == "yes", comment, now))
        return see_other(f"{article_path(slug)}?feedback=given#feedback")

    return handler


def _in_language(visit: Visit, sent: Parameters) -> Visit:
    return msgspec.structs.replace(visit, language=_language(sent, visit.language))


def _language(sent: Parameters, otherwise: Language) -> Language:
    chosen = sent.get("language")
    return Language(chosen) if chosen in set(Language) else otherwise
