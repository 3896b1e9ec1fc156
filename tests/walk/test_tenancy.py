"""What one account holds is not there for anybody else (attack case 91, product section 4): every route, every role."""

from admittance.usecases.case_name import case_name
from tests.walk.accounts import CLIENT_X, PARTY_A, PARTY_B, A, B
from tests.walk.addresses import ABSENT, Address, addresses, pairs, values_of
from tests.walk.walker import Walk, Walker, marks, unechoed


def _of_a(walk: Walk) -> list[Address]:
    return list(addresses(walk.edges, values_of(PARTY_A, walk.filled[A]), "of the first account"))


def _names(walk: Walk, *but: str) -> list[str]:
    return [case_name(case) for kind, case in walk.filled[A].cases.items() if kind not in but]


def _found(walk: Walk, walker: Walker, all_of: list[Address], names: list[str]) -> list[str]:
    pattern, found = marks(names), []
    for address in all_of:
        if address.route.scopes and walker.account is not None:
            continue  # for tokens alone: a browser's cookie is no more there than nothing
        answered = walk.ask(walker, address)
        shown = {mark.decode() for mark in pattern.findall(unechoed(answered, address))}
        if walker is walk.developer and address.route.name in _DELIVERIES:
            shown.discard(str(A))
        found += [f"{walker.name}, {address}, {answered.status}: {mark}" for mark in sorted(shown)]
    return found


_DELIVERIES = frozenset({"webhooks", "webhook_delivery"})
"""An app that is connected to an account knows its number: the token answer says it, and so does every delivery about
its records. Of a refused attempt, which says nothing of the account, the log holds none.
"""


def test_the_first_account_shows_itself_to_its_own(walk: Walk) -> None:
    """What is searched for is there: its Super Admin meets the account's marks on every kind of page it has, and its
    app in the records. Otherwise finding nothing elsewhere would say nothing.
    """
    shown = {one.partition(", ")[2] for one in _found(walk, walk.people[A]["super_admin"], _of_a(walk), _names(walk))}
    for name in ("users", "cases", "case", "connected_apps", "audit", "audit_export", "plan", "teams", "edit_user"):
        assert any(f" {name} (" in one for one in shown), name
    assert any(" contacts.list (" in one for one in _found(walk, walk.apps[A], _of_a(walk), []))
    assert any(" console_refusal (" in one for one in _found(walk, walk.developer, _of_a(walk), _names(walk)))


def test_nothing_of_an_account_reaches_anybody_else(walk: Walk) -> None:
    """No name, number or word of the first account stands in a header or a body of any answer to somebody of the
    second, to an app that holds the second's token, another's or none, or to nobody. The app's developer sees the
    names of its own app's cases, and nothing else.
    """
    everything, found = _of_a(walk), []
    for walker in walk.outsiders:
        own_cases = ("asked", "plan", "declined", "told") if walker is walk.developer else ()
        found += _found(walk, walker, everything, _names(walk, *own_cases))
    assert found == []


def test_what_is_anothers_is_answered_as_what_is_not_there(walk: Walk) -> None:
    """An id of the first account and an id of nothing get the same answer, byte for byte but the correlation id."""
    theirs, told_apart = values_of(PARTY_A, walk.filled[A]), []
    for walker in walk.outsiders:
        for pair in pairs(walk.edges, theirs, walker.account):
            if pair.there.route.scopes and walker.account is not None:
                continue
            if pair.there.route.name == "app_access" or _is_the_developers_own(walk, walker, pair.there):
                continue
            there, absent = walk.ask(walker, pair.there), walk.ask(walker, pair.absent)
            if unechoed(there, pair.there) != unechoed(absent, pair.absent):
                told_apart.append(f"{walker.name}, {pair.there}: {there.status} and {absent.status}")
    assert told_apart == []


def _is_the_developers_own(walk: Walk, walker: Walker, address: Address) -> bool:
    """The developer's app and its cases; another app and its cases are not there for them either."""
    if walker is not walk.developer:
        return False
    parts = set(address.path.split("/"))
    own_cases = {case_name(case) for kind, case in walk.filled[A].cases.items() if kind != "other_app"}
    named = address.route.name in ("console_refusal", "case_link")
    return bool(own_cases & parts) if named else CLIENT_X in parts


def test_nothing_breaks(walk: Walk) -> None:
    """Nobody gets a 5xx anywhere: with what is there, and with what is not."""
    everybody = (*walk.outsiders, *walk.people[A].values(), walk.apps[A])
    all_of = _of_a(walk) + list(addresses(walk.edges, ABSENT, "of nothing"))
    broken = [
        f"{walker.name}, {address}: {answered.status}"
        for walker in everybody
        for address in all_of
        if not (address.route.scopes and walker.account is not None)
        if (answered := walk.ask(walker, address)).status >= 500 and address.route.name != "ready"
    ]
    assert broken == []


def test_nobody_else_changes_an_account(walk: Walk) -> None:
    """After every form and every call by somebody of the second account, with their own valid form token, the first
    account's rows are the same, all of them.
    """
    before = walk.dump(A)
    posts = [one for one in _of_a(walk) if one.method not in ("GET", "HEAD")]
    for walker in (*walk.people[B].values(), walk.developer, walk.apps[B], walk.other_app):
        for address in posts:
            walk.ask(walker, address, really=True)
    assert walk.dump(A) == before
    assert len(before) > 15
    assert PARTY_B.account == B
