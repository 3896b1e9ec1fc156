"""Back-off after failures: free at first, then doubling waits, forgotten after an hour (attack case 60)."""

from collections import OrderedDict
from hashlib import sha256

from msgspec import Struct

FREE_FAILURES = 10
FIRST_WAIT = 2_000
LONGEST_WAIT = 15 * 60_000
FORGOTTEN_AFTER = 60 * 60_000
MOST_KEYS = 20_000


class _Failures(Struct):
    count: int
    last_at: int
    free_at: int


class Backoff:
    """Failures by (who, address), in memory: there is one server process, and a restart forgives.

    Only the pair waits, so nobody can lock a person or an app out from another address, and no wait exceeds a quarter
    of an hour. At most `MOST_KEYS` pairs are kept; the one that failed longest ago goes first. Not shared between
    threads: the event loop owns it.
    """

    def __init__(self) -> None:
        self._failures: OrderedDict[bytes, _Failures] = OrderedDict()

    def wait(self, who: str, address: str, now: int) -> int:
        """Milliseconds until the pair may try again; 0 when it may now."""
        if not self._failures:
            return 0
        known = self._failures.get(_key(who, address))
        return max(0, known.free_at - now) if known else 0

    def failed(self, who: str, address: str, now: int) -> None:
        """Note a failure. Where checking takes a while, note it before and clear it by `succeeded`: then attempts that
        run at once count too.
        """
        key = _key(who, address)
        known = self._failures.pop(key, None)
        if known is None or now - known.last_at >= FORGOTTEN_AFTER:
            known = _Failures(0, now, now)
        known.count += 1
        known.last_at = now
        if known.count >= FREE_FAILURES:
            known.free_at = now + min(LONGEST_WAIT, FIRST_WAIT << min(known.count - FREE_FAILURES, 20))
        self._failures[key] = known
        while len(self._failures) > MOST_KEYS:
            self._failures.popitem(last=False)

    def succeeded(self, who: str, address: str) -> None:
        """Forget the pair's failures."""
        if self._failures:
            self._failures.pop(_key(who, address), None)


def _key(who: str, address: str) -> bytes:
    return sha256(f"{address}\0{who}".encode("utf-8", "surrogatepass")).digest()[:16]
