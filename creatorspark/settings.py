"""Settings, all read from the environment (or `.env`) with types and safe defaults.

Development is the default; `CREATORSPARK_ENV=production` demands secrets and turns TLS on.
"""

import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from creatorspark import (
    admin_settings,
    api_settings,
    beat_settings,
    gemini_settings,
    media_settings,
    storage_settings,
)
from creatorspark.core import logging
from creatorspark.embedded import location

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

PRODUCTION = env.str("CREATORSPARK_ENV", default="development") == "production"
TESTING = "pytest" in sys.modules
DEBUG = env.bool("DEBUG", default=False)

VAR_DIR = Path(env.str("CREATORSPARK_VAR", default=str(BASE_DIR / "var")))
if PRODUCTION:
    for _name in ("SECRET_KEY", "ALLOWED_HOSTS"):
        if not env.str(_name, default=""):
            raise ImproperlyConfigured(f"Set {_name} in the environment; see docs/deploy.md.")
SECRET_KEY = env.str(
    "SECRET_KEY", default="development-only-key-never-used-in-production-0123456789"
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}")

INSTALLED_APPS = [
    "django_prometheus",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_celery_beat",
    "django_structlog",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "creatorspark.core",
    "scoring",
    "fraud",
    "rewards",
    "marketplace",
    "creatorspark.portals",
    "creatorspark.demo",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "creatorspark.core.api.middleware.ApiErrors",
    "creatorspark.core.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "creatorspark.core.middleware.RequestLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "creatorspark.core.middleware.StaffSecondFactor",
    "creatorspark.core.middleware.AuditorsRead",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "creatorspark.urls"
WSGI_APPLICATION = "creatorspark.wsgi.application"
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
                "creatorspark.portals.context.shell",
            ],
        },
    },
]

# Database -------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", default=location.database_url()))}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"].setdefault("OPTIONS", {})
# Tests open and drop databases, and forked workers must not share sockets: both go without a pool.
if env.bool("DATABASE_POOL", default=not TESTING):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": env.int("DATABASE_POOL_MIN", default=1),
        "max_size": env.int("DATABASE_POOL_MAX", default=10),
        "timeout": 10,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Celery, cache --------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default=location.redis_url())
CACHE_URL = env.str(
    "CACHE_URL", default=REDIS_URL if "REDIS_URL" in env else location.redis_url(db=1)
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "creatorspark",
    }
}
if TESTING:
    # Parallel test workers must not count each other's logins, and hashing proves nothing here.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# kombu spells a unix socket differently from redis-py.
CELERY_BROKER_URL = location.as_kombu_url(REDIS_URL)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# Between what a person waits for and what has time (core.services.nudges).
CELERY_TASK_DEFAULT_PRIORITY = 3
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 6 * 3600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 7 * 3600}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = beat_settings.SCHEDULE

# Accounts -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Unique by Lower("email"), which the check can't see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "creatorspark.core.forms.SignUpForm"
ACCOUNT_ADAPTER = "creatorspark.core.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Failed logins: 10 a minute from one address, 5 in 5 minutes for one account.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if PRODUCTION else 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "creatorspark.core.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Creator Spark"
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=PRODUCTION)

EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
vars().update(env.email_url_config(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Creator Spark <hello@localhost>")

# Words, time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/chart.js", NODE_MODULES / "chart.js" / "dist"),
]
STORAGES = {
    "default": storage_settings.read(env, var=VAR_DIR),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION
MEDIA = media_settings.read(env, var=VAR_DIR)
FILE_UPLOAD_HANDLERS = ["creatorspark.core.upload_handlers.IncomingFiles"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=4 * 1024**3)
# A key of its own, so that changing SECRET_KEY doesn't make everybody a stranger.
EVENT_SECRET = env.str("EVENT_SECRET", default="") or SECRET_KEY
EVENT_RETENTION_MONTHS = env.int("EVENT_RETENTION_MONTHS", default=13)
# What the whole minor units of gifts in events are; one for all sources.
GIFT_CURRENCY = env.str("GIFT_CURRENCY", default="USD")
EVENT_BACKLOG_HOURS = env.int("EVENT_BACKLOG_HOURS", default=5_000)
EVENT_OLD_HOURS = env.int("EVENT_OLD_HOURS", default=500)
# How many months before and after an event its id is looked for; more cost a look-up each.
EVENT_ID_MONTHS = env.int("EVENT_ID_MONTHS", default=1)
# Host and port of test servers on this machine. No variable sets it, and production ignores it.
WEBHOOK_LOOPBACK: tuple[tuple[str, int], ...] = ()

# Security -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    },
}
# The admin's theme writes inline styles and scripts and evaluates expressions; nothing else may.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
BEHIND_TLS = env.bool("BEHIND_TLS", default=PRODUCTION)
if BEHIND_TLS:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# Watching -------------------------------------------------------------------------------------
LOGGING = logging.configure(
    as_json=env.str("LOG_FORMAT", default="json" if PRODUCTION else "console") == "json",
    level=env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO"),
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = 10
# Whether anyone may read the fairness reports, or only staff and auditors.
FAIRNESS_REPORT_PUBLIC = env.bool("FAIRNESS_REPORT_PUBLIC", default=False)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# REST API -------------------------------------------------------------------------------------
API_LIMITS = api_settings.limits(env)
REST_FRAMEWORK = api_settings.rest_framework(env, trusted_proxies=TRUSTED_PROXIES)
SPECTACULAR_SETTINGS = api_settings.SPECTACULAR

# The staff's pages ----------------------------------------------------------------------------
UNFOLD = admin_settings.UNFOLD

# Statements -----------------------------------------------------------------------------------
# 32 random bytes in base64; without it a key is made in the file. Its public half is published.
STATEMENT_SIGNING_KEY = env.str("STATEMENT_SIGNING_KEY", default="")
STATEMENT_KEY_FILE = env.str(
    "STATEMENT_KEY_FILE", default=str(VAR_DIR / "keys" / "statements.ed25519")
)

# Payouts --------------------------------------------------------------------------------------
# Files for the bank go to BANK_FOLDER/outbox, and its answers are read from BANK_FOLDER/inbox.
BANK_FOLDER = env.str("BANK_FOLDER", default=str(VAR_DIR / "bank"))
BANK_FORMAT = env.str("BANK_FORMAT", default="pain.001.001.09")
BANK_PAYER_NAME = env.str("BANK_PAYER_NAME", default="Creator Spark")
# In development, the example of the IBAN registry.
BANK_PAYER_IBAN = env.str("BANK_PAYER_IBAN", default="" if PRODUCTION else "GB29NWBK60161331926819")
BANK_PAYER_BIC = env.str("BANK_PAYER_BIC", default="")

# Outside services -----------------------------------------------------------------------------
TIKTOK_API_URL = env.str("TIKTOK_API_URL", default="https://open.tiktokapis.com")
TIKTOK_CLIENT_KEY = env.str("TIKTOK_CLIENT_KEY", default="")
TIKTOK_CLIENT_SECRET = env.str("TIKTOK_CLIENT_SECRET", default="")
GEMINI = gemini_settings.read(env)

# Where somebody keeps a list of hosts known for false referrers, and under which licence.
SPAM_HOSTS_URL = env.str("SPAM_HOSTS_URL", default="")
SPAM_HOSTS_LICENCE = env.str("SPAM_HOSTS_LICENCE", default="not stated")
