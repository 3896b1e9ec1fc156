"""`admittance backup` beside a busy server, and `admittance restore` of what it made."""

import shutil
from pathlib import Path

import pytest

from admittance.adapters.key_file import FILE_NAME
from tests.command import admittance
from tests.faults.parties import Tokens, refused, tokens_of
from tests.faults.site import Site
from tests.faults.streams import Grants, Refreshes, Stream, flowing
from tests.oauth.html import forms_in

pytestmark = pytest.mark.faults

OUTCOME = "granted_strict"
INSTALLED = "Formwork Campaigns"
SOME = 20


class Before:
    """Who is connected, and who is about to be, when the backup is taken."""

    def __init__(self, site: Site) -> None:
        self._link = site.links[OUTCOME]
        self._apps = f"/accounts/{self._link['account_id']}/apps"
        self._person, self._app = site.signed_in(OUTCOME), site.app(OUTCOME)
        self._code, self._form = self._person.grant(self._link), self._person.consent_form(self._link)
        self._given = [self.connect()]

    def connect(self) -> Tokens:
        """The whole way once more."""
        return tokens_of(self._app.redeem(self._person.grant(self._link)))

    def connect_after(self) -> None:
        """Connect when the backup is there already."""
        self._given.append(self.connect())

    def check_over(self) -> None:
        """Session, page, code and tokens are good for nothing any more."""
        assert [form.action for form in forms_in(self._person.http.get(self._apps).text)].count("/sign-in") == 1
        assert self._person.press_grant(self._form).status_code == 403
        assert refused(self._app.redeem(self._code))
        for tokens in self._given:
            assert not self._app.active(tokens.access)
            assert not self._app.active(tokens.refresh)
            assert refused(self._app.refresh(tokens.refresh))

    def check_installed(self) -> None:
        """The app is still installed, and connecting it again works."""
        self._person.sign_in()
        assert INSTALLED in self._person.http.get(self._apps).text
        assert self._app.active(self.connect().access)


@pytest.mark.parametrize("place", ["the same directory", "an empty directory with the keys"])
def test_a_backup_under_load_restores_to_a_world_that_verifies_and_serves(
    site: Site, tmp_path: Path, place: str
) -> None:
    """While people connect and apps refresh, `admittance backup` takes one whole moment and nobody's work stops for it.
    Restored it verifies and serves; sessions, pages, codes and tokens from before are over, whether or not the backup
    knew them; apps stay installed and are connected again.
    """
    copy = tmp_path / "copy.db"
    with site.serving():
        before = Before(site)
        streams: list[Stream] = [
            Grants(site, "granted"),
            Refreshes(site, "granted_choose_account"),
            Refreshes(site, OUTCOME),
        ]
        for stream in streams:
            stream.begin()
        with flowing(streams) as flow:
            flow.wait_for(SOME)
            site.run("backup", str(copy))
            flow.wait_for(SOME)
        for stream in streams:
            stream.check()
        before.connect_after()
    if place != "the same directory":
        _move_to_an_empty_directory(site)
    assert "are over" in site.run("restore", str(copy))
    assert "chains verify" in site.run("audit", "verify")
    with site.serving():
        before.check_over()
        before.check_installed()
    site.check_audit()


def _move_to_an_empty_directory(site: Site) -> None:
    old, site.data = site.data, site.data.with_name("other-data")
    site.data.mkdir(mode=0o700)
    shutil.copy(old / FILE_NAME, site.data)


def test_nothing_is_restored_under_a_running_server(site: Site, tmp_path: Path) -> None:
    """`admittance restore` beside a running server says that the directory is in use, and changes nothing."""
    copy = tmp_path / "copy.db"
    with site.serving():
        before = Before(site)
        site.run("backup", str(copy))
        said = admittance("restore", str(copy), "--data", str(site.data))
        assert (said.returncode, said.stdout) == (1, "")
        assert "is in use by another server" in said.stderr
        before.connect_after()
    site.check_audit()
