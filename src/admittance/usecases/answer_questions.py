"""Answer self-contained questions, one JSON line each (docs/decide.md)."""

import msgspec

from admittance.core.decide import decide
from admittance.usecases.decision_shape import Shape, decision_shape
from admittance.usecases.question_file.json_line import read_json_line
from admittance.usecases.question_file.read import NoQuestion, read_question


def answer_line(line: bytes, number: int) -> bytes:
    """The answer to the `number`th line (from 1) of a file, as JSON without a line end. Never raises.

    What is no question is answered with `error` as the first key, `line` and, where it could be read, `id`.
    """
    asked = read_json_line(line, first=number == 1)
    answer = answer_question(asked.value) if not isinstance(asked, str) else NoQuestion(asked)
    if isinstance(answer, NoQuestion):
        return msgspec.json.encode({"error": answer.error, "line": number, "id": answer.id})
    return msgspec.json.encode(answer)


def answer_question(asked: object) -> Shape | NoQuestion:
    """The answer to one question as JSON values, or why it is none."""
    read = read_question(asked)
    if isinstance(read, NoQuestion):
        return read
    return {"id": read.id, **decision_shape(decide(read.policy, read.question), read.ticked)}
