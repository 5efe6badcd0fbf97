"""One settings file, read from top to bottom: a laptop needs no variables, a half-configured server refuses to start.

SITE_ADDRESS decides which of the two this is. Without it the site runs on a laptop: SQLite and a secret key made on the
spot, both kept in var/. With it (https://…) the site is a server, and SECRET_KEY must be given.
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import env
from js_asset import static_lazy

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env(str(BASE_DIR / ".env"))

# Where everything lives that is not code: database, uploads, collected static files, the laptop's secret key.
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
SITE_ADDRESS = env.str("SITE_ADDRESS", "").rstrip("/")
IS_SERVER = bool(SITE_ADDRESS)
DEBUG = env.bool("DEBUG", False)


def kept_secret_key():
    """The laptop's own secret key: made once, readable by its owner only, kept in the data folder."""
    file, draft = DATA_DIR / "secret_key", DATA_DIR / f".secret_key.{os.getpid()}"
    if not file.exists():
        try:
            DATA_DIR.mkdir(parents=True, exist_ok=True)
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(50))
            draft.replace(file)
        except OSError as error:
            draft.unlink(missing_ok=True)
            sys.exit(f"Nothing can be written to {DATA_DIR}: {error.strerror}.")
    return file.read_text()


if IS_SERVER:
    address = urlsplit(SITE_ADDRESS)
    if address.scheme != "https" or not address.hostname:
        raise ImproperlyConfigured(f"SITE_ADDRESS must be an https:// address, not {SITE_ADDRESS!r}")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG and SITE_ADDRESS exclude each other: a server never shows its insides")
    SECRET_KEY = env.str("SECRET_KEY", "")
    if not SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY must be set beside SITE_ADDRESS")
    ALLOWED_HOSTS = [address.hostname]
    CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
else:
    SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret_key()
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "modeltranslation",
    "sme2go_site.apps.FrameConfig",
    "partners",
    "news",
    "sme2go_site.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_countries",
    "django_prose_editor",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "sme2go_site.urls"
WSGI_APPLICATION = "sme2go_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sme2go_site.frame.frame",
                "partners.funding.funding",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

# --- Database: SQLite is the embedded default; PostgreSQL by DATABASE_URL -----------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'sme2go.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Languages ----------------------------------------------------------------------------------------------------------
# A fifth language is a line here, its migrations, a message file and an address word.
LANGUAGES = [("sv", "Svenska"), ("en", "English"), ("et", "Eesti"), ("fi", "Suomi")]
LANGUAGE_CODE = "en"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ()}  # nothing is silently mixed
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["sme2go_site.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"  # the clock of the project's news desk, in every language
# The cookie is the writers' choice in the admin; readers never get one.
LANGUAGE_COOKIE_NAME = "desk_language"
LANGUAGE_COOKIE_PATH = "/admin/"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Files --------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Headers ------------------------------------------------------------------------------------------------------------
# Readers: no script, no style but ours, nothing from another host. The admin's own policy stands in desk.py.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sme2go_site.views.form_refused"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
CSRF_COOKIE_HTTPONLY = True

# --- Sign-in ------------------------------------------------------------------------------------------------------------
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Logging: errors to standard error, where the process manager reads them ---------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Whoever knocks under another host's name is turned away: no error of ours.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
}

# --- The editor: our own extensions beside the library's; none brings a tag that those do not bring already --------------
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy(f"admin/{file}.js")], "extensions": {extension: "sme2go_site.richtext.no_more_tags"}}
    for file, extension in {
        "quotation": "Quotation",
        "library": "LibraryFigure",
        "paste": "PasteFilter",
        "link_picker": "SiteLink",
    }.items()
]
