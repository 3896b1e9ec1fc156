"""How often an app may call in one account: calls of the last seconds are counted, in memory, by the server's clock."""

from collections import OrderedDict, deque
from enum import Enum

from msgspec import Struct


class Policy(Struct, frozen=True):
    """A limit as the wire names it. `window` is in milliseconds."""

    name: str
    window: int


class RatePolicy(Enum):
    """The two limits. Each counts its own calls."""

    ROLLING = Policy("TEN_SECONDLY_ROLLING", 10_000)
    SEARCH = Policy("SECONDLY", 1_000)


class Allowed(Struct, frozen=True):
    """The call may go on; `remaining` more may follow at once."""

    remaining: int


class TooOften(Struct, frozen=True):
    """The call is one too many: after `wait` milliseconds another one may be made."""

    wait: int


class CallRates:
    """Calls by app and account. INVARIANT: no window of a policy's length holds more calls than its limit.

    A pair that has not called for a window is forgotten, so what is kept is never more than what was let through in the
    last seconds. Not shared between threads: the event loop owns it.
    """

    def __init__(self) -> None:
        self._calls: dict[RatePolicy, OrderedDict[tuple[int, int], deque[int]]] = {
            policy: OrderedDict() for policy in RatePolicy
        }

    def call(self, policy: RatePolicy, account_id: int, app_id: int, limit: int, now: int) -> Allowed | TooOften:
        """Count a call at `now`, if there is room for it among `limit`. One that is refused does not count."""
        known = self._calls[policy]
        began = now - policy.value.window
        calls = known.pop((account_id, app_id), None) or deque[int]()
        known[account_id, app_id] = calls
        while calls and calls[0] <= began:
            calls.popleft()
        self._forget(known, began)
        if len(calls) >= limit:
            return TooOften(calls[0] - began)
        calls.append(now)
        return Allowed(limit - len(calls))

    def _forget(self, known: OrderedDict[tuple[int, int], deque[int]], began: int) -> None:
        """Up to two of the pairs that have been quiet for longest: they go as fast as new ones come."""
        for _ in range(2):
            pair = next(iter(known))
            if not known[pair] or known[pair][-1] > began:
                return
            del known[pair]
