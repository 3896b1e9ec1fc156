"""A Django site whose visitors sign in with django-allauth's HubSpot provider, on the port of its first argument."""

import json
import sys
from tempfile import mkdtemp
from typing import Any
from wsgiref.simple_server import make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

PORT, CREDENTIALS = int(sys.argv[1]), json.loads(sys.stdin.readline())

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{mkdtemp()}/site.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.hubspot",
    ],
    LOGIN_REDIRECT_URL="/me",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    # Tables made at once: a site that lives for one test has no history.
    MIGRATION_MODULES=dict.fromkeys(("account", "auth", "contenttypes", "sessions", "socialaccount")),
    ROOT_URLCONF=__name__,
    SECRET_KEY="a site that lives for one test",
    SOCIALACCOUNT_LOGIN_ON_GET=True,
    SOCIALACCOUNT_PROVIDERS={
        "hubspot": {
            "APPS": [CREDENTIALS],
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["oauth", "crm.objects.contacts.read"],
        }
    },
    SOCIALACCOUNT_STORE_TOKENS=True,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    USE_TZ=True,
)

django.setup()


def me(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and what allauth keeps of them."""
    from allauth.socialaccount.models import SocialAccount, SocialToken

    accounts: Any = SocialAccount.objects.all()
    return JsonResponse(
        {
            "email": getattr(request.user, "email", None),
            "accounts": [[one.provider, one.uid, one.extra_data["hub_id"]] for one in accounts],
            "tokens": [bool(one.token and one.token_secret) for one in SocialToken.objects.all()],
        }
    )


urlpatterns = [path("accounts/", include("allauth.urls")), path("me", me)]

if __name__ == "__main__":
    call_command("migrate", run_syncdb=True, verbosity=0)
    with make_server("127.0.0.1", PORT, get_wsgi_application()) as server:
        print(json.dumps({"listening": PORT}), flush=True)  # noqa: T201 - the test waits for it
        server.serve_forever()
