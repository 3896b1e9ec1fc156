"""Permissions and their levels in words, and what somebody lacks of them."""

from gettext import NullTranslations
from typing import assert_never

from admittance.core.levels import Level
from admittance.core.reasons import Shortfall
from admittance.explain.labels import Labels


def level_word(level: Level, t: NullTranslations) -> str:
    """The name of a level as the permission editor shows it."""
    match level:
        case Level.NONE:
            return t.pgettext("level", "None")
        case Level.OWNED:
            return t.pgettext("level", "Owned")
        case Level.TEAM:
            return t.pgettext("level", "Team")
        case Level.ALL:
            return t.pgettext("level", "All")
        case Level.OFF:
            return t.pgettext("level", "Off")
        case Level.ON:
            return t.pgettext("level", "On")
        case _:
            assert_never(level)


def needed_words(missing: Shortfall, labels: Labels, t: NullTranslations) -> str:
    """A missing permission with the lowest level that would do: "Contacts · Edit (Owned or more)"."""
    label = labels.permission_in_section(missing.permission)
    if missing.needed is Level.ON:
        return label
    if missing.needed is Level.ALL:
        return t.gettext("%(permission)s (All)") % {"permission": label}
    words = {"permission": label, "level": level_word(missing.needed, t)}
    return t.gettext("%(permission)s (%(level)s or more)") % words


def held_words(missing: Shortfall, about: str, t: NullTranslations) -> str:
    """What the person has of it instead. `about` names the person unless the reader is the one."""
    absent = missing.held in (Level.NONE, Level.OFF)
    words = {"person": about, "level": level_word(missing.held, t)}
    if about:
        return (t.gettext("Not on for %(person)s yet") if absent else t.gettext("%(person)s has %(level)s")) % words
    return (t.gettext("Not on for you yet") if absent else t.gettext("You have %(level)s")) % words
