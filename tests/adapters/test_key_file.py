"""The key file beside the database."""

import json
from pathlib import Path

from admittance.adapters.key_file import FILE_NAME, KeysUnreadable, load_keys
from admittance.http.services import Keys


def test_keys_are_made_once_and_read_again(tmp_path: Path) -> None:
    """The first start makes random keys that only their owner can read; the next one reads the same."""
    made = load_keys(tmp_path)
    assert isinstance(made, Keys)
    assert load_keys(tmp_path) == made
    assert len({made.audit, made.captcha, made.forms}) == 3
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_spoiled_key_file_is_refused_and_never_quoted(tmp_path: Path) -> None:
    """A file that is there and no key file stops the start; what it holds is not repeated."""
    for spoiled in ("garbage-secret", "[]", json.dumps({"audit": "zz"}), json.dumps({"audit": "00"})):
        (tmp_path / FILE_NAME).write_text(spoiled)
        problem = load_keys(tmp_path)
        assert isinstance(problem, KeysUnreadable)
        assert "garbage-secret" not in problem.message
        assert "put back" in problem.message


def test_a_key_of_the_wrong_length_is_refused(tmp_path: Path) -> None:
    """A short key would verify nothing; it is refused by name of the file."""
    (tmp_path / FILE_NAME).write_text(json.dumps({"audit": "00", "captcha": "00", "forms": "00"}))
    assert isinstance(load_keys(tmp_path), KeysUnreadable)


def test_keys_never_show(tmp_path: Path) -> None:
    """Printing the keys prints nothing of them."""
    made = load_keys(tmp_path)
    assert repr(made) == "Keys(…)"
