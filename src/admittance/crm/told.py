"""What reads take in their queries, and writes in their headers, as the documentation tells it."""

from typing import Annotated

from msgspec import Meta

from admittance.http.routes import Parameter

PROPERTIES = Parameter(name="properties", about="Names of properties to show, comma separated or repeated.")
ASSOCIATIONS = Parameter(name="associations", about="Object types whose associations to show, comma separated.")
ARCHIVED = Parameter(name="archived", about="Archived ones instead of live ones.", kind=bool)
ID_PROPERTY = Parameter(name="idProperty", about="A unique property that the path's value is of.")
AFTER = Parameter(name="after", about="The cursor that the page before gave.")
EMAIL = Parameter(name="email", about="The one with this e-mail address.")
IF_MATCH = Parameter(name="If-Match", about="The version that the record must still have.", header=True)
IDEMPOTENCY_KEY = Parameter(
    name="Idempotency-Key", about="The same request under the same key within a day is done once.", header=True
)


def limit(most: int) -> Parameter:
    """How many come on a page."""
    return Parameter(name="limit", about="How many come on a page.", kind=Annotated[int, Meta(ge=1, le=most)])


OF_A_RECORD = (PROPERTIES, ASSOCIATIONS, ARCHIVED, ID_PROPERTY)
OF_A_LIST = (limit(100), AFTER, PROPERTIES, ASSOCIATIONS, ARCHIVED)
OF_LINKS = (limit(500), AFTER)
