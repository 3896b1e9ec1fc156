"""Cookies: `__Host-` and Secure where the server is reached over https, HttpOnly and Lax always (attack case 57)."""

from admittance.config import Settings
from admittance.http.request import Request
from admittance.http.response import Header

SESSION = "admittance"
VISIT = "admittance-visit"


def cookie_name(settings: Settings, name: str) -> str:
    """`name` as it is called on the wire."""
    return named_at(settings.base_url, name)


def named_at(base_url: str, name: str) -> str:
    """The same at the server of this address."""
    return f"__Host-{name}" if base_url.startswith("https://") else name


def read_cookie(settings: Settings, request: Request, name: str) -> str | None:
    """The cookie's value; None when it is absent, or there twice: then someone else may have set one of them."""
    wanted = cookie_name(settings, name)
    found: str | None = None
    for key, value in request.headers:
        if key != b"cookie":
            continue
        for part in value.decode("latin-1").split(";"):
            label, _, content = part.strip().partition("=")
            if label == wanted:
                if found is not None:
                    return None
                found = content
    return found


def set_cookie(settings: Settings, name: str, value: str, max_age_s: int | None = None) -> Header:
    """A Set-Cookie header. Without `max_age_s` it lasts as long as the browser; 0 removes it."""
    parts = [f"{cookie_name(settings, name)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if _secure(settings):
        parts.append("Secure")
    if max_age_s is not None:
        parts.append(f"Max-Age={max_age_s}")
    return (b"set-cookie", "; ".join(parts).encode("ascii"))


def _secure(settings: Settings) -> bool:
    return settings.base_url.startswith("https://")
