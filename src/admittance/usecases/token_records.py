"""Codes and tokens as storage keeps them. Times are milliseconds since the epoch, UTC; digests are 32 bytes."""

from msgspec import Struct

from admittance.core.install_url import InstallUrl
from admittance.usecases.records import Connection


class Code(Struct, frozen=True, kw_only=True):
    """An authorization code (RFC 6749 section 4.1.2). `redirect_uri` is None where the request left it out."""

    account_id: int
    id: int
    digest: bytes
    app_id: int
    user_id: int
    redirect_uri: str | None
    challenge: str | None
    url: InstallUrl
    ticked: frozenset[str]
    expires_at: int
    spent_at: int | None = None
    family_id: int | None = None


class Family(Struct, frozen=True, kw_only=True):
    """All tokens that descend from one code, which end together (RFC 9700 section 4.14.2). `expires_at` is the end of
    its refresh tokens in all, None for a compatible app.
    """

    account_id: int
    id: int
    connection_id: int
    app_id: int
    user_id: int
    created_at: int
    expires_at: int | None
    ended_at: int | None = None


class RefreshToken(Struct, frozen=True, kw_only=True):
    """`expires_at` is the idle end, None for a compatible app; `spent_at` is set when a strict app rotates it."""

    account_id: int
    id: int
    family_id: int
    digest: bytes
    created_at: int
    expires_at: int | None
    spent_at: int | None = None


class AccessToken(Struct, frozen=True, kw_only=True):
    """A bearer token; what it may do is `scopes` within the connection's `granted`."""

    account_id: int
    id: int
    family_id: int
    digest: bytes
    scopes: frozenset[str]
    created_at: int
    expires_at: int
    ended_at: int | None = None


class LiveAccess(Struct, frozen=True):
    """An access token with what it hangs on, read in one look-up. Nothing is judged: see `usecases.check_access`."""

    token: AccessToken
    family: Family
    connection: Connection


class LiveRefresh(Struct, frozen=True):
    """A refresh token with what it hangs on, read in one look-up."""

    token: RefreshToken
    family: Family
    connection: Connection
