"""Django and django-oauth-toolkit, set to be as fast as their documentation allows.

No middleware, no debug, persistent connections, SQLite in WAL mode, and the client secret stored as it is
(`hash_client_secret=False` in `seed.py`): by default each request would cost a PBKDF2 of its own. SQLite's default of
synchronous=FULL stays: an answer is on disk when it is sent, as with Admittance.
"""

import os
from pathlib import Path

SYNCHRONOUS = os.environ.get("BENCH_SYNCHRONOUS", "FULL")
SECRET_KEY = "benchmark"  # nothing is signed with it
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "urls"
WSGI_APPLICATION = "wsgi.application"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"]
MIDDLEWARE: list[str] = []
USE_TZ = True
USE_I18N = False
LOGGING_CONFIG = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(os.environ["BENCH_DIR"]) / "peer.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # A transaction that reads first and writes later would otherwise fail under load.
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={SYNCHRONOUS}; PRAGMA cache_size=-64000",
        },
    }
}
OAUTH2_PROVIDER = {
    "SCOPES": {
        "crm.objects.contacts.read": "Read contacts",
        "crm.objects.contacts.write": "Change contacts",
        "oauth": "Connect",
    },
    "PKCE_REQUIRED": False,
    # The refresh token stays, as it does with everybody else here; it is also what is faster.
    "ROTATE_REFRESH_TOKEN": False,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 1800,
}
