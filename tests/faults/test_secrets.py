"""Where secrets come to rest after a life of everything that can happen to them (attack case 95)."""

from collections.abc import Iterator

import pytest

from admittance.demo.links import VERIFIER
from admittance.demo.people import PASSWORD
from admittance.storage.places import database_in
from tests.e2e.server import Serving
from tests.faults.parties import AppServer, Person, Tokens, refused, tokens_of
from tests.faults.site import Site
from tests.faults.watch import Watch, dump
from tests.http.serving import eventually
from tests.inbox import Inbox, listening

STRICT = "granted_strict"
HAV = 5530218
TOKEN = "/oauth/v1/token"
LARGE = "x" * 40_000


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """Where the server's mails go."""
    with listening() as running:
        yield running


class Life:
    """Everything a person and an app can do with secrets, rightly and wrongly."""

    def __init__(self, site: Site, inbox: Inbox, watch: Watch) -> None:
        self._inbox, self._watch, self._link = inbox, watch, site.links[STRICT]
        self._person: Person = site.person(self._link["sign_in_as"])
        self._app: AppServer = site.app(STRICT)
        for http in (self._person.http, self._app.http):
            watch.over(http)
        watch.typed(PASSWORD)
        watch.typed(VERIFIER)
        watch.typed(self._app.redemption("")["client_secret"])

    def live(self) -> None:
        """All of it, in an order that works."""
        self._sign_in_wrongly()
        self._person.sign_in()
        tokens = self._connect()
        self._send_to_wrong_places(tokens)
        self._pretend_to_be_the_app(tokens)
        self._look_and_end(tokens)
        self._change_password()
        self._reset_password()

    def _sign_in_wrongly(self) -> None:
        form = self._person.form("/sign-in", "/sign-in").fields
        for email in (self._person.email, "nobody@havlogistik.example"):
            guess = {"email": email, "password": self._watch.typed(f"guess-for-{email}")}
            assert self._person.http.post("/sign-in", data=form | guess).status_code == 401
        swapped = {"email": "password-typed-as-email", "password": PASSWORD}
        self._watch.in_forms.add(swapped["email"])  # the field keeps what was typed
        assert self._person.http.post("/sign-in", data=form | swapped).status_code == 401
        forged = {"csrf": self._watch.typed("forged-token"), "email": self._person.email, "password": PASSWORD}
        assert self._person.http.post("/sign-in", data=form | forged).status_code == 403

    def _connect(self) -> Tokens:
        """Three codes: one redeemed, one tried with a wrong verifier, one replayed; then a refresh, and its reuse."""
        tokens_of(self._app.redeem(self._person.grant(self._link)))
        form = self._app.redemption(self._person.grant(self._link))
        form["code_verifier"] = self._watch.typed("another-verifier-that-nobody-ever-hashed-0123456")
        assert refused(self._app.http.post(TOKEN, data=form))
        code = self._person.grant(self._link)
        first = tokens_of(self._app.redeem(code))
        assert refused(self._app.redeem(code))
        assert refused(self._app.refresh(first.refresh))
        again = tokens_of(self._app.redeem(self._person.grant(self._link)))
        newer = tokens_of(self._app.refresh(again.refresh))
        assert refused(self._app.refresh(again.refresh))
        assert not self._app.active(newer.access)
        return tokens_of(self._app.redeem(self._person.grant(self._link)))

    def _send_to_wrong_places(self, tokens: Tokens) -> None:
        """Secrets in paths, queries and heads where none belong, whole and mistyped."""
        get = self._app.http.get
        mistyped = self._watch.typed(tokens.access[:-4] + "AAAA")
        for path in ("/oauth/v1/access-tokens/", "/oauth/v1/refresh-tokens/", "/nowhere/", "/accounts/", "/oauth/x/"):
            assert get(path + mistyped).status_code in (400, 404)
        for path in ("/nowhere", "/oauth/authorize", "/crm/v3/objects/contacts", "/oauth/v1/token"):
            assert get(path, params={"access_token": tokens.access, "code": tokens.refresh}).status_code >= 400
        for bearer in (mistyped, tokens.refresh, tokens.access + LARGE):
            said = get("/crm/v3/objects/contacts", headers={"authorization": f"Bearer {bearer}"})
            assert said.status_code in (401, 431)
        assert self._app.http.put(f"/oauth/v1/refresh-tokens/{tokens.refresh}").status_code == 405
        assert get(f"/reset-password/{tokens.access}").status_code == 410

    def _pretend_to_be_the_app(self, tokens: Tokens) -> None:
        """Wrong secrets, secrets twice, in a body that can't be read, and in the wrong place."""
        post, form = self._app.http.post, self._app.refreshing(tokens.refresh)
        wrong = self._watch.typed("not-the-secret-of-the-app")
        assert post(TOKEN, data=form | {"client_secret": wrong}).status_code == 401
        assert post(TOKEN, data={"grant_type": "refresh_token"}, auth=(form["client_id"], wrong)).status_code == 401
        assert post(TOKEN, data=form | {"client_secret": [form["client_secret"], wrong]}).status_code == 400
        assert post(TOKEN, data=form, auth=(form["client_id"], form["client_secret"])).status_code == 400
        assert post(TOKEN, params=form).status_code == 400
        unreadable = f'{{"client_secret": "{form["client_secret"]}", '
        for content in (unreadable, f'["{tokens.refresh}"]', f'"{tokens.access}"'):
            said = post(TOKEN, content=content, headers={"content-type": "application/json"})
            assert said.status_code == 400
        assert post(TOKEN, content=str(form), headers={"content-type": "text/plain"}).status_code == 415

    def _look_and_end(self, tokens: Tokens) -> None:
        """Introspection, metadata, an API call, and both ways to give a token back."""
        assert self._app.active(tokens.refresh)
        assert self._app.http.get(f"/oauth/v1/access-tokens/{tokens.access}").status_code == 200
        assert self._app.http.get(f"/oauth/v1/refresh-tokens/{tokens.refresh}").status_code == 200
        bearer = {"authorization": f"Bearer {tokens.access}"}
        assert self._app.http.get("/crm/v3/objects/contacts", headers=bearer).status_code == 200
        ending = self._app.refreshing(tokens.refresh) | {"token": tokens.access}
        assert self._app.http.post("/oauth/v3/token/revoke", data=ending).status_code == 200
        assert self._app.http.delete(f"/oauth/v1/refresh-tokens/{tokens.refresh}").status_code == 204
        assert self._app.http.get("/crm/v3/objects/contacts", headers=bearer).status_code == 401

    def _change_password(self) -> None:
        form = self._person.form("/profile", "/profile/password").fields
        wrong = {"current": self._watch.typed("not-my-current-password"), "new": self._watch.typed("never-to-be-mine")}
        assert self._person.http.post("/profile/password", data=form | wrong).status_code == 400
        right = {"current": PASSWORD, "new": self._watch.typed("my-second-password")}
        assert self._person.http.post("/profile/password", data=form | right).status_code == 303

    def _reset_password(self) -> None:
        """By mail; the link is opened, answered wrongly, used, and used again."""
        form = self._person.form("/forgot-password", "/forgot-password").fields
        assert self._person.http.post("/forgot-password", data=form | {"email": self._person.email}).status_code == 200
        eventually(lambda: len(self._inbox) == 1)
        path = "/reset-password/" + self._inbox.link().rpartition("/")[2]
        fields = self._person.form(path, path).fields
        assert self._person.http.post(path, data=fields | {"new": self._watch.typed("too-short")}).status_code == 400
        self._watch.refusals.pop()  # its form leads back to the link, for another try
        self._watch.typed(path.rpartition("/")[2])
        chosen = self._watch.typed("my-third-password")
        assert self._person.http.post(path, data=fields | {"new": chosen}).status_code == 303
        assert self._person.http.get(path).status_code == 410
        self._person.http.cookies.clear()
        self._person.sign_in(chosen)


