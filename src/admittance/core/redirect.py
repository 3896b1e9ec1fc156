"""Redirect URIs: which may be registered, and which asked one is a registered one (RFC 9700 section 2.1, RFC 8252)."""

import re
from urllib.parse import urlencode, urlsplit

LONGEST_URI = 2_000
"""Characters."""
_VISIBLE = re.compile(r"[\x21-\x7e]+\Z")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# Literals only: the name localhost may resolve elsewhere (RFC 8252 section 8.3).
_ANY_PORT = re.compile(r"http://(?:127\.0\.0\.1|\[::1\])(?=[/?]|\Z)")
_ASKED_PORT = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\])):(?:[1-9][0-9]{0,4})(?=[/?]|\Z)")


def registration_problem(uri: str) -> str | None:
    """Why `uri` cannot be registered, as one lower-case sentence; None when it can.

    https anywhere, http on localhost or loopback only, no fragment, no user part, no control characters.
    """
    if len(uri) > LONGEST_URI:
        return f"a redirect URI has at most {LONGEST_URI} characters"
    if not _VISIBLE.match(uri) or "\\" in uri or '"' in uri or "<" in uri or ">" in uri:
        return "a redirect URI holds only visible ASCII characters, percent-encoded where needed"
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "the host or port cannot be read"
    if "#" in uri:
        return "a redirect URI has no fragment"
    if not host or "@" in parts.netloc:
        return "a redirect URI names a host and nothing before it"
    if not uri.startswith(("https://", "http://")):
        return "only https, or http on this computer, can be used"
    if parts.scheme == "http" and host not in _LOOPBACK_NAMES:
        return "http is only for localhost, 127.0.0.1 and [::1]; use https"
    return None


def is_registered(asked: str, registered: tuple[str, ...], *, public: bool) -> bool:
    """Whether `asked` is one of `registered`, byte for byte.

    A public (native) app may use any port on 127.0.0.1 and [::1] where it registered the URI without a port
    (RFC 8252 section 7.3). Nothing is parsed or normalised: every difference is a difference.
    """
    if asked in registered:
        return True
    if not public:
        return False
    without_port = _ASKED_PORT.sub(r"\1", asked, count=1)
    return without_port != asked and without_port in registered and _ANY_PORT.match(without_port) is not None


def answer_at(uri: str, **parameters: str | None) -> str:
    """`uri` with `parameters` added to its query, percent-encoded; absent ones left out (RFC 6749 section 4.1.2).

    INVARIANT: values are encoded whole, so no value can add a parameter of its own.
    """
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    return f"{uri}{'&' if '?' in uri else '?'}{query}"
