"""The mail that tells an invited person, from whichever edge the invitation came."""

from admittance.core.tokens import Token, TokenKind
from admittance.explain.languages import Language, translations
from admittance.http.services import Services
from admittance.usecases.people.invite_user import Invited
from admittance.usecases.records import User


def reset_link(base_url: str, reset_id: int, secret: str) -> str:
    """The one-time link. It is written into one mail, or printed once for the operator, and nowhere else."""
    return f"{base_url}/reset-password/{Token(TokenKind.RESET, 0, reset_id, secret).written()}"


def invitation_link(base_url: str, outcome: Invited, secret: str) -> str:
    """Where an invited person chooses a password."""
    return reset_link(base_url, outcome.link.id, secret)


async def mail_invitation(services: Services, by: User, outcome: Invited, link: str, language: Language) -> bool:
    """Whether the mail was taken. In the language of whom it is for; in `language` where that is not known yet."""
    invited, account = outcome.user, outcome.account
    if not services.mail.configured:
        return False
    words = translations(Language(invited.language) if invited.language in set(Language) else language)
    named = {"person": by.name, "account": account.name}
    subject = words.gettext("You are in %(account)s on Admittance") % named
    body = words.gettext("%(person)s added you to %(account)s.") % named
    body += "\n\n" + words.gettext("Choose a password here. The link works once:") + f"\n\n{link}\n"
    return await services.mail.send(invited.email, subject, body)
