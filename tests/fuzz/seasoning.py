"""What is there, put in the place of what is random: otherwise nearly every request would end at its first check."""

import random
from typing import Any

from admittance.usecases.crm.association_types import ASSOCIATION_TYPES
from admittance.usecases.crm.object_types import OBJECT_TYPES
from admittance.usecases.crm.records import Operator
from tests.crm.world import A1, ASA, BO

_PLACES: dict[str, list[str]] = {
    "user_id": [str(ASA), str(BO), "bo@example.com"],
    "owner_id": [str(ASA), str(BO)],
    "hub_id": [str(A1)],
    "pipeline_id": ["default", "0", "1000"],
    "stage_id": ["closedwon", "1", "4", "1001"],
    "association_type": ["279", "1", "194", "contact_to_company", "call_to_contact"],
    "name": ["firstname", "hs_timestamp", "p_one", "p_two", "contactinformation", "g_one"],
}
_WORDS: dict[str, list[Any]] = {
    "operator": [one.value for one in Operator],
    "associationTypeId": sorted(ASSOCIATION_TYPES),
    "associationCategory": ["HUBSPOT_DEFINED"],
    "email": ["one@example.com", "two@example.com", "bo@example.com", "eva@example.com"],
    "name": _PLACES["name"],
    "propertyName": sorted({name for kind in OBJECT_TYPES for name in kind.properties}),
    "type": ["string"],
    "fieldType": ["text"],
    "client_secret": ["s"],
    "groupName": ["contactinformation", "dealinformation", "g_one"],
    "fixer": [str(ASA), str(BO)],
    "way": ["give_rights", "lend_super_admin"],
    "minutes": ["5", "600"],
    "message": ["Please."],
    "grant_type": ["refresh_token", "authorization_code"],
    "client_id": ["client-21"],
    "limit": [1, 10, 200],
}
_VALUES: dict[str, list[Any]] = {
    "firstname": ["Åsa", "", None, 7],
    "lastname": ["Öberg"],
    "email": ["one@example.com", "p1@example.com", None],
    "name": ["Fjord"],
    "dealname": ["Roof"],
    "amount": ["12.5", 7],
    "dealstage": ["closedwon", "1001"],
    "pipeline": ["default", "1000"],
    "subject": ["Help"],
    "hs_pipeline_stage": ["1"],
    "hs_timestamp": ["2026-01-01T00:00:00Z", 1_700_000_000_000],
    "hubspot_owner_id": [str(ASA)],
}
_OFTEN_LEFT_OUT = frozenset(
    {
        *("associations", "stageId", "roleId", "primaryTeamId", "secondaryTeamIds", "after", "options", "idProperty"),
        *("filterGroups", "filters", "sorts", "query", "hasUniqueValue", "metadata", "groupName", "token_type_hint"),
    }
)


def season(case: Any, records: dict[str, list[str]], chance: random.Random) -> None:
    """Change the path, the body, and what is asked about people, of a random request. Ids are of the type that stands
    beside them.
    """
    path = case.path_parameters
    origin = path.get("object_type") or path.get("from_type") or "contacts"
    of_links = {"type": _PLACES["association_type"]} if "from_type" in path else {}
    places = _PLACES | {
        "token": records["tokens"],
        "record_id": records.get(origin, records["contacts"]),
        "to_id": records.get(path.get("to_type", ""), records["companies"]),
    }
    if "hub_id" in path:
        places["name"] = records["cases"]
    for name in path:
        if name in places and chance.random() < 0.9:
            path[name] = chance.choice(places[name])
    if isinstance(case.body, dict | list):
        ids = {"id": places["record_id"] + places["to_id"]}
        ids |= dict.fromkeys(("objectIdToMerge", "primaryObjectId"), places["record_id"])
        words = _WORDS | ids | of_links | {"token": records["tokens"]}
        case.body = _seasoned(case.body, origin, words, chance)
    if "hub_id" in path and isinstance(case.query, dict) and "person" in case.query:
        case.query = case.query | {
            "person": chance.choice(["refused@example.com", *_WORDS["email"]]),
            "app": "client-21",
        }


def _seasoned(value: Any, origin: str, words: dict[str, list[Any]], chance: random.Random, key: str = "") -> Any:
    if key == "properties" and isinstance(value, dict):
        return _properties(origin, chance)
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if name not in _OFTEN_LEFT_OUT or chance.random() < 0.3}
        return {name: _seasoned(one, origin, words, chance, name) for name, one in kept.items()}
    if isinstance(value, list):
        return [_seasoned(one, origin, words, chance, key) for one in value]
    choices = words.get(key)
    return value if value is None or choices is None or chance.random() < 0.2 else chance.choice(choices)


def _properties(origin: str, chance: random.Random) -> dict[str, Any]:
    kind = next((one for one in OBJECT_TYPES if one.name == origin), OBJECT_TYPES[0])
    names = [name for name in _VALUES if name in kind.properties]
    chosen = chance.sample(names, chance.randint(0, min(3, len(names))))
    needed = [name for name, prop in kind.properties.items() if prop.required and chance.random() < 0.8]
    return {name: chance.choice(_VALUES.get(name, ["x"])) for name in (*chosen, *needed)}
