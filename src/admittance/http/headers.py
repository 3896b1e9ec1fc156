"""Security headers of HTML pages (attack case 50). JSON answers carry no-store and nosniff; nothing carries CORS."""

from urllib.parse import urlsplit

from msgspec import Struct

from admittance.http.response import NO_STORE, NOSNIFF, Header, Response


class Sources(Struct, frozen=True, kw_only=True):
    """Origins a page needs beside its own. `form_action` holds the validated redirect URI's origin on the consent page:
    browsers apply it to the redirect after the POST.
    """

    form_action: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    style: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    connect: tuple[str, ...] = ()


OWN = Sources()


def origin_of(uri: str) -> str:
    """Scheme, host and port of a registered redirect URI, as a policy source."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"


def content_security_policy(sources: Sources = OWN) -> str:
    """Everything from our own origin, no inline script or style, nobody frames us, forms go where they should."""
    rules = {
        "default-src": ("'self'",),
        "script-src": ("'self'", *sources.script),
        "style-src": ("'self'", *sources.style),
        "img-src": ("'self'", "data:"),
        "connect-src": ("'self'", *sources.connect),
        "frame-src": sources.frame or ("'none'",),
        "worker-src": ("'self'",),
        "object-src": ("'none'",),
        "base-uri": ("'none'",),
        "form-action": ("'self'", *sources.form_action),
        "frame-ancestors": ("'none'",),
    }
    return "; ".join(f"{rule} {' '.join(places)}" for rule, places in rules.items())


_REST: tuple[Header, ...] = (
    (b"content-type", b"text/html; charset=utf-8"),
    NO_STORE,
    NOSNIFF,
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


def html_response(
    html: str, status: int = 200, *, sources: Sources = OWN, headers: tuple[Header, ...] = (), note: str = ""
) -> Response:
    """A page with all its headers."""
    policy = (b"content-security-policy", content_security_policy(sources).encode("ascii"))
    return Response(status, (*_REST, policy, *headers), html.encode("utf-8"), note)


def see_other(location: str, headers: tuple[Header, ...] = (), note: str = "") -> Response:
    """303: the browser follows with GET and never sends the form again (attack case 55). `location` is ASCII."""
    where = (b"location", location.encode("ascii"))
    return Response(303, (where, NO_STORE, NOSNIFF, (b"referrer-policy", b"no-referrer"), *headers), b"", note)
