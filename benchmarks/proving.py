"""Before a server's speed counts it shows that it does the job, and refuses what it must."""

import json

from benchmarks.contestants import Running
from benchmarks.load import WrongAnswerError, one
from benchmarks.wire import Form, Pools, exchange, introspect, post, refresh


def prove(running: Running, code: str) -> None:
    """One whole life of `code`, which is spent by it. Raises WrongAnswerError where the server errs."""
    pools = running.pools
    issued = _token(running, exchange(pools, code))
    renewed = _token(running, refresh(pools, issued["refresh_token"]))
    if renewed["access_token"] == issued["access_token"]:
        raise WrongAnswerError(f"{running.contestant.name}: a refresh gave the old access token")
    if not _active(running, pools, renewed["access_token"]):
        raise WrongAnswerError(f"{running.contestant.name}: a new access token is not active")
    if _active(running, pools, renewed["access_token"][::-1]):
        raise WrongAnswerError(f"{running.contestant.name}: a made-up token is active")
    _refused(running, exchange(pools, code), "a spent code")
    wrong = {"client_secret": pools.client_secret[::-1]}
    for form in (exchange(pools, pools.codes[0]), refresh(pools, pools.refresh_tokens[-1])):
        _refused(running, {**form, **wrong}, "a wrong client secret")


def _token(running: Running, form: Form) -> dict[str, str]:
    status, body = one(running.server.port, post(running.contestant.paths.token, form))
    if status != 200:
        raise WrongAnswerError(f"{running.contestant.name}: {form['grant_type']} answered {status}, {body[:200]!r}")
    answer: dict[str, str] = json.loads(body[body.index(b"{") : body.rindex(b"}") + 1])
    return answer


def _active(running: Running, pools: Pools, token: str) -> bool:
    status, body = one(running.server.port, post(running.contestant.paths.introspection, introspect(pools, token)))
    if status != 200:
        raise WrongAnswerError(f"{running.contestant.name}: introspection answered {status}, {body[:200]!r}")
    return json.loads(body[body.index(b"{") : body.rindex(b"}") + 1])["active"] is True


def _refused(running: Running, form: Form, what: str) -> None:
    status, _ = one(running.server.port, post(running.contestant.paths.token, form))
    if status not in (400, 401):
        raise WrongAnswerError(f"{running.contestant.name}: {what} was answered with {status}")
