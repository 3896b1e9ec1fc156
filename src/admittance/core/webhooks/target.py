"""Where an app wants its webhooks: a checked address."""

from enum import StrEnum
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from admittance.core.webhooks.addresses import Network, is_loopback, may_reach

LONGEST_URL = 2_000
_HTTPS, _HTTP = 443, 80


class WhyNoTarget(StrEnum):
    """Why an address can't be a webhook's target."""

    UNREADABLE = "unreadable"
    NOT_HTTPS = "not_https"
    CREDENTIALS = "credentials"
    FRAGMENT = "fragment"
    PRIVATE = "private"


class Target(Struct, frozen=True, kw_only=True):
    """An address taken apart. `url` is the text that is signed; `resource` what stands in the request line."""

    url: str
    secure: bool
    host: str
    port: int
    resource: str

    @property
    def authority(self) -> str:
        """What the Host header holds (RFC 9110 section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (_HTTPS if self.secure else _HTTP) else f"{host}:{self.port}"


TargetRead: TypeAlias = Target | WhyNoTarget


def read_target(url: str, allowed: tuple[Network, ...] = ()) -> TargetRead:
    """The target that `url` writes: https, or http to a loopback address where the operator allows that.

    A name is looked up when something is sent, and judged then: what it means can change at any time.
    """
    parts = _parts(url)
    if parts is None or not parts.hostname:
        return WhyNoTarget.UNREADABLE
    if parts.username is not None or parts.password is not None:
        return WhyNoTarget.CREDENTIALS
    if "#" in url:
        return WhyNoTarget.FRAGMENT
    if parts.scheme != "https" and not (parts.scheme == "http" and allowed and is_loopback(parts.hostname)):
        return WhyNoTarget.NOT_HTTPS
    if _is_refused_address(parts.hostname, allowed):
        return WhyNoTarget.PRIVATE
    secure = parts.scheme == "https"
    resource = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = parts.port or (_HTTPS if secure else _HTTP)
    return Target(url=url, secure=secure, host=parts.hostname, port=port, resource=resource)


def _parts(url: str) -> SplitResult | None:
    # Printable ASCII without spaces: nothing in it can end a header line or mean something else to another reader.
    if len(url) > LONGEST_URL or not all("!" <= letter <= "~" for letter in url) or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.scheme in ("http", "https") and parts.port != 0 else None
    except ValueError:
        return None


def _is_refused_address(host: str, allowed: tuple[Network, ...]) -> bool:
    try:
        return not may_reach(ip_address(host), allowed)
    except ValueError:
        return host.lower() == "localhost" and not allowed
