"""The types of the fixtures that a backend gives."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from admittance.usecases.ports import Store

Reopen: TypeAlias = Callable[[], Awaitable[Store]]
