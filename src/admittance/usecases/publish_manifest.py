"""Publishing a new version of an app's settings (product section 9).

What was granted stays as it is: new scopes never appear in old connections until someone consents. What the new
version no longer asks for opens the cases that waited for it, in every account.
"""

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.policy import Policy
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.manifest_file import ManifestFile
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.usecases.solve_cases import solve_cases_of_app


class Published(Struct, frozen=True):
    """In force from the next request on. `solved` is how many cases closed with it, in all accounts."""

    app: App
    solved: int


class AsBefore(Struct, frozen=True):
    """The app's settings are these already; no version was published."""

    app: App


class NoSuchApp(Struct, frozen=True):
    """Nothing was changed. `names` are the apps there are: name and client id."""

    names: tuple[tuple[str, str], ...]


Publishing: TypeAlias = Published | AsBefore | NoSuchApp


def publish_manifest(
    tx: Transaction, policy: Policy, file: ManifestFile, now: int, *, client_id: str | None = None, by: str
) -> Publishing:
    """Give the app of `client_id`, or the only one of the file's name, the settings of `file`. `by` says who did it."""
    app = _the_app(tx, file, client_id)
    if app is None:
        return NoSuchApp(tuple((one.name, one.client_id) for one in tx.apps.all()))
    after = _with(app, file)
    if after == app:
        return AsBefore(app)
    if after.manifest != app.manifest:
        after = replace(after, manifest_version=app.manifest_version + 1)
    tx.apps.replace(after)
    tx.audit.append(
        SERVER_CHAIN, AuditEntry(act=Act.MANIFEST_PUBLISHED, by=by, app_id=app.id, data=_difference(app, after))
    )
    return Published(after, solve_cases_of_app(tx, policy, app.id, now))


def _the_app(tx: Transaction, file: ManifestFile, client_id: str | None) -> App | None:
    if client_id is not None:
        return tx.apps.by_client_id(client_id)
    named = [app for app in tx.apps.all() if app.name == file.name]
    return named[0] if len(named) == 1 else None


def _with(app: App, file: ManifestFile) -> App:
    return replace(
        app,
        name=file.name,
        description=file.description,
        support=file.support,
        redirect_uris=file.redirect_uris,
        manifest=file.manifest,
    )


def _difference(before: App, after: App) -> dict[str, object]:
    """Old and new of what differs, as plain JSON data; of the scopes what came and what went."""
    was, now = before.manifest, after.manifest
    kinds = ("required", "conditionally_required", "optional")
    scopes = {
        kind: {
            "added": sorted(getattr(now, kind) - getattr(was, kind)),
            "removed": sorted(getattr(was, kind) - getattr(now, kind)),
        }
        for kind in kinds
        if getattr(now, kind) != getattr(was, kind)
    }
    fields = [
        name
        for name in ("name", "description", "support", "redirect_uris")
        if getattr(before, name) != getattr(after, name)
    ]
    return {"version": after.manifest_version, "scopes": scopes, "fields": fields}
