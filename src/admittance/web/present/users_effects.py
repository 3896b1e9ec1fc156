"""What a change would allow or break for connected apps, in words."""

from typing import assert_never

from admittance.usecases.people.effects import AppEffect
from admittance.usecases.records import DriftPolicy
from admittance.web.pages.permission_editor import EffectLine
from admittance.web.present.reader import Reader, mark_of


def effect_lines(
    reader: Reader, effects: tuple[AppEffect, ...], name: str, policy: DriftPolicy
) -> tuple[EffectLine, ...]:
    """One or two lines for each app that the change touches."""
    return tuple(line for effect in effects for line in _lines(reader, effect, name, policy))


def _lines(reader: Reader, effect: AppEffect, name: str, policy: DriftPolicy) -> list[EffectLine]:
    words, about = reader.words, {"person": name, "app": effect.app.name}
    lines = []

    def add(kind: str, sentence: str, scopes: frozenset[str] = frozenset()) -> None:
        labels = tuple(reader.labels.scope(scope) for scope in sorted(scopes))
        lines.append(EffectLine(app=mark_of(effect.app), kind=kind, words=sentence % about, scopes=labels))

    if effect.allows:
        add("allows", words.gettext("%(person)s could connect %(app)s, which isn't possible now."))
    elif effect.breaks:
        add("breaks", words.gettext("%(person)s could no longer connect %(app)s."))
    else:
        if effect.offered_more:
            add("more", words.gettext("%(app)s could be given more when %(person)s connects it:"), effect.offered_more)
        if effect.offered_less:
            add("less", words.gettext("%(app)s would get less when %(person)s connects it:"), effect.offered_less)
    if effect.lost:
        add("drift", _drift(reader, policy), effect.lost)
    if effect.regained:
        add(
            "back",
            words.gettext("%(person)s would hold again what their connection to %(app)s rests on:"),
            effect.regained,
        )
    return lines


def _drift(reader: Reader, policy: DriftPolicy) -> str:
    words = reader.words
    match policy:
        case DriftPolicy.KEEP:
            return words.gettext("The connection of %(person)s to %(app)s goes on with rights they no longer hold:")
        case DriftPolicy.WARN:
            return words.gettext(
                "The connection of %(person)s to %(app)s goes on, and admins are told. They would no longer hold:"
            )
        case DriftPolicy.SUSPEND:
            return words.gettext(
                "The connection of %(person)s to %(app)s would be suspended. They would no longer hold:"
            )
        case _:
            assert_never(policy)
