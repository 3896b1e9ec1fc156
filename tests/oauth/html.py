"""Reading the pages that the server sends: their forms, and what a browser would send from them."""

from html.parser import HTMLParser
from typing import Any


class Form:
    """A form: where it posts, and its fields with their values; tick boxes only where they are ticked."""

    def __init__(self, action: str, identity: str) -> None:
        self.action = action
        self.identity = identity
        self.pairs: list[tuple[str, str]] = []

    @property
    def fields(self) -> dict[str, str]:
        """The fields by name."""
        return dict(self.pairs)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "form" and found.get("method") == "post":
            self._open = Form(found["action"], found.get("id") or "")
            self.forms.append(self._open)
        elif tag == "input" and self._open is not None and "name" in found:
            unticked = found.get("type") in ("checkbox", "radio") and "checked" not in found
            if not unticked:
                self._open.pairs.append((found["name"], found.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_in(html: str) -> list[Form]:
    """Every posting form of a page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
