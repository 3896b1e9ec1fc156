"""The way from a contact back to the list it was opened from goes along in the addresses of its pages."""

from urllib.parse import urlencode

IN = "in"
"""The parameter that holds the list's query: search, filters, order and page."""


def with_list(url: str, query: str) -> str:
    """The address of a contact's page that knows its list; plain where that is all contacts from the start."""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({IN: query})}"
