"""Settings, all of them. What may differ between installations is read here, from the environment.

- SECONDWIND_DATA: the folder that holds everything
- SECONDWIND_PORT: the port `secondwind up` listens on
- SECONDWIND_DEBUG: "1" shows tracebacks in the browser and the page of components at /ui
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from secondwind.clock import this_zone
from secondwind.site.folder import data_folder, secret_in
from secondwind.tools.registry import TOOL_APPS

BASE = Path(__file__).resolve().parent.parent
DATA = data_folder()
PORT = int(os.environ.get("SECONDWIND_PORT", "8765"))
DEBUG = os.environ.get("SECONDWIND_DEBUG") == "1"

SECRET_KEY = secret_in(DATA)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "secondwind.site.urls"
WSGI_APPLICATION = "secondwind.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "secondwind.accounts",
    "secondwind.record",
    "secondwind.ui",
    *TOOL_APPS,
    "secondwind.web",
]

MIDDLEWARE = [
    "secondwind.web.gate.LoopbackOnly",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "secondwind.web.gate.EntryGate",
    "secondwind.web.moment.Moment",
    "secondwind.web.trouble.Sentences",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.static",
                "secondwind.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "secondwind.web.around.around",
            ],
        },
    }
]

# WAL lets pages be read while mail is being stored; IMMEDIATE takes the write lock at the start, so
# that two writers wait for each other instead of one of them giving up half way. What is deleted (an
# import undone) is overwritten in the file, not left in its free pages.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "secondwind.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=30000;"
            " PRAGMA secure_delete=ON;",
        },
    }
}

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
# Django writes this into the process's TZ, so it has to be the truth about the machine.
TIME_ZONE = this_zone()

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG

# One cookie a port, so that two programs on one machine do not log each other out.
SESSION_COOKIE_NAME = f"secondwind_{PORT}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_NAME = f"secondwind_csrf_{PORT}"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "secondwind.web.trouble.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# A mailbox is dropped into the browser as a file: it goes to disk, never into memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Its folder is ours, not the machine's /tmp, so that what a crash leaves there can be swept.
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "secondwind.site.logs.Plain"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": DATA / "secondwind.log",
            "maxBytes": 1_000_000,
            "backupCount": 2,
            "delay": True,
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["file"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["file"], "level": "WARNING", "propagate": False}},
}
