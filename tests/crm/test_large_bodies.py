"""Bodies that hold as many names as they can: what they cost, and how much is answered."""

from collections.abc import Iterator, Mapping

import msgspec
import pytest

from admittance.crm.rendering import object_answers
from admittance.usecases.crm.object_types import CONTACTS as CONTACT_TYPE
from admittance.usecases.crm.properties import Property
from admittance.usecases.crm.records import Record
from tests.crm.world import CONTACTS, Client


class Counted(Mapping[str, Property]):
    """A contact's properties, counting how often one is looked for."""

    def __init__(self) -> None:
        self.looks = 0

    def __getitem__(self, name: str) -> Property:
        self.looks += 1
        return CONTACT_TYPE.properties[name]

    def __iter__(self) -> Iterator[str]:
        return iter(CONTACT_TYPE.properties)

    def __len__(self) -> int:
        return len(CONTACT_TYPE.properties)


def test_names_that_are_no_properties_are_looked_for_once() -> None:
    """However many records are found, each name that was asked for is looked for once, not once for each record."""
    counted = Counted()
    kind = msgspec.structs.replace(CONTACT_TYPE, properties=counted)
    one = Record(
        account_id=1, kind=kind, id=1, version=1, properties={"email": "a@b.example"}, created_at=1, updated_at=1
    )
    answers = object_answers([one] * 50, ["email", *map(str, range(1_000)), "email"])
    assert counted.looks < 1_000 + 50 * 10
    assert answers[49].properties == {
        "createdate": "1970-01-01T00:00:00.001Z",
        "hs_object_id": "1",
        "lastmodifieddate": "1970-01-01T00:00:00.001Z",
        "email": "a@b.example",
    }


@pytest.mark.anyio
async def test_a_body_of_mistakes_is_told_in_few_words(client: Client) -> None:
    """Of a thousand properties that are none two hundred are told, and how many there are besides."""
    said = await client.post(CONTACTS, {"properties": {f"none_{number}": "x" for number in range(1_000)}})
    assert said.status_code == 400
    assert len(said.json()["errors"]) == 200
    assert said.json()["message"].endswith("There are 800 more.")
