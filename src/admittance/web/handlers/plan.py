"""Products & plan over HTTP."""

from typing import assert_never
from urllib.parse import urlencode

from admittance.core.whole_number import whole_number
from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.outcomes import NotThere
from admittance.usecases.plan import (
    MayNotChange,
    PlanChanged,
    PlanMoved,
    PlanShown,
    change_plan,
    preview_plan,
    show_plan,
)
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.present.plan import plan_change_page, plan_page, plan_path
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "Changing the plan is not this person's, or not done here.")


async def plan(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/plan."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id, now = int(request.path_values["hub_id"]), services.clock.now()
    shown = services.store.read(lambda tx: show_plan(tx, services.catalogue, account_id, user.id, now))
    if not isinstance(shown, PlanShown):
        return problem_page(visit, NOT_FOUND)
    notice = _notice(visit)
    return page(visit, plan_page(visit.reader, shown), account=shown.account, section=Section.PLAN, notice=notice)


async def ask_change(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/plan/change: what it would do, before it is done."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    sent = query(visit)
    account_id, now = int(request.path_values["hub_id"]), services.clock.now()
    product, tier = sent.get("product") or "", sent.get("tier") or None
    previewed = services.store.read(
        lambda tx: preview_plan(tx, services.catalogue, account_id, user.id, product, tier, now)
    )
    if isinstance(previewed, NotThere):
        return problem_page(visit, NOT_FOUND)
    if isinstance(previewed, MayNotChange) or not services.settings.change_plans:
        return problem_page(visit, _NOT_ALLOWED)
    model = plan_change_page(visit.reader, previewed)
    return page(visit, model, account=previewed.account, section=Section.PLAN)


async def take_change(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/plan: it counts at the next decision."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    if not services.settings.change_plans:
        return problem_page(visit, _NOT_ALLOWED)
    account_id, now = int(request.path_values["hub_id"]), services.clock.now()
    product, tier, seen = sent.get("product") or "", sent.get("tier") or None, sent.get("seen") or None
    answer = await services.store.write(
        lambda tx: change_plan(tx, services.catalogue, account_id, user.id, product, seen=seen, tier=tier, now=now)
    )
    match answer:
        case PlanChanged():
            told = {"done": "changed", "solved": str(len(answer.solved))} | ({"more": "yes"} if answer.more else {})
        case PlanMoved():
            told = {"done": "moved"}
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case MayNotChange():
            return problem_page(visit, _NOT_ALLOWED)
        case _:
            assert_never(answer)
    return see_other(f"{plan_path(account_id)}?{urlencode(told)}")


def _notice(visit: Visit) -> Notice | None:
    sent = query(visit)
    done = sent.get("done")
    if done == "moved":
        words = visit.gettext("The plan was changed meanwhile. Nothing else was changed; this is how it stands now.")
        return Notice(Tone.OPEN, words)
    if done != "changed":
        return None
    number = whole_number(sent.get("solved"), digits=5)
    changed = visit.gettext("The plan is changed. It counts at once.")
    if sent.get("more"):
        others = visit.gettext("The waiting cases are looked at now and close by themselves.")
        changed = f"{changed} {others}"
    if not number:
        return Notice(Tone.DONE, changed)
    closed = visit.reader.words.ngettext(
        "%(num)d waiting case is solved by it.", "%(num)d waiting cases are solved by it.", number
    )
    return Notice(Tone.DONE, f"{changed} {closed % {'num': number}}")
