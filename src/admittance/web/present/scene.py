"""Everything the words of a refusal speak about: app, account, plan, and the people who can help."""

from collections.abc import Sequence

from admittance.core.levels import Level
from admittance.core.policy import Policy
from admittance.core.reasons import Audience, MarketplaceMissing, PermissionMissing, Reason
from admittance.core.requirements import Right
from admittance.explain.people import Person, Scene
from admittance.usecases.fixers import may_change_plan
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, Member, User
from admittance.usecases.who_mends import Menders, can_give, who_mends
from admittance.web.present.reader import Reader, access_of, developer_of


def scene_of(
    tx: Transaction,
    reader: Reader,
    account: Account,
    app: App,
    installer_id: int,
    reasons: Sequence[Reason] = (),
    *,
    about: User | None = None,
    viewer_id: int | None = None,
) -> Scene:
    """The scene of an attempt, read now. With `about`, the reader is somebody else than the person who would connect:
    `viewer_id`, who stands first and as "You" among those who can mend.

    Only people who can really give what `reasons` lack are named (nobody grants what they do not hold). The person may
    change the plan where that is theirs to do.
    """
    policy = reader.catalogue.policy
    menders = who_mends(tx, policy, account.id, installer_id)
    fixers = _fixers(policy, reader, menders, missing_rights(policy, reasons))
    if may_change_plan(tx, policy, account.id, installer_id):
        own = Person(installer_id, about.name if about else reader.words.gettext("You"))
        fixers[Audience.PLAN_OWNER] = (own, *fixers[Audience.PLAN_OWNER])
    if viewer_id is not None:
        fixers = {audience: _you_first(people, viewer_id, reader) for audience, people in fixers.items()}
    return Scene(
        app=app.name,
        account=account.name,
        product=reader.settings.product_name,
        developer=developer_of(app),
        operator=reader.operator,
        plans=reader.catalogue.plan_labels(tx.accounts.subscriptions(account.id), reader.language.value),
        fixers=fixers,
        about=about.name if about else "",
    )


def missing_rights(policy: Policy, reasons: Sequence[Reason]) -> int:
    """The mask of what the nearest way out of every permission reason gives."""
    mask = 0
    for reason in reasons:
        if isinstance(reason, PermissionMissing) and reason.ways:
            for part in reason.ways[0]:
                mask |= policy.right_mask(Right(part.permission, part.needed))
        elif isinstance(reason, MarketplaceMissing):
            mask |= policy.right_mask(policy.marketplace or Right(reason.permission, Level.ON))
    return mask


def _fixers(policy: Policy, reader: Reader, menders: Menders, needed: int) -> dict[Audience, tuple[Person, ...]]:
    able = [member for member in menders.admins if can_give(policy, member, needed)]
    return {
        Audience.ADMIN: tuple(_person(member, reader) for member in able),
        Audience.PLAN_OWNER: tuple(_person(member, reader) for member in menders.plan_owners),
    }


def _you_first(people: tuple[Person, ...], viewer_id: int, reader: Reader) -> tuple[Person, ...]:
    word = reader.words.gettext("You")
    you = tuple(Person(one.user_id, word, one.note) for one in people if one.user_id == viewer_id)
    return you + tuple(one for one in people if one.user_id != viewer_id)


def _person(member: Member, reader: Reader) -> Person:
    return Person(member.user.id, member.user.name, access_of(member.membership, reader))
