"""`admittance audit`: edits, removals and a lost end."""

import sqlite3
from pathlib import Path

from admittance.storage.places import database_in
from tests.command import admittance, told


def _spoil(data: Path, statement: str) -> None:
    db = sqlite3.connect(database_in(data))
    try:
        db.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        assert db.execute(statement).rowcount > 0
        db.commit()
    finally:
        db.close()


def test_whole_chains(left_behind: Path) -> None:
    """Chains nobody touched verify, and the sentence says what can't be seen without a checkpoint."""
    done = admittance("audit", "verify", "--data", left_behind)
    assert done.returncode == 0
    assert "verify" in done.stdout
    assert "a loss at the very end shows only against a checkpoint" in done.stdout


def test_a_checkpoint_agrees(copy: Path, tmp_path: Path) -> None:
    """A checkpoint just written agrees; on standard output it is JSON."""
    written = tmp_path / "checkpoint.json"
    assert admittance("audit", "checkpoint", "--data", copy, "--to", written).returncode == 0
    done = admittance("audit", "verify", "--data", copy, "--checkpoint", written)
    assert done.returncode == 0
    assert "agree with the checkpoint" in done.stdout
    assert told(admittance("audit", "checkpoint", "--data", copy))


def test_an_edit_is_found(copy: Path) -> None:
    """A row changed behind the server's back is named with its account and number; exit code 1."""
    _spoil(copy, "UPDATE audit SET data = replace(data, 'sales_rep', 'sales_cap') WHERE data LIKE '%sales_rep%'")
    done = admittance("audit", "verify", "--data", copy)
    assert done.returncode == 1
    assert "4821907" in done.stdout


def test_a_lost_end_is_found_with_a_checkpoint(copy: Path, tmp_path: Path) -> None:
    """Rows removed at the very end of a chain show against a checkpoint."""
    written = tmp_path / "checkpoint.json"
    admittance("audit", "checkpoint", "--data", copy, "--to", written)
    last = "(SELECT max(seq) FROM audit WHERE account_id = 5530218)"
    _spoil(copy, f"DELETE FROM audit WHERE account_id = 5530218 AND seq = {last}")
    done = admittance("audit", "verify", "--data", copy, "--checkpoint", written)
    assert done.returncode == 1
    assert "5530218" in done.stdout


def test_another_servers_keys_prove_nothing(copy: Path) -> None:
    """Without the keys that sealed them the chains don't verify, and nothing is said to be whole."""
    (copy / "keys.json").unlink()
    done = admittance("audit", "verify", "--data", copy)
    assert done.returncode == 1


def test_a_checkpoint_that_is_none(copy: Path, tmp_path: Path) -> None:
    """A file that is no checkpoint is named."""
    other = tmp_path / "other.json"
    other.write_text("{}")
    done = admittance("audit", "verify", "--data", copy, "--checkpoint", other)
    assert done.returncode == 1
    assert "other.json" in done.stderr


def test_nothing_verifies_where_nothing_is(tmp_path: Path) -> None:
    """An empty directory is no log without a mistake: it is said, nothing is written there, and the exit code is 1."""
    for command in (("audit", "verify"), ("audit", "checkpoint"), ("backup", tmp_path / "copy.db")):
        done = admittance(*command, "--data", tmp_path)
        assert done.returncode == 1
        assert "there is no database at" in done.stderr
    restored = admittance("restore", tmp_path / "copy.db", "--data", tmp_path)
    assert restored.returncode == 1
    assert "there is no keys.json in" in restored.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_checkpoint_that_cannot_be_written(left_behind: Path, tmp_path: Path) -> None:
    """The place and what is wrong with it, in one sentence."""
    done = admittance("audit", "checkpoint", "--data", left_behind, "--to", tmp_path / "no" / "such.json")
    assert done.returncode == 1
    assert done.stderr == f"admittance: {tmp_path / 'no' / 'such.json'} can't be written: No such file or directory\n"
