"""The account that a token belongs to."""

from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from admittance.crm.access import Caller
from admittance.crm.answers import AccountAnswer
from admittance.crm.problem import Problem
from admittance.crm.refusals import not_found
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.records import Account

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def get_account(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Its id, time zone and currency."""
    account = services.store.read(lambda tx: tx.accounts.get(caller.account_id))
    if account is None:
        return not_found([str(caller.account_id)])
    return json_response(_answer(account, services.settings.base_url, caller.now))


def _answer(account: Account, base_url: str, now: int) -> AccountAnswer:
    offset = (_EPOCH + timedelta(milliseconds=now)).astimezone(_zone(account.time_zone)).utcoffset() or timedelta(0)
    minutes = int(offset.total_seconds()) // 60
    return AccountAnswer(
        portal_id=account.id,
        account_type="STANDARD",
        time_zone=account.time_zone,
        company_currency=account.currency,
        additional_currencies=[],
        utc_offset=f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}",
        utc_offset_milliseconds=minutes * 60_000,
        ui_domain=urlsplit(base_url).netloc,
        # Clients know a closed list of places, and our own server is in none of them; this is the one all know.
        data_hosting_location="na1",
    )


def _zone(name: str) -> tzinfo:
    """The zone; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
