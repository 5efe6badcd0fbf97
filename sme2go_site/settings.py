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

from .uploads import uploads_storage

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
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
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
    "allauth.account.middleware.AccountMiddleware",
    "sme2go_site.signin.session_activity",
    "sme2go_site.signin.second_factor",
    "sme2go_site.views.store_away",
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
    # Kept open: on a full disk no connection can be made anew, and readers are to be answered all the same.
    DATABASES["default"]["CONN_MAX_AGE"] = None
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

# --- Search: dictionaries depend on the installed libraries alone, so several sites on a machine may share theirs -----------
SEARCH_MENDS_ITSELF = True  # an index that is not whole is built by whoever meets it first
DICTIONARIES = Path(env.str("DICTIONARIES", str(DATA_DIR / "dictionaries")))

# --- Files --------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": uploads_storage(env.str("UPLOADS_URL", "")),
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

# --- Sign-in: all of it under /admin/, where the cookies are ---------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["sme2go_site.credentials.Backend"]
ACCOUNT_ADAPTER = "sme2go_site.signin.Adapter"
USERSESSIONS_ADAPTER = "sme2go_site.signin.SessionsAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]  # closed; the check of settings wants it
ACCOUNT_EMAIL_VERIFICATION = "none"
FORMS = {"login": "LoginForm", "change_password": "ChangePasswordForm", "reset_password": "ResetPasswordForm",
         "reset_password_from_key": "ResetPasswordKeyForm", "reauthenticate": "ReauthenticateForm"}  # fmt: skip
ACCOUNT_FORMS = {page: f"sme2go_site.account_forms.{form}" for page, form in FORMS.items()}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 2 * 3600  # seconds
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "SME2GO: "
# By address and by account; a lock holds against the right password, too.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "10/m/ip,3/15m/key"}
USERSESSIONS_TRACK_ACTIVITY = True
MFA_ADAPTER = "sme2go_site.signin.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
FORMS = {"authenticate": "AuthenticateForm", "reauthenticate": "ReauthenticateByCodeForm",
         "activate_totp": "ActivateTOTPForm", "login_webauthn": "LoginWebAuthnForm",
         "authenticate_webauthn": "AuthenticateWebAuthnForm", "reauthenticate_webauthn": "ReauthenticateWebAuthnForm",
         "add_webauthn": "AddWebAuthnForm", "edit_webauthn": "EditWebAuthnForm"}  # fmt: skip
MFA_FORMS = {page: f"sme2go_site.account_forms.{form}" for page, form in FORMS.items()}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SME2GO"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SERVER  # a laptop has no certificate
SECOND_FACTOR_REQUIRED = IS_SERVER
SESSION_COOKIE_AGE = 14 * 24 * 3600
# How many proxies stand before a server: whose word is taken for the address of who asks.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1 if IS_SERVER else 0)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sme2go_site.password_rules.LongEnough"},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
        for name in ("UserAttributeSimilarity", "CommonPassword", "NumericPassword")
    ),
]

# --- Cache and e-mail -----------------------------------------------------------------------------------------------------
# Limits of signing in are counted in the cache, so all workers must share it: files do, a worker's own memory does not.
if CACHE_URL := env.str("CACHE_URL", ""):
    CACHES = {
        "default": {
            "BACKEND": "sme2go_site.limits.RedisCacheOrMemory",
            "LOCATION": CACHE_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "sme2go_site.limits.FileCacheOrMemory",
            "LOCATION": DATA_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
globals().update(env.dj_email_url("EMAIL_URL", "console:"))
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", "SME2GO <noreply@localhost>")

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
