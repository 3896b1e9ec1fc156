"""The developers of the demo's apps: people of no account, one for each app."""

from msgspec import Struct

from admittance.demo.apps import FORMWORK, ORDERLY, RINGLANE


class DemoDeveloper(Struct, frozen=True):
    """A person who develops the app `app_id`; `id` is the user id. The password is everybody's."""

    id: int
    first_name: str
    last_name: str
    email: str
    app_id: int
    about: str


DEVELOPERS = (
    DemoDeveloper(121, "Freja", "Holst", "freja.holst@orderly.example", ORDERLY, "develops Orderly Sync"),
    DemoDeveloper(122, "Tuuli", "Wirta", "tuuli.wirta@formwork.example", FORMWORK, "develops Formwork Campaigns"),
    DemoDeveloper(123, "Owen", "Marsh", "owen.marsh@ringlane.example", RINGLANE, "develops Ringlane Phone"),
)
