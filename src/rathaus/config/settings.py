"""Settings from the environment. Every variable is listed in docs/operations.md; a test compares the two."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from rathaus.config.operations import logs


def _flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [entry.strip() for entry in os.environ.get(name, default).split(",") if entry.strip()]


SOURCE_DIR = Path(__file__).resolve().parent.parent
ROOT_DIR = SOURCE_DIR.parent.parent
RATHAUS_DATA = Path(os.environ.get("RATHAUS_DATA", ROOT_DIR / "var")).resolve()
os.umask(os.umask(0o077) | 0o027)  # what the house writes (database, blobs, logs) is nobody's else to read
RATHAUS_DEMO = _flag("RATHAUS_DEMO")
RATHAUS_BASE_URL = os.environ.get("RATHAUS_BASE_URL", "http://localhost:8000").rstrip("/")
RATHAUS_KEYS = RATHAUS_DATA / "keys"
RATHAUS_COOKBOOK = Path(os.environ.get("RATHAUS_COOKBOOK", ROOT_DIR / "cookbook"))
RATHAUS_STORAGE = os.environ.get("RATHAUS_STORAGE", "folder")
RATHAUS_CLAMD = os.environ.get("RATHAUS_CLAMD", "")  # unix:/run/clamav/clamd.ctl or tcp:host:3310; empty: no scanner
FILE_UPLOAD_HANDLERS = ["rathaus.foundation.storage.uploads.QuarantineUploadHandler"]

DEBUG = False


def _secret_key() -> str:
    """The first start writes `keys/secret-key` (0600), outside the database and so outside its dump."""
    if given := os.environ.get("RATHAUS_SECRET_KEY"):
        return given
    path = RATHAUS_KEYS / "secret-key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        RATHAUS_KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = secrets.token_urlsafe(50)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # two processes start at once: the first one's key counts
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
        return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _list("RATHAUS_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [RATHAUS_BASE_URL]

INSTALLED_APPS = [
    "rathaus.foundation.audit",
    "rathaus.foundation.events",
    "rathaus.foundation.tasks",
    "rathaus.foundation.storage",
    "rathaus.foundation.search",
    "rathaus.foundation.documents",
    "rathaus.foundation.permissions",
    "rathaus.foundation.law",
    "rathaus.foundation.mail",
    "rathaus.foundation.privacy",
    "rathaus.foundation.statistics",
    "rathaus.foundation.abuse",
    "rathaus.foundation.net",
    "rathaus.web",
    "rathaus.modules.organisation",
    "rathaus.modules.accounts",
    "rathaus.modules.geo",
    "rathaus.modules.records",
    "rathaus.modules.delivery",
    "rathaus.modules.payments",
    "rathaus.modules.cases",
    "rathaus.modules.catalogue",
    "rathaus.modules.forms",
    "rathaus.modules.applications",
    "rathaus.modules.cookbook",
    "rathaus.modules.servicecentre",
    "rathaus.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "rathaus.config.operations.middleware.Measure",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rathaus.modules.accounts.middleware.RealmSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rathaus.modules.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "rathaus.modules.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rathaus.web.middleware.ErrorPages",
]

ROOT_URLCONF = "rathaus.config.urls"
WSGI_APPLICATION = "rathaus.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rathaus.web.context.chrome",
            ],
            "builtins": ["django.templatetags.static", "rathaus.web.templatetags.kern"],
        },
    },
]


def _database() -> dict[str, Any]:
    """SQLite beside the blobs, or PostgreSQL by `postgresql://user:password@host:port/name`."""
    url = os.environ.get("RATHAUS_DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": RATHAUS_DATA / "rathaus.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                    "PRAGMA cache_size=-1000;PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;"  # each thread has its own
                ),
            },
        }
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rathaus.modules.accounts.backends.RealmBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "rathaus.modules.accounts.sessions"
SESSION_COOKIE_NAME = "rathaus_konto"  # citizens; staff: see modules/accounts/realms.py
RATHAUS_STAFF_MFA = os.environ.get("RATHAUS_STAFF_MFA", "optional")  # required | optional
RATHAUS_TRUSTED_PROXIES = int(os.environ.get("RATHAUS_TRUSTED_PROXIES", "0"))  # how many proxies add to X-Forwarded-For

LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "rathaus.modules.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = False  # our own, without raw addresses: foundation/abuse
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (a class)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "rathaus.modules.accounts.forms.LoginForm",
    "signup": "rathaus.modules.accounts.forms.SignupForm",
    "reset_password": "rathaus.modules.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "rathaus.modules.accounts.forms.ResetPasswordKeyForm",
    "change_password": "rathaus.modules.accounts.forms.ChangePasswordForm",
    "set_password": "rathaus.modules.accounts.forms.SetPasswordForm",
    "reauthenticate": "rathaus.modules.accounts.forms.ReauthenticateForm",
    "add_email": "rathaus.modules.accounts.forms.ChangeEmailForm",
}
MFA_FORMS = {
    "authenticate": "rathaus.modules.accounts.forms.AuthenticateForm",
    "reauthenticate": "rathaus.modules.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "rathaus.modules.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "rathaus.modules.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "rathaus.modules.accounts.forms.EditWebAuthnForm",
}
MFA_ADAPTER = "rathaus.modules.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = RATHAUS_BASE_URL.startswith("http://localhost")

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True

FORM_RENDERER = "rathaus.web.forms.KernRenderer"
CSRF_FAILURE_VIEW = "rathaus.web.errors.csrf_failure"

STATIC_URL = "/static/"
STATIC_ROOT = RATHAUS_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rathaus.config.static.StaticFiles"},  # filled by `rathaus collectstatic`
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
RATHAUS_TASK_LEASE = int(os.environ.get("RATHAUS_TASK_LEASE", "60"))  # seconds; a killed worker's task comes back after them

EMAIL_BACKEND = "rathaus.foundation.mail.backend.OutboxBackend"
RATHAUS_SMTP_URL = os.environ.get("RATHAUS_SMTP_URL", "")  # empty: mails stay in the outbox
RATHAUS_MAIL_FROM = os.environ.get("RATHAUS_MAIL_FROM", "Rathaus <rathaus@localhost>")
RATHAUS_MAIL_BOUNCES = os.environ.get("RATHAUS_MAIL_BOUNCES", "")
DEFAULT_FROM_EMAIL = RATHAUS_MAIL_FROM
RATHAUS_METRICS_TOKEN = os.environ.get("RATHAUS_METRICS_TOKEN", "")  # empty: /metrics from this machine alone
RATHAUS_NET_ALLOW = _list("RATHAUS_NET_ALLOW")  # host:port inside the own network that may be called

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if RATHAUS_BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# what `check --deploy` shall not ask for: whether every subdomain of the city speaks https, and whether browsers shall know that
# by heart, is the city's own decision (W005, W021); the proxy in front sends http to https (W008, deploy/nginx.conf)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]

# `img-src data:` alone is opened, for the icons in KERN's style sheet
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

LOGGING = logs.LOGGING
logs.configure()
