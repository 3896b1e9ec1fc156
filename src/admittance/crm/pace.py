"""How often an app calls, as the wire tells it (wire.md, API errors): headers on every answer, and 429."""

from typing import assert_never

from admittance.config import Settings
from admittance.http.call_rates import Allowed, RatePolicy, TooOften
from admittance.http.errors import rate_limited
from admittance.http.request import Request
from admittance.http.response import Header, Response
from admittance.http.services import Services
from admittance.usecases.check_access import AccessGranted


def count_call(
    services: Services, request: Request, policy: RatePolicy, access: AccessGranted, now: int
) -> tuple[Header, ...] | Response:
    """Headers for the answer to this call, or the answer that it is one too many."""
    limit = _limit(services.settings, policy)
    if limit == 0:
        return ()
    match services.call_rates.call(policy, access.account_id, access.app.id, limit, now):
        case Allowed() as allowed:
            return _headers(policy, limit, allowed.remaining)
        case TooOften() as refused:
            # The wire counts in whole seconds: a client that waits that long is let in.
            return rate_limited(request, policy.value.name, -(-refused.wait // 1000), _headers(policy, limit, 0))


def _limit(settings: Settings, policy: RatePolicy) -> int:
    match policy:
        case RatePolicy.ROLLING:
            return settings.calls_per_10_s
        case RatePolicy.SEARCH:
            return settings.searches_per_s
        case _:
            assert_never(policy)


def _headers(policy: RatePolicy, limit: int, remaining: int) -> tuple[Header, ...]:
    if policy is RatePolicy.SEARCH:
        return ()  # as clients know it: a search tells nothing of its limit
    return (
        (b"x-hubspot-ratelimit-max", b"%d" % limit),
        (b"x-hubspot-ratelimit-remaining", b"%d" % remaining),
        (b"x-hubspot-ratelimit-interval-milliseconds", b"%d" % policy.value.window),
    )
