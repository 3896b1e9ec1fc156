"""Building the server's parts: whole, or with one sentence that says what is in the way."""

import asyncio
from pathlib import Path

from admittance.config import Settings
from admittance.http.services import Services
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services, new_reference, new_secret


def settings(data_dir: Path, **more: str) -> Settings:
    """Settings over `data_dir`."""
    return Settings(data_dir=str(data_dir), base_url="http://127.0.0.1:8400", **more)  # type: ignore[arg-type]


def test_one_server_at_a_time_owns_a_data_directory(tmp_path: Path) -> None:
    """The second one is told so, and may come when the first has gone."""
    first = build_services(settings(tmp_path))
    assert isinstance(first, Services)
    second = build_services(settings(tmp_path))
    assert isinstance(second, CannotStart)
    assert "in use" in second.message
    asyncio.run(first.store.close())
    third = build_services(settings(tmp_path))
    assert isinstance(third, Services)
    asyncio.run(third.store.close())


def test_a_directory_that_cannot_be_is_named(tmp_path: Path) -> None:
    """A file where the directory should be stops the start."""
    (tmp_path / "file").write_text("")
    problem = build_services(settings(tmp_path / "file" / "data"))
    assert isinstance(problem, CannotStart)
    assert str(tmp_path / "file") in problem.message


def test_a_catalogue_with_a_mistake_stops_the_start(tmp_path: Path) -> None:
    """The file, the line and the command that shows everything."""
    catalogue = tmp_path / "catalogue.toml"
    catalogue.write_text("[catalogue]\nid = 'x'\nnonsense = 1\n")
    problem = build_services(settings(tmp_path / "data", catalogue=str(catalogue)))
    assert isinstance(problem, CannotStart)
    assert f"{catalogue}:" in problem.message
    assert "admittance catalogue check" in problem.message
    assert not (tmp_path / "data").exists()


def test_references_sort_by_time() -> None:
    """A later correlation id sorts later, and no two are the same."""
    made = [new_reference(now) for now in (1_790_000_000_000, 1_790_000_000_001, 1_790_000_100_000)]
    assert made == sorted(made)
    assert len({new_reference(1_790_000_000_000) for _ in range(100)}) == 100
    assert {len(one) for one in made} == {26}


def test_secrets_are_long_and_never_the_same() -> None:
    """43 characters of base64url: 256 bits."""
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert {len(one) for one in made} == {43}
