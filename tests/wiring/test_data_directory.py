"""What the operator's commands do to a data directory."""

from pathlib import Path

import pytest

from admittance.http.services import Services
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import act_in, look_in, make_in


async def accounts(services: Services) -> int:
    """An act that changes nothing."""
    return len(services.store.read(lambda tx: tx.accounts.all()))


async def fails(services: Services) -> int:
    """An act with a mistake in it."""
    raise LookupError(services.settings.data_dir)


def test_a_bad_setting_keeps_an_act_from_starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command says which setting is in the way, and touches nothing."""
    monkeypatch.setenv("ADMITTANCE_PORT", "many")
    stopped = make_in(tmp_path, accounts)
    assert isinstance(stopped, CannotStart)
    assert "ADMITTANCE_PORT" in stopped.message
    assert not (tmp_path / "admittance.db").exists()


def test_the_data_directory_is_free_after_an_act_whatever_came_of_it(tmp_path: Path) -> None:
    """An act that raises leaves the directory to the next command, as one that ends well does."""
    with pytest.raises(LookupError):
        make_in(tmp_path, fails)
    assert act_in(tmp_path, accounts) == 0
    assert act_in(tmp_path, accounts) == 0


def test_a_look_and_an_act_need_a_database(tmp_path: Path) -> None:
    """Where nothing was ever stored they say where they looked, and make nothing: no directory, no keys."""
    mistyped = tmp_path / "vra"
    for said in (look_in(mistyped, lambda tx: len(tx.accounts.all())), act_in(mistyped, accounts)):
        assert isinstance(said, CannotStart)
        assert str(mistyped / "admittance.db") in said.message
    assert list(tmp_path.iterdir()) == []


def test_a_look_reads_beside_an_act(tmp_path: Path) -> None:
    """While one command holds the directory another may look into it."""

    async def held(services: Services) -> tuple[int, object]:
        return await accounts(services), look_in(tmp_path, lambda tx: len(tx.accounts.all()))

    assert make_in(tmp_path, held) == (0, 0)
