"""What a change of somebody's access would allow or break for the account's apps, before it is saved."""

from msgspec import Struct

from admittance.core.decide import Decision, Granted, Question, decide
from admittance.core.install_url import InstallUrl
from admittance.core.policy import Policy
from admittance.core.sufficing import permitted
from admittance.usecases.ports import Transaction
from admittance.usecases.question import question_for, rights_for_app
from admittance.usecases.records import Account, App, Connection, Install, Membership


class AppEffect(Struct, frozen=True, kw_only=True):
    """One installed app that the change touches: the person's decision as it is and as it would be.

    `connection` is the person's own, if they have one. `lost` are the scopes of it whose permission they hold now and
    would not hold any more; `regained` the other way round.
    """

    app: App
    before: Decision
    after: Decision
    connection: Connection | None
    lost: frozenset[str]
    regained: frozenset[str]

    @property
    def allows(self) -> bool:
        """Refused now, granted then."""
        return isinstance(self.after, Granted) and not isinstance(self.before, Granted)

    @property
    def breaks(self) -> bool:
        """Granted now, refused then."""
        return isinstance(self.before, Granted) and not isinstance(self.after, Granted)

    @property
    def offered_more(self) -> frozenset[str]:
        """Optional scopes that come within reach."""
        return _offered(self.after) - _offered(self.before)

    @property
    def offered_less(self) -> frozenset[str]:
        """Optional scopes that would be left out."""
        return _offered(self.before) - _offered(self.after)

    @property
    def matters(self) -> bool:
        """Whether there is anything to say."""
        both = isinstance(self.before, Granted) and isinstance(self.after, Granted)
        more_or_less = both and (self.offered_more or self.offered_less)
        return bool(self.allows or self.breaks or more_or_less or self.lost or self.regained)


def effects_of(
    tx: Transaction, policy: Policy, account: Account, before: Membership, after: Membership, now: int
) -> tuple[AppEffect, ...]:
    """Each installed app, by name, for which something would change.

    Asked is what the app's connections here ask: all that is required, the conditionally required scopes granted in the
    account before, and everything optional.
    """
    effects = []
    for install in tx.installs.in_account(account.id):
        app = tx.apps.get(install.app_id)
        if app is not None and app.enabled:
            effects.append(_effect(tx, policy, account, install, app, before, after, now))
    touched = (effect for effect in effects if effect.matters)
    return tuple(sorted(touched, key=lambda effect: (effect.app.name.casefold(), effect.app.id)))


def _effect(
    tx: Transaction,
    policy: Policy,
    account: Account,
    install: Install,
    app: App,
    before: Membership,
    after: Membership,
    now: int,
) -> AppEffect:
    manifest = app.manifest
    url = InstallUrl(manifest.required | (manifest.conditionally_required & install.granted), manifest.optional)
    connection = tx.connections.live(account.id, app.id, before.user_id)
    scopes = connection.granted if connection else frozenset[str]()

    def ask(membership: Membership) -> Question:
        return question_for(tx, policy, account, membership, app, url, now)

    was = permitted(policy, scopes, rights_for_app(tx, policy, before, app.id, now))
    will = permitted(policy, scopes, rights_for_app(tx, policy, after, app.id, now))
    return AppEffect(
        app=app,
        before=decide(policy, ask(before)),
        after=decide(policy, ask(after)),
        connection=connection,
        lost=was - will,
        regained=will - was,
    )


def _offered(decision: Decision) -> frozenset[str]:
    return decision.offered if isinstance(decision, Granted) else frozenset()
