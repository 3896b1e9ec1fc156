"""Ask for access, by a page's form or a script's JSON."""

from typing import TypeAlias, assert_never

from admittance.core.whole_number import whole_number
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.ask_for_access import (
    AccessAsked,
    AlreadyAsked,
    AskedForAccess,
    CannotHelp,
    NobodyChosen,
    TooManyAsks,
    ask_for_access,
)
from admittance.usecases.case_name import case_path
from admittance.usecases.case_question import AppGone, PersonGone
from admittance.usecases.case_roles import CaseNotThere
from admittance.usecases.case_text import TextTooLong
from admittance.usecases.own_refusal import CaseOver, CauseGone
from admittance.usecases.wish import read_wish
from admittance.web.handlers.case_sent import Sent, no_such_case, read_sent, refused_script, taken
from admittance.web.handlers.cases import case_in

_Refusing: TypeAlias = (
    NobodyChosen | CannotHelp | TooManyAsks | TextTooLong | CaseOver | CauseGone | AppGone | PersonGone
)


async def ask(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/cases/{name}/ask: send one's own case to somebody who can help. `fixer` are their ids,
    parted by blanks or repeated; `wish` is one of several ways.
    """
    sent = await read_sent(services, request)
    if isinstance(sent, Response):
        return sent
    account_id, case_id = case_in(request)
    chosen, message, wish = _chosen(sent.fields), sent.fields.get("message") or "", sent.fields.get("wish")
    policy, now = services.catalogue.policy, services.clock.now()
    asked = await services.store.write(
        lambda tx: ask_for_access(
            tx,
            policy,
            account_id=account_id,
            case_id=case_id,
            user_id=sent.user.id,
            fixer_ids=chosen,
            message=message,
            now=now,
            wish=read_wish(wish) if wish else None,
        )
    )
    if isinstance(asked, CaseNotThere):
        return no_such_case(sent)
    return _as_data(sent, asked, account_id, case_id) if sent.json else _to_the_page(asked, account_id, case_id)


def _chosen(sent: Parameters) -> list[int]:
    names = (name for some in sent.all("fixer") for name in some.split())
    return [number for one in names if (number := whole_number(one)) is not None]


def _to_the_page(asked: AskedForAccess, account_id: int, case_id: int) -> Response:
    said = _said(asked)
    return see_other(case_path(account_id, case_id) + (f"?said={said}" if said else ""), note=said)


def _said(asked: AskedForAccess) -> str:
    """What the next page says; where the case is over, or nothing is missing any more, it shows that by itself."""
    match asked:
        case AccessAsked():
            return "asked"
        case AlreadyAsked():
            return "already"
        case NobodyChosen():
            return "nobody"
        case CannotHelp():
            return "cannot"
        case TooManyAsks():
            return "many"
        case TextTooLong():
            return "long"
        case _:
            return ""


def _as_data(sent: Sent, asked: AccessAsked | AlreadyAsked | _Refusing, account_id: int, case_id: int) -> Response:
    """How many have the case now who did not before; or why nobody has."""
    match asked:
        case AccessAsked(case, told):
            return taken(sent, "asked", case, "", len(told))
        case AlreadyAsked(case):
            return taken(sent, "already_asked", case, "", 0)
        case _:
            status, outcome, why = _why_not(asked)
            found = sent.visit.services.store.read(lambda tx: tx.cases.get(account_id, case_id))
            state = found.state.value if found is not None else ""
            return refused_script(sent, status, outcome, state, case_id, f"{why} Nobody was asked.")


def _why_not(asked: _Refusing) -> tuple[int, str, str]:
    match asked:
        case NobodyChosen():
            return 400, "nobody_chosen", "Name whom to ask: the case's state lists them under `fixers`."
        case CannotHelp(user_ids):
            return 409, "cannot_help", f"These people can't help with it (any more): {', '.join(map(str, user_ids))}."
        case TooManyAsks(most):
            return 429, "too_many_asks", f"A person may ask {most} times within a day."
        case TextTooLong(most):
            return 400, "text_too_long", f"The message has more than {most} characters."
        case CaseOver():
            return 409, "case_over", "This case is closed."
        case CauseGone():
            return 409, "cause_gone", "Nothing is in the way any more: the connection goes on."
        case AppGone():
            return 410, "app_gone", "The app was removed or switched off, so there is nothing to connect."
        case PersonGone():
            return 410, "person_gone", "The person left the account, or was deactivated."
        case _:
            assert_never(asked)
