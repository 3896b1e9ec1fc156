"""Makes the database and fills it through the peer's own models: one app, one person, codes and tokens."""

import json
import os
import sys
import time
from pathlib import Path
from secrets import token_urlsafe

from models import AuthorizationCode, Base, Client, Token, User, engine, session

SCOPE = "oauth crm.objects.contacts.read crm.objects.contacts.write"
REDIRECT_URI = "https://app.example/callback"


def main(directory: Path, codes: int, tokens: int) -> None:
    """Write the database and `pools.json` into `directory`."""
    Base.metadata.create_all(engine)
    user = User(name="installer")
    session.add(user)
    session.flush()
    client_id, secret = token_urlsafe(18), token_urlsafe(32)
    client = Client(client_id=client_id, client_secret=secret, client_id_issued_at=int(time.time()))
    client.set_client_metadata(
        {
            "client_name": "bench",
            "redirect_uris": [REDIRECT_URI],
            "scope": SCOPE,
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_post",
        }
    )
    session.add(client)
    now = int(time.time())
    # A code lives 300 s from `auth_time`; the whole run takes longer.
    made = [
        AuthorizationCode(
            code=token_urlsafe(36), client_id=client_id, user_id=user.id, redirect_uri=REDIRECT_URI, scope=SCOPE,
            response_type="code", auth_time=now + 86_400,
        )
        for _ in range(codes)
    ]  # fmt: skip
    session.add_all(made)
    issued = [
        Token(
            client_id=client_id, user_id=user.id, token_type="Bearer", scope=SCOPE, expires_in=86_400, issued_at=now,
            access_token=token_urlsafe(31), refresh_token=token_urlsafe(36),
        )
        for _ in range(tokens)
    ]  # fmt: skip
    session.add_all(issued)
    session.commit()
    pools = {
        "client_id": client_id,
        "client_secret": secret,
        "redirect_uri": REDIRECT_URI,
        "codes": [code.code for code in made],
        "refresh_tokens": [token.refresh_token for token in issued],
        "access_tokens": [token.access_token for token in issued],
    }
    (directory / "pools.json").write_text(json.dumps(pools))


if __name__ == "__main__":
    main(Path(os.environ["BENCH_DIR"]), int(sys.argv[1]), int(sys.argv[2]))
