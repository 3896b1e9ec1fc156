"""Who calls, and may they: the bearer token, its scopes, and the tools behind them."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.tokens import Token, TokenKind, read_token
from admittance.crm.access_problems import denied, missing_scopes, tool_lost, unauthenticated
from admittance.crm.pace import count_call
from admittance.crm.problem import Problem, answer_with
from admittance.http.call_rates import RatePolicy
from admittance.http.request import Request
from admittance.http.response import Response, with_headers
from admittance.http.services import Services
from admittance.usecases.check_access import AccessGranted, check_access, use_is_news
from admittance.usecases.crm.object_types import ScopeSets
from admittance.usecases.crm.records import Writer
from admittance.usecases.ports import Transaction

T = TypeVar("T")

LONGEST_TOKEN = 200
"""Characters; ours have 80 at most."""


class Caller(Struct, frozen=True, kw_only=True):
    """A checked call. `scopes` is what its address needs, to be looked at once more where it writes."""

    token: Token
    scopes: ScopeSets
    access: AccessGranted
    now: int

    @property
    def account_id(self) -> int:
        """The account whose records it reaches."""
        return self.access.account_id

    @property
    def writer(self) -> Writer:
        """Who the audit says wrote."""
        return Writer(app_id=self.access.app.id, user_id=self.access.user_id)

    def needing(self, more: ScopeSets) -> "Caller":
        """The same call where what it asks for needs `more` than its address does: to be written with."""
        return replace(self, scopes=both(self.scopes, more))


Act: TypeAlias = Callable[[Services, Request, Caller], Awaitable[Response | Problem]]


def guarded(
    scopes: ScopeSets, act: Act, policy: RatePolicy = RatePolicy.ROLLING
) -> Callable[[Services, Request], Awaitable[Response]]:
    """`act` as a handler: only for a token that works and holds one of the sets of `scopes`, and not too often."""

    async def handler(services: Services, request: Request) -> Response:
        token = _bearer(request)
        if token is None:
            return answer_with(request, unauthenticated(sent=request.header(b"authorization") is not None))
        now = services.clock.now()
        checked = services.store.read(lambda tx: _check(tx, services, token, scopes, now))
        if isinstance(checked, Problem):
            return answer_with(request, checked)
        pace = count_call(services, request, policy, checked, now)
        if isinstance(pace, Response):
            return pace
        if use_is_news(checked, now):
            used = checked.connection
            await services.store.write(lambda tx: tx.connections.touch(used.account_id, used.id, now))
        answer = await act(services, request, Caller(token=token, scopes=scopes, access=checked, now=now))
        answer = answer_with(request, answer) if isinstance(answer, Problem) else answer
        return with_headers(answer, *pace) if pace else answer

    return handler


async def write(services: Services, caller: Caller, act: Callable[[Transaction], T]) -> T | Problem:
    """Run `act` in a transaction in which the token still works.

    INVARIANT: whoever commits first wins: after a revocation or an uninstall nothing more is written with the token.
    """

    def checked(tx: Transaction) -> T | Problem:
        access = _check(tx, services, caller.token, caller.scopes, caller.now)
        return access if isinstance(access, Problem) else act(tx)

    return await services.store.write(checked)


def both(one: ScopeSets, other: ScopeSets) -> ScopeSets:
    """What meets the one and the other, the shortest sets first and none that holds another."""
    sets = sorted({frozenset((*here, *there)) for here in one for there in other}, key=lambda needed: len(needed))
    least = [needed for place, needed in enumerate(sets) if not any(needed > less for less in sets[:place])]
    return tuple(sorted(tuple(sorted(needed)) for needed in least))


def lacking(services: Services, caller: Caller, scopes: ScopeSets) -> Problem | None:
    """What keeps a read from something that needs `scopes` on top of its address; None where nothing does."""
    if any(caller.access.scopes.issuperset(needed) for needed in scopes):
        return None
    base_url = services.settings.base_url
    return services.store.read(lambda tx: _refused(tx, services.catalogue, base_url, caller.access, scopes))


def _bearer(request: Request) -> Token | None:
    """The token of the one Authorization header; never from a query or a body (attack case 89)."""
    header = request.header(b"authorization") or ""
    scheme, _, text = header.partition(" ")
    if request.header_count(b"authorization") != 1 or scheme.lower() != "bearer" or len(text) > LONGEST_TOKEN:
        return None
    return read_token(TokenKind.ACCESS, text.strip())


def _check(tx: Transaction, services: Services, token: Token, scopes: ScopeSets, now: int) -> AccessGranted | Problem:
    access = check_access(tx, services.catalogue.policy, token, now)
    if not isinstance(access, AccessGranted):
        return denied(access, now)
    if any(access.scopes.issuperset(needed) for needed in scopes):
        return access
    return _refused(tx, services.catalogue, services.settings.base_url, access, scopes)


def _refused(tx: Transaction, catalogue: Catalogue, base_url: str, access: AccessGranted, scopes: ScopeSets) -> Problem:
    held = access.scopes | access.without_tool
    lost = [scope for needed in scopes if held.issuperset(needed) for scope in needed if scope in access.without_tool]
    if not lost:
        return missing_scopes(scopes, base_url)
    tools = catalogue.policy.tools(tx.accounts.subscriptions(access.account_id))
    return tool_lost(catalogue, tools, lost[0])
