"""Who reads a page and in which words: what every presenter needs beside its own values."""

from gettext import NullTranslations

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.config import Settings
from admittance.explain.labels import Labels
from admittance.explain.languages import Language, translations
from admittance.explain.people import Contact
from admittance.usecases.records import App, Membership
from admittance.web.pages.parts import BackToApp, Mark, app_mark


class Reader(Struct, frozen=True, kw_only=True):
    """A language with its words, the catalogue's names in it, and the server's own settings."""

    language: Language
    catalogue: Catalogue
    settings: Settings

    @property
    def words(self) -> NullTranslations:
        """The translations of the language."""
        return translations(self.language)

    @property
    def labels(self) -> Labels:
        """The catalogue's names in the language."""
        return self.catalogue.labels(self.language.value)

    @property
    def operator(self) -> Contact:
        """Whoever runs this server."""
        name = self.settings.operator_name or self.words.gettext("Whoever runs this server")
        return Contact(name, self.settings.operator_email)


def developer_of(app: App) -> Contact:
    """The support contact of the app's manifest."""
    return Contact(app.maker, app.support.email, app.support.url or app.support.documentation_url)


def mark_of(app: App) -> Mark:
    """The app's square: initials and a colour that its client id decides."""
    return app_mark(app.client_id, app.name)


def back_to(app: App, url: str | None) -> BackToApp | None:
    """The way back to a trusted redirect URI; None where there is none."""
    return BackToApp(app.name, url) if url else None


def access_of(membership: Membership, reader: Reader) -> str:
    """What a person is in the account: Super Admin, a permission set's name, or Custom access."""
    return access_text(reader, super_admin=membership.super_admin, permission_set=membership.permission_set)


def access_text(reader: Reader, *, super_admin: bool, permission_set: str | None) -> str:
    """The same from its parts."""
    if super_admin:
        return reader.words.gettext("Super Admin")  # a proper name: the same in every language
    if permission_set is not None:
        return reader.catalogue.permission_set_label(permission_set, reader.language.value)
    return reader.words.gettext("Custom access")
