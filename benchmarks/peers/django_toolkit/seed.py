"""Makes the database and fills it through the peer's own models: one app, one person, codes and tokens."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken, set_token_value  # noqa: E402

SCOPE = "oauth crm.objects.contacts.read crm.objects.contacts.write"
REDIRECT_URI = "https://app.example/callback"


def main(directory: Path, codes: int, tokens: int) -> None:
    """Write the database and `pools.json` into `directory`."""
    call_command("migrate", verbosity=0)
    secret = token_urlsafe(32)
    user = User.objects.create(username="installer")
    app = Application.objects.create(
        name="bench",
        user=user,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=REDIRECT_URI,
        client_secret=secret,
        hash_client_secret=False,
        skip_authorization=True,
    )
    later = timezone.now() + timedelta(days=1)
    grants = [
        Grant(user=user, code=token_urlsafe(22), application=app, expires=later, redirect_uri=REDIRECT_URI, scope=SCOPE)
        for _ in range(codes)
    ]
    Grant.objects.bulk_create(grants, batch_size=1000)
    with transaction.atomic():
        access, refresh = make_tokens(user, app, later, tokens)
    pools = {
        "client_id": app.client_id,
        "client_secret": secret,
        "redirect_uri": REDIRECT_URI,
        "codes": [grant.code for grant in grants],
        "refresh_tokens": refresh,
        "access_tokens": access,
    }
    (directory / "pools.json").write_text(json.dumps(pools))


def make_tokens(user: User, app: Application, later: object, count: int) -> tuple[list[str], list[str]]:
    """`count` access tokens, and `count` refresh tokens that belong to others: a refresh replaces its access token."""
    to_introspect = [make_access(user, app, later) for _ in range(count)]
    to_refresh = []
    for _ in range(count):
        token = RefreshToken(user=user, application=app, access_token=make_access(user, app, later)[0])
        to_refresh.append(token_urlsafe(22))
        set_token_value(token, to_refresh[-1])
        token.save()
    return [text for _, text in to_introspect], to_refresh


def make_access(user: User, app: Application, later: object) -> tuple[AccessToken, str]:
    """A stored access token and its text."""
    text = token_urlsafe(22)
    token = AccessToken(user=user, application=app, expires=later, scope=SCOPE)
    set_token_value(token, text)
    token.save()
    return token, text


if __name__ == "__main__":
    main(Path(os.environ["BENCH_DIR"]), int(sys.argv[1]), int(sys.argv[2]))
