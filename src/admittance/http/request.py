"""A request as handlers see it: read to its end, within the limits, decoded only where somebody asks."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.http.streams import Incoming


class Request(Struct, frozen=True, kw_only=True):
    """`client` is the address the limiter goes by; `reference` the correlation id that every answer carries.

    `template` is the route's path ("-" where none matched): the only form of the path that may reach a log, because
    tokens stand in some paths. `headers` have lower-case names, as the server delivers them.
    """

    method: str
    template: str
    path: bytes
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    client: str
    reference: str
    body: bytes = b""
    path_values: Mapping[str, str] = {}
    incoming: Incoming | None = None

    def header(self, name: bytes) -> str | None:
        """The first header called `name` (lower case), as Latin-1 text; None where there is none."""
        for key, value in self.headers:
            if key == name:
                return value.decode("latin-1")
        return None

    def header_count(self, name: bytes) -> int:
        """How many headers are called `name`."""
        return sum(1 for key, _ in self.headers if key == name)

    def __repr__(self) -> str:
        return f"Request({self.method} {self.template} {self.reference})"
