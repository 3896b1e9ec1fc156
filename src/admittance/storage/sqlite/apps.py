"""Registered apps and their published manifests."""

from collections.abc import Sequence
from typing import Any

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json, to_manifest, to_support, to_texts
from admittance.storage.sqlite.memory import Memory
from admittance.usecases.records import App, OldSecret, Profile

_COLUMNS = (
    "id, client_id, name, description, maker, website, privacy_url, support, verified, enabled, profile,"
    " secret_digest, redirect_uris, manifest, manifest_version, created_at, old_secret_digest, old_secret_until,"
    " secret_replaced_at, secret_version"
)
_GET = f"SELECT {_COLUMNS} FROM apps WHERE id = ?"
_REVISION = "SELECT id, revision FROM apps WHERE id = ?"
_REVISION_BY_CLIENT_ID = "SELECT id, revision FROM apps WHERE client_id = ?"
_ALL = "SELECT id, revision FROM apps ORDER BY id"
_ADD = f"INSERT INTO apps ({_COLUMNS}, revision) VALUES ({', '.join('?' * 21)})"
_REPLACE = (
    "UPDATE apps SET client_id = ?, name = ?, description = ?, maker = ?, website = ?, privacy_url = ?, support = ?,"
    " verified = ?, enabled = ?, profile = ?, secret_digest = ?, redirect_uris = ?, manifest = ?,"
    " manifest_version = ?, created_at = ?, old_secret_digest = ?, old_secret_until = ?, secret_replaced_at = ?,"
    " secret_version = ?, revision = ? WHERE id = ?"
)
# A version that was published stays as it was.
_PUBLISH = "INSERT INTO manifests (app_id, version, manifest) VALUES (?, ?, ?) ON CONFLICT (app_id, version) DO NOTHING"


_KEPT = 1024


def _app_of(row: tuple[Any, ...]) -> App:
    """One row of `apps`."""
    return App(
        id=row[0],
        client_id=row[1],
        name=row[2],
        description=row[3],
        maker=row[4],
        website=row[5],
        privacy_url=row[6],
        support=to_support(row[7]),
        verified=bool(row[8]),
        enabled=bool(row[9]),
        profile=Profile(row[10]),
        secret_digest=row[11],
        redirect_uris=to_texts(row[12]),
        manifest=to_manifest(row[13]),
        manifest_version=row[14],
        created_at=row[15],
        old_secret=None if row[16] is None else OldSecret(row[16], row[17]),
        secret_replaced_at=row[18],
        secret_version=row[19],
    )


class SqliteApps:
    """See `ports.Apps`.

    After a change of anything the memory is empty, but most apps are as they were: then only the revision is read.
    INVARIANT: while the server runs a revision is given once, also in a transaction that fails, so an app kept under it
    can't be stale.
    """

    def __init__(self, db: Database, memory: Memory) -> None:
        self._db = db
        self._apps = memory.apps
        self._client_ids = memory.client_ids
        self._kept: dict[int, tuple[int, App]] = {}

    def get(self, app_id: int) -> App | None:
        if (kept := self._apps.get(app_id)) is not None:
            return kept
        found = self._db.execute(_REVISION, (app_id,)).fetchone()
        return None if found is None else self._apps.keep(app_id, self._app(*found))

    def by_client_id(self, client_id: str) -> App | None:
        if (kept := self._client_ids.get(client_id)) is not None:
            return kept
        found = self._db.execute(_REVISION_BY_CLIENT_ID, (client_id,)).fetchone()
        return None if found is None else self._client_ids.keep(client_id, self._app(*found))

    def all(self) -> Sequence[App]:
        return [self._app(*found) for found in self._db.execute(_ALL).fetchall()]

    def _app(self, app_id: int, revision: int) -> App:
        kept = self._kept.get(app_id)
        if kept is not None and kept[0] == revision:
            return kept[1]
        app = _app_of(self._db.execute(_GET, (app_id,)).fetchone())
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[app_id] = (revision, app)
        return app

    def add(self, app: App) -> App:
        if app.id == 0:
            app = msgspec.structs.replace(app, id=self._db.next_id("apps"))
        else:
            self._db.saw_id("apps", app.id)
        self._db.execute(_ADD, (app.id, *_values(app), self._db.next_id("app_revisions")))
        self._publish(app)
        return app

    def replace(self, app: App) -> None:
        self._db.execute(_REPLACE, (*_values(app), self._db.next_id("app_revisions"), app.id))
        self._publish(app)

    def _publish(self, app: App) -> None:
        self._db.execute(_PUBLISH, (app.id, app.manifest_version, to_json(app.manifest)))


def _values(app: App) -> tuple[Any, ...]:
    return (
        app.client_id,
        app.name,
        app.description,
        app.maker,
        app.website,
        app.privacy_url,
        to_json(app.support),
        app.verified,
        app.enabled,
        app.profile.value,
        app.secret_digest,
        to_json(app.redirect_uris),
        to_json(app.manifest),
        app.manifest_version,
        app.created_at,
        app.old_secret.digest if app.old_secret else None,
        app.old_secret.until if app.old_secret else None,
        app.secret_replaced_at,
        app.secret_version,
    )
