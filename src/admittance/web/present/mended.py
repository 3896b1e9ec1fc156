"""What was in the way of an attempt and is so no more: on the person's own case it folds to one line."""

from admittance.core.decide import Refused
from admittance.core.reasons import Reason
from admittance.explain.reasons import explain
from admittance.usecases.case_view import CaseView
from admittance.usecases.ports import Transaction
from admittance.web.present.reader import Reader
from admittance.web.present.scene import scene_of


def mended(tx: Transaction, reader: Reader, view: CaseView) -> tuple[str, ...]:
    """The titles of the attempt's reasons that are gone, while others remain."""
    if not isinstance(view.standing, Refused) or view.app is None:
        return ()
    left = {_what(reason) for reason in view.standing.reasons}
    gone = tuple(reason for reason in view.case.reasons if _what(reason) not in left)
    if not gone:
        return ()
    scene = scene_of(tx, reader, view.account, view.app, view.case.user_id)
    return tuple(dict.fromkeys(explain(reason, scene, reader.labels, reader.words).title for reason in gone))


def _what(reason: Reason) -> tuple[type[Reason], str]:
    """Which reason it is, whatever has changed of its circumstances."""
    return type(reason), getattr(reason, "scope", "")
