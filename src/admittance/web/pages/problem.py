"""The pages for requests that lead nowhere."""

from enum import Enum
from typing import ClassVar

from msgspec import Struct


class Problem(Enum):
    """What happened, by HTTP status. "Not yours" and "not there" are the same page."""

    UNREADABLE = 400
    FORBIDDEN = 403
    NOT_FOUND = 404
    METHOD = 405
    GONE = 410
    TOO_LARGE = 413
    UNSUPPORTED = 415
    TOO_MANY = 429
    BROKEN = 500
    BUSY = 503


class ProblemPage(Struct, frozen=True, kw_only=True):
    """`wait_s` is when trying again makes sense, for TOO_MANY and BUSY. `home_url` leads to a page that is there."""

    template: ClassVar[str] = "problem.html"
    problem: Problem
    reference: str
    home_url: str = "/"
    wait_s: int = 0
