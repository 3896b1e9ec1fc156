"""`admittance decide`: a file of questions, a line of JSON for each."""

import json
from pathlib import Path

from tests.command import admittance

GRANTED = {"id": "yes", "manifest": {}, "install_url": {"scope": "oauth"}, "super_admin": True}
REFUSED = {"id": "no", "manifest": {"required": ["automation"]}, "install_url": {"scope": "oauth"}}
NONE = {"id": "none", "manifest": {}, "install_url": {"scope": "oauth"}, "superadmin": True}


def _lines(*questions: object) -> str:
    return "".join(json.dumps(question) + "\n" for question in questions)


def test_a_file_is_answered_line_by_line(tmp_path: Path) -> None:
    """One line in, one line out, in order, granted or refused; exit code 0."""
    file = tmp_path / "questions.jsonl"
    file.write_text(_lines(GRANTED, REFUSED))
    done = admittance("decide", file)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [(one["id"], one["verdict"]) for one in answers] == [("yes", "granted"), ("no", "refused")]
    assert "required_missing" in {reason["cause"] for reason in answers[1]["reasons"]}


def test_standard_input() -> None:
    """`-` reads standard input, and blank lines are skipped."""
    done = admittance("decide", "-", given="\n" + _lines(GRANTED) + "\n\n")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["yes"]


def test_a_line_that_is_no_question() -> None:
    """A line that is none gets its mistake with its number, the next is answered all the same; exit code 1."""
    done = admittance("decide", "-", given=_lines(GRANTED, NONE) + "{nonsense\n" + _lines(REFUSED))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert ["error" in one for one in answers] == [False, True, True, False]
    assert [one["line"] for one in answers if "error" in one] == [2, 3]
    assert "did you mean `super_admin`" in answers[1]["error"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that can't be read is one sentence that names it."""
    for file in (tmp_path / "nowhere.jsonl", tmp_path):
        done = admittance("decide", file)
        assert done.returncode == 1
        assert str(file) in done.stderr
        assert done.stdout == ""


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """Invalid UTF-8 is a mistake of its line."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b'{"id": "\xff"}\n' + _lines(GRANTED).encode())
    done = admittance("decide", file)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert ["error" in one for one in answers] == [True, False]
