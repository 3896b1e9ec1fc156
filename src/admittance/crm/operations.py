"""What can be done with records: the same operations for every object type."""

from admittance.crm import told
from admittance.crm.answers import BatchOf, ObjectAnswer, PageAnswer, SearchAnswer
from admittance.crm.batch import archive_objects, read_objects
from admittance.crm.batch_writes import create_objects, update_objects, upsert_objects
from admittance.crm.bodies import BatchCreateBody, BatchIdsBody, BatchReadBody, BatchUpdateBody, ChangeBody, RecordBody
from admittance.crm.merging import MergeBody, merge_objects
from admittance.crm.objects import archive_object, create_object, get_object, list_objects, update_object
from admittance.crm.operation import Operation
from admittance.crm.search import SearchBody, search_objects
from admittance.http.call_rates import RatePolicy
from admittance.http.routes import Answer

ONE = "/{record_id}"

OPERATIONS = (
    Operation(
        name="list",
        methods=("GET",),
        act=list_objects,
        parameters=told.OF_A_LIST,
        about="List {0} by id.",
        answers=(Answer(200, "A page.", PageAnswer),),
    ),
    Operation(
        name="create",
        methods=("POST",),
        act=create_object,
        parameters=(told.IDEMPOTENCY_KEY,),
        about="Create one of {0}, with associations.",
        writes=True,
        body=RecordBody,
        answers=(Answer(201, "The new record.", ObjectAnswer),),
        errors=(400, 401, 403, 409),
    ),
    Operation(
        name="search",
        methods=("POST",),
        tail="/search",
        act=search_objects,
        about="Search {0} by text and filters.",
        policy=RatePolicy.SEARCH,
        body=SearchBody,
        answers=(Answer(200, "A page.", SearchAnswer),),
    ),
    Operation(
        name="merge",
        methods=("POST",),
        tail="/merge",
        act=merge_objects,
        about="Merge one of {0} into another.",
        writes=True,
        body=MergeBody,
        answers=(Answer(200, "The record that both are now.", ObjectAnswer),),
        errors=(400, 401, 403, 404),
    ),
    Operation(
        name="batch_read",
        methods=("POST",),
        tail="/batch/read",
        act=read_objects,
        parameters=(told.ARCHIVED,),
        about="Read up to 100 {0}.",
        body=BatchReadBody,
        answers=(
            Answer(200, "All of them.", BatchOf[ObjectAnswer]),
            Answer(207, "Those that are there.", BatchOf[ObjectAnswer]),
        ),
    ),
    Operation(
        name="batch_create",
        methods=("POST",),
        tail="/batch/create",
        act=create_objects,
        about="Create up to 100 {0}.",
        writes=True,
        body=BatchCreateBody,
        answers=(
            Answer(201, "The new records.", BatchOf[ObjectAnswer]),
            Answer(207, "Those without a mistake.", BatchOf[ObjectAnswer]),
        ),
    ),
    Operation(
        name="batch_update",
        methods=("POST",),
        tail="/batch/update",
        act=update_objects,
        about="Change up to 100 {0}, each by id or by a unique property.",
        writes=True,
        body=BatchUpdateBody,
        answers=(
            Answer(200, "The records.", BatchOf[ObjectAnswer]),
            Answer(207, "Those without a mistake.", BatchOf[ObjectAnswer]),
        ),
    ),
    Operation(
        name="batch_upsert",
        methods=("POST",),
        tail="/batch/upsert",
        act=upsert_objects,
        about="Change up to 100 {0} by a unique property, or create them.",
        writes=True,
        body=BatchUpdateBody,
        answers=(
            Answer(200, "The records.", BatchOf[ObjectAnswer]),
            Answer(207, "Those without a mistake.", BatchOf[ObjectAnswer]),
        ),
    ),
    Operation(
        name="batch_archive",
        methods=("POST",),
        tail="/batch/archive",
        act=archive_objects,
        about="Archive up to 100 {0}.",
        writes=True,
        body=BatchIdsBody,
        answers=(Answer(204, "They are archived."),),
    ),
    Operation(
        name="get",
        methods=("GET",),
        tail=ONE,
        act=get_object,
        parameters=told.OF_A_RECORD,
        about="Read one of {0} by id or by a unique property.",
        answers=(Answer(200, "The record.", ObjectAnswer),),
        errors=(400, 401, 403, 404),
    ),
    Operation(
        name="update",
        methods=("PATCH",),
        tail=ONE,
        act=update_object,
        parameters=(told.ID_PROPERTY, told.IF_MATCH),
        about="Change properties of one of {0}.",
        writes=True,
        body=ChangeBody,
        answers=(Answer(200, "The record as it is now.", ObjectAnswer),),
        errors=(400, 401, 403, 404, 409, 412),
    ),
    Operation(
        name="archive",
        methods=("DELETE",),
        tail=ONE,
        act=archive_object,
        parameters=(told.IF_MATCH,),
        about="Archive one of {0}.",
        writes=True,
        answers=(Answer(204, "It is archived."),),
        errors=(400, 401, 403, 404, 412),
    ),
)
