"""The pages for requests that lead nowhere."""

from typing import ClassVar

from msgspec import Struct

from admittance.http.problems import ProblemKind


class ProblemPage(Struct, frozen=True, kw_only=True):
    """`wait_s` is when trying again makes sense, for TOO_MANY and BUSY. `home_url` leads to a page that is there."""

    template: ClassVar[str] = "problem.html"
    problem: ProblemKind
    reference: str
    home_url: str = "/"
    wait_s: int = 0
