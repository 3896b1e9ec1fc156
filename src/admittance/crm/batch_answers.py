"""The answer to a batch: what succeeded, and what is wrong with the rest."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import UNSET

from admittance.crm.answers import BatchError, BatchOf
from admittance.crm.problem import Problem
from admittance.http.response import Response, json_response
from admittance.usecases.crm.times import iso_time

T = TypeVar("T")


def batch_error(problem: Problem, about: Mapping[str, str] | None = None) -> BatchError:
    """One entry of `errors`. `about` says which part of the batch it is: its place (`index`), its id."""
    context = {name: list(texts) for name, texts in (problem.context or {}).items()}
    context |= {name: [text] for name, text in (about or {}).items()}
    return BatchError(status="error", category=problem.category.value, message=problem.message, context=context)


def batch_answer(status: int, results: list[T], errors: list[BatchError], wrong: int, now: int) -> Response:
    """`status` where all went well; otherwise 207, with how many parts went wrong."""
    at = iso_time(now)
    answer = BatchOf(
        results=results,
        started_at=at,
        completed_at=at,
        num_errors=wrong or UNSET,
        errors=errors or UNSET,
    )
    return json_response(answer, 207 if errors else status)
