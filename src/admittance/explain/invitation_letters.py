"""The mail to somebody who is asked into an account. See `letters` for what holds of every letter."""

from gettext import NullTranslations

from admittance.explain.letters import Words, letter


def invited(account: str, by: str, path: str, t: NullTranslations) -> Words:
    """To a person who is on the server already: nothing happens until they have said yes."""
    names = {"account": account, "person": by}
    subject = t.gettext("%(person)s invites you to %(account)s") % names
    text = t.gettext("%(person)s invites you to %(account)s. You are a member once you have accepted on this page.")
    return letter(subject, text % names, "", path)
