"""What links take besides the scopes of the record they start from. A link belongs to both its ends."""

from collections.abc import Iterable

from admittance.crm.access import Caller, both, lacking
from admittance.crm.problem import Problem
from admittance.http.services import Services
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES
from admittance.usecases.crm.create_record import AskedRecord
from admittance.usecases.crm.object_types import ObjectType, ScopeSets, object_type


def reaching(target: ObjectType) -> ScopeSets:
    """What pointing at a record takes: the right to read it or to write it."""
    return (*target.read, *target.write)


def link_scopes(origin: ObjectType, target: ObjectType) -> ScopeSets:
    """What making and ending links takes: writing the one record, and reaching the other."""
    return both(origin.write, reaching(target))


def scopes_of_new_links(asked: Iterable[AskedRecord | Problem]) -> ScopeSets:
    """What the associations of new records take. A type that is none takes nothing: it is told later."""
    types = {
        found.target
        for record in asked
        if isinstance(record, AskedRecord)
        for link in record.associations
        if (found := ASSOCIATION_TYPES.get(link.type_id)) is not None
    }
    needed: ScopeSets = ((),)
    for target in map(object_type, sorted(types)):
        needed = needed if target is None else both(needed, reaching(target))
    return needed


def unreadable(services: Services, caller: Caller, targets: Iterable[ObjectType]) -> Problem | None:
    """What keeps a read from showing associations with `targets`; None where nothing does."""
    return next((found for kind in targets if (found := lacking(services, caller, kind.read)) is not None), None)
