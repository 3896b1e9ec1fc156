"""Keeping the records: verify the audit chains, write checkpoints, back up, restore."""

from pathlib import Path
from typing import assert_never

import msgspec

from admittance.adapters.key_file import FILE_NAME, KeysUnreadable, load_keys
from admittance.clock import Clock
from admittance.http.services import Keys
from admittance.storage.audit_file import take_checkpoint, verify_audit
from admittance.storage.backup import BackedUp, CannotBackUp, backup
from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.restore import CannotRestore, Restored, restore
from admittance.usecases.audit_chain import (
    Checkpoint,
    CheckpointDiffers,
    CheckpointForged,
    EndMissing,
    Finding,
    PersonalChanged,
    RowChanged,
    RowOutOfPlace,
    RowsMissing,
    Verified,
)
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import no_database


def verified(data_dir: Path, checkpoint_file: Path | None) -> Verified | CannotStart:
    """What the chains say; also while a server runs."""
    keys = _keys_of(data_dir)
    if isinstance(keys, CannotStart):
        return keys
    checkpoint = _checkpoint(checkpoint_file) if checkpoint_file else None
    if isinstance(checkpoint, CannotStart):
        return checkpoint
    found = verify_audit(database_in(data_dir), keys.audit, checkpoint)
    return CannotStart(found.message) if isinstance(found, CannotOpen) else found


def checkpoint_text(data_dir: Path) -> str | CannotStart:
    """Count and head of every chain, sealed, as JSON."""
    keys = _keys_of(data_dir)
    if isinstance(keys, CannotStart):
        return keys
    taken = take_checkpoint(database_in(data_dir), keys.audit, Clock(lambda: 0).now())
    match taken:
        case Checkpoint():
            return msgspec.json.format(msgspec.json.encode(taken), indent=2).decode()
        case Verified():
            return CannotStart(f"the chains don't verify: {finding_in_words(taken.findings[0])}")
        case CannotOpen():
            return CannotStart(taken.message)


def back_up(data_dir: Path, to: Path) -> BackedUp | CannotStart:
    """A verified copy, also while a server runs."""
    keys = _keys_of(data_dir)
    if isinstance(keys, CannotStart):
        return keys
    made = backup(data_dir, to, keys.audit)
    return CannotStart(made.message) if isinstance(made, CannotBackUp) else made


def put_back(data_dir: Path, backup_file: Path) -> Restored | CannotStart:
    """A backup in place of the database of a stopped server."""
    keys = _keys(data_dir)
    if isinstance(keys, CannotStart):
        return keys
    done = restore(backup_file, data_dir, keys.audit, Clock(lambda: 0).now())
    return CannotStart(done.message) if isinstance(done, CannotRestore) else done


def finding_in_words(finding: Finding) -> str:
    """One finding as a sentence for the operator."""
    match finding:
        case RowChanged():
            return f"account {finding.account_id}, row {finding.seq}: it was changed after it was written"
        case RowsMissing():
            return f"account {finding.account_id}, rows {finding.first} to {finding.last}: they are gone"
        case RowOutOfPlace():
            return f"account {finding.account_id}, row {finding.seq}: it stands out of order"
        case PersonalChanged():
            return f"account {finding.account_id}, row {finding.seq}: the personal field {finding.field} was changed"
        case EndMissing():
            gone = f"{finding.last + 1} to {finding.expected}"
            return f"account {finding.account_id}: the checkpoint has seen rows {gone}, and they are gone"
        case CheckpointDiffers():
            return f"account {finding.account_id}, row {finding.seq}: the checkpoint has seen another row"
        case CheckpointForged():
            return "the checkpoint was not made with this server's key, or was edited"
        case _:
            assert_never(finding)


def _keys_of(data_dir: Path) -> Keys | CannotStart:
    missing = no_database(data_dir)
    return _keys(data_dir) if missing is None else missing


def _keys(data_dir: Path) -> Keys | CannotStart:
    """The keys that are there: new ones would fit no chain that was ever sealed."""
    if not (data_dir / FILE_NAME).is_file():
        return CannotStart(f"there is no {FILE_NAME} in {data_dir}: put the one there that the database was made with")
    keys = load_keys(data_dir)
    return CannotStart(keys.message) if isinstance(keys, KeysUnreadable) else keys


def _checkpoint(file: Path) -> Checkpoint | CannotStart:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Checkpoint)
    except OSError as problem:
        return CannotStart(f"{file} can't be read: {problem.strerror}")
    except msgspec.DecodeError:
        return CannotStart(f"{file} is not a checkpoint")
