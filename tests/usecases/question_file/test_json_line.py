"""One line of JSON, read strictly."""

import json

import pytest

from admittance.usecases.answer_questions import answer_line


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"", "the line is not JSON: expecting value at column 1"),
        (b"[]", "a question is an object"),
        (b'"question"', "a question is an object"),
        (b"{}", "manifest is missing; install_url is missing"),
        (b'{"manifest": {}, "install_url": {}', "the line is not JSON"),
        (b'{"manifest": {}, "manifest": {}, "install_url": {}}', "the key `manifest` stands twice"),
        (b"\xff\xfe{}", "the line is not UTF-8: byte 1"),
        (b'{"id": NaN}', "NaN is not JSON"),
        (b'{"id": 12345678901234567890123456789}', "the number 12345678901234567890… is too large"),
        (b'{"id": "\\ud83d"}', "half a surrogate pair"),
        (b'{"x":' * 5_000, "the line is nested too deeply"),
        (b'{"catalogue": {"x": ' + b"[" * 300 + b"]" * 300 + b"}}", "unknown key `x`"),
        (b" " * (1 << 20) + b"{}", "the line is longer than 1048576 bytes"),
    ],
)
def test_a_line_that_is_no_question_says_why(line: bytes, what: str) -> None:
    """Every malformed line yields an error with its line number: never an exception, never a traceback."""
    told = json.loads(answer_line(line, 7))
    assert what in told["error"]
    assert (told["line"], list(told)) == (7, ["error", "line", "id"])


def test_a_byte_order_mark_may_begin_a_file() -> None:
    """Some editors write one; only the first line of a file may have it."""
    line = b"\xef\xbb\xbf" + json.dumps({"manifest": {}, "install_url": {}, "super_admin": True}).encode()
    assert json.loads(answer_line(line, 1))["verdict"] == "granted"
    assert "not JSON" in json.loads(answer_line(line, 2))["error"]


@pytest.mark.parametrize("number", ["0", "-0", "9007199254740992", "-9007199254740992", "1.5", "1e999"])
def test_numbers_that_every_reader_agrees_on_are_read(number: str) -> None:
    """Whole numbers up to 2^53 are read; whether one is wanted at its place is another question."""
    assert "too large" not in json.loads(answer_line(f'{{"id": {number}}}'.encode(), 1))["error"]


@pytest.mark.parametrize("number", ["9007199254740993", "-9007199254740993", "1" * 5_000])
def test_numbers_that_readers_disagree_about_are_refused(number: str) -> None:
    """Beyond 2^53 two readers of one line may see two numbers (RFC 8259 section 6)."""
    told = json.loads(answer_line(f'{{"id": {number}}}'.encode(), 1))["error"]
    assert "too large" in told
    assert len(told) < 100
