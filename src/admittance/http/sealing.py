"""What a client secret is sealed with, so that webhooks can be signed with it."""

import secrets

from admittance.core.webhooks.signing import NONCE_LENGTH, sealing_key
from admittance.http.services import Services
from admittance.usecases.webhooks.subscribing import Sealing


def fresh_sealing(services: Services) -> Sealing:
    """The server's key with a nonce that nothing was sealed with before."""
    return Sealing(sealing_key(services.keys.forms), secrets.token_bytes(NONCE_LENGTH))
