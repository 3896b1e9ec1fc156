import msgspec

from admittance.core.remedies.remedy import Remedies
from tests.core.acme import manifest
from tests.core.remedies.hub import AUTOMATION, CONTACTS, LISTS, REPORTS, TERMS, WORKFLOWS, mend, question


def test_remedies_can_be_stored_and_read_again() -> None:
    """Remedies are data, names and levels only: written as JSON and read back they are the same."""
    app = manifest(f"{CONTACTS} {AUTOMATION}", "", REPORTS)
    asked = question(app, f"{CONTACTS} {REPORTS}", held=(f"{WORKFLOWS}:on", f"{LISTS}:on"), installed=False)
    found = mend(asked, terms=TERMS, most=1_000)
    kinds = {type(remedy.permission).__name__ for remedy in found.found}
    assert kinds == {"GrantRights", "AssignSet", "ElevateRights", "ElevateSuperAdmin", "MakeSuperAdmin"}
    assert msgspec.json.decode(msgspec.json.encode(found), type=Remedies) == found