def test_no_secret_is_logged_kept_or_repeated(site: Site, inbox: Inbox) -> None:
    """After signing in, consenting, exchanging, refreshing, revoking, changing and resetting the password, and doing
    all of it wrongly too, no password, client secret, code, access or refresh token, session id, form token or reset
    token stands in the log, in any column of the database, in any file beside it, or in an answer that refuses.
    """
    watch = Watch()
    mail = {"ADMITTANCE_SMTP_URL": f"smtp://127.0.0.1:{inbox.port}", "ADMITTANCE_MAIL_FROM": "us@demo.example"}
    with site.serving(env=mail | {"ADMITTANCE_LOG_LEVEL": "debug"}) as server:
        Life(site, inbox, watch).live()
    _is_a_real_life(site, server, watch)
    assert watch.found_in(server.errors.encode()) == set()
    assert watch.found_in(server.output.encode(), but=frozenset({PASSWORD})) == set()  # the demo tells its password
    assert watch.found_in(dump(database_in(site.data))) == set()
    assert watch.found_in(b"".join(file.read_bytes() for file in site.data.iterdir())) == set()
    assert watch.shown_in_refusals() == set()


def _is_a_real_life(site: Site, server: Serving, watch: Watch) -> None:
    """What is searched holds what it should: otherwise finding nothing would say nothing."""
    assert len(watch.secrets) > 30
    assert len(watch.in_forms) > 5
    assert len(watch.refusals) > 25
    assert server.errors.count('"event":"request"') > 50
    assert b"ingrid.vik@havlogistik.example" in dump(database_in(site.data))
