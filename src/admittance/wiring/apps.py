"""What the operator does to apps from the command line, while no server runs."""

from pathlib import Path

from admittance.http.services import Services
from admittance.usecases.manifest_file import BadManifest, read_manifest
from admittance.usecases.publish_manifest import AsBefore, NoSuchApp, Published, publish_manifest
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import act_in


def publish(data_dir: Path, file: Path, client_id: str | None) -> str | CannotStart:
    """Publish an `app-hsmeta.json`; what has changed, as lines. Every mistake in the file is told, and nothing done."""
    try:
        raw = file.read_bytes()
    except OSError as problem:
        return CannotStart(f"{file} can't be read: {problem.strerror}")
    return act_in(data_dir, lambda services: _publish(services, file, raw, client_id))


async def _publish(services: Services, file: Path, raw: bytes, client_id: str | None) -> str | CannotStart:
    read = read_manifest(raw, services.catalogue)
    if isinstance(read, BadManifest):
        return CannotStart("\n".join(f"{file}: {mistake}" for mistake in read.mistakes))
    policy, now = services.catalogue.policy, services.clock.now()
    done = await services.store.write(
        lambda tx: publish_manifest(tx, policy, read, now, client_id=client_id, by="operator")
    )
    match done:
        case Published():
            return _published(done)
        case AsBefore():
            return f"{done.app.name} is like that already: version {done.app.manifest_version} stays."
        case NoSuchApp():
            return CannotStart(_no_such_app(done, read.name, client_id))


def _published(done: Published) -> str:
    cases = "1 waiting case closed" if done.solved == 1 else f"{done.solved} waiting cases closed"
    return f"{done.app.name}: version {done.app.manifest_version} is published, {cases}. What was granted stays."


def _no_such_app(done: NoSuchApp, name: str, client_id: str | None) -> str:
    wanted = f"has the client id {client_id}" if client_id else f"alone is called {name!r}; name one with --client-id"
    apps = "".join(f"\n  {client}  {app}" for app, client in done.names)
    return f"no app {wanted}. There are:{apps}" if apps else "there is no app yet"
