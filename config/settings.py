"""Every setting in one file; what differs between installations comes from the environment.

`docs/operations.md` lists the variables. There is no settings file per environment: production is what you get when
`DEBUG` is not set, and `manage.py check --deploy` is clean then.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
NODE_MODULES = BASE_DIR / "node_modules"

env = environ.FileAwareEnv()
# On one's own machine ./bin/run leaves the environment here; what is set already wins.
LOCAL_ENVIRONMENT = BASE_DIR / ".local" / "env"
if LOCAL_ENVIRONMENT.exists():
    env.read_env(LOCAL_ENVIRONMENT)
if faults := environment.faults(env.ENVIRON, own_machine=LOCAL_ENVIRONMENT.exists()):
    raise ImproperlyConfigured(
        "Samlad cannot start (docs/operations.md lists the variables): " + "; ".join(faults)
    )

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
SECURE = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "accounts",
    "incidents",
    "lagesbild",
    "promises",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "leaflet",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.front_door.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.SwedishFirstMiddleware",
    "config.front_door.LargestRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.SessionAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.access.ActingMiddleware",
    "accounts.second_step.SecondStepMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The application connects as a role that owns nothing; migrations run with OWNER_DATABASE_URL in its place.
DATABASES = {"default": env.db("DATABASE_URL", engine="django.contrib.gis.db.backends.postgis")}
DATABASES["default"].update(
    ATOMIC_REQUESTS=True,
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=300),
    CONN_HEALTH_CHECKS=True,
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A message to the next page waits in the session, so that no cookie holds words.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Sign-in. allauth counts attempts in the cache, which therefore is shared between processes: PostgreSQL, not Redis,
# so that nothing a person does at the screen waits for Redis.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.LoginForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "accounts.forms.sign_in.SetPasswordForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
}
# Behind a proxy, attempts are counted by the address the proxy saw, not by the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# A sign-in, or a password given once more, opens sensitive deeds for so long.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The second step. Who must take it is said in accounts/roles.py and by each municipality; off, a password is enough.
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=True)
MFA_ADAPTER = "accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samlad"
# Addresses are given by the administrator, and whoever has chosen a password has read the mail sent there.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "accounts.forms.second_step.ActivateForm",
    "add_webauthn": "accounts.forms.second_step.PasskeyForm",
    "authenticate": "accounts.forms.second_step.CodeForm",
    "reauthenticate": "accounts.forms.second_step.CodeAgainForm",
}

# Signing in with one's employer (`manage.py single_sign_on`). Nobody gets an account that way, and nothing that the
# provider tells is kept but its key of the person. Each secret by the municipality's code: OIDC_SECRET_1983.
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.EmployerAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A form may only be sent to ourselves, also by way of a redirect, so the way to the provider is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
OIDC_SECRETS = {
    code: env(f"OIDC_SECRET_{code}")
    for code in sorted(
        name.removeprefix("OIDC_SECRET_").removesuffix("_FILE")
        for name in os.environ
        if name.startswith("OIDC_SECRET_")
    )
}
# SAML needs the extra of that name.
SAML = env.bool("SAML", default=False)
if SAML:
    INSTALLED_APPS.append("allauth.socialaccount.providers.saml")

#: Seconds after which whoever has done nothing, or has been signed in at all, is signed out.
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_MINUTES", default=30) * 60
SESSION_ABSOLUTE_AGE = env.int("SESSION_HOURS", default=12) * 60 * 60
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    # What is counted per web process; nothing is kept there that another would miss.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Swedish first: message ids are Swedish, `locale/en` is the English translation.
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", "English")]
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet", NODE_MODULES / "@digdir" / "designsystemet-css" / "dist"),
    (
        "designsystemet-web",
        NODE_MODULES / "@digdir" / "designsystemet-web" / "dist" / "umd",
    ),
    ("theme", NODE_MODULES / "@digdir" / "designsystemet-theme" / "brand"),
    ("inter", NODE_MODULES / "inter-ui"),
]
# Icons are drawn into the page (`accounts/templatetags/icons.py`), never fetched.
ICONS = NODE_MODULES / "@navikt" / "aksel-icons" / "dist" / "svg"
# Collected (hashed and compressed) files in production, straight from the source folders on one's own machine.
STATIC_COLLECTED = env.bool("STATIC_COLLECTED", default=not DEBUG)
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
if env("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env("S3_BUCKET"),
            "endpoint_url": env("S3_ENDPOINT_URL", default=None),
            "access_key": env("S3_ACCESS_KEY", default=None),
            "secret_key": env("S3_SECRET_KEY", default=None),
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False
# A form without its files; a request with them, which the proxy in front stops at too.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
LARGEST_REQUEST = 60 * 1024 * 1024

# Mail: one message per recipient, TLS unless the environment says that this is a local catcher.
EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=True)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Samlad <samlad@localhost>")
# Whom to write to about accessibility and personal data; empty: the pages say that the municipality answers.
CONTACT_EMAIL = env("CONTACT_EMAIL", default="")

# Redis wakes the worker up; every figure here comes from the fault measurements in docs/decisions/0004.
REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
#: Seconds without an answer after which Redis is taken to be down.
BROKER_TIMEOUT = env.float("BROKER_TIMEOUT", default=2)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_throttle": 1,
    "socket_timeout": BROKER_TIMEOUT,
    "socket_connect_timeout": BROKER_TIMEOUT,
    "socket_keepalive": True,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
#: How often each sweep looks for what is due or stuck.
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=60)

# Browser security. Scripts and styles come from our own host only; inline ones are forbidden.
MAP_TILE_HOSTS = env.list("MAP_TILE_HOSTS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", *MAP_TILE_HOSTS],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-samlad" if SECURE else "samlad"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}

LEAFLET_CONFIG = {
    "TILES": [],
    "SPATIAL_EXTENT": (10.0, 55.0, 25.0, 70.0),
    "RESET_VIEW": False,
    "ATTRIBUTION_PREFIX": "",
}

# The chapters of an edition, in order: dotted names of functions (edition figures) -> chapter.
LAGESBILD_SECTIONS = [
    "lagesbild.sections.header",
    "lagesbild.sections.summary",
    "lagesbild.sections.where",
    "lagesbild.sections.figures",
    "lagesbild.sections.warnings",
    "lagesbild.sections.when",
    "lagesbild.calendar_section.calendar",
    "promises.section.follow_up",
    "lagesbild.sections.costs",
    "lagesbild.police_section.police_reported",
    "lagesbild.sections.coming",
    "lagesbild.sections.direction",
    "lagesbild.sections.reporting",
    "lagesbild.sections.about",
    "lagesbild.sections.appendices",
]
# Figures frozen with an edition besides its own, by key: dotted names of functions (edition, level, at) -> JSON.
LAGESBILD_CHAPTERS = {
    "reporting": "lagesbild.figures.reporting.reporting_chapter",
    "follow_up": "promises.section.follow_up_figures",
    "coming": "lagesbild.figures.coming.coming_chapter",
    "calendar": "lagesbild.figures.calendar.calendar_chapter",
    "police_reported": "lagesbild.figures.police_reported.police_chapter",
    "appendices": "lagesbild.figures.appendix.appendices_chapter",
}
# The same two for a tertial and for a year. What the law's parts are of is a year alone.
LAGESBILD_STRATEGIC_SECTIONS = [
    "lagesbild.sections.header",
    "lagesbild.sections.summary",
    "lagesbild.strategic.mapping",
    "lagesbild.sections.where",
    "lagesbild.sections.figures",
    "lagesbild.strategic.development",
    "lagesbild.police_section.police_reported",
    "lagesbild.sections.when",
    "lagesbild.calendar_section.calendar",
    "lagesbild.sections.costs",
    "lagesbild.strategic.other_information",
    "promises.other_information.chapter",
    "lagesbild.strategic.analysis",
    "promises.section.follow_up",
    "promises.evaluation.chapter",
    "lagesbild.sections.direction",
    "lagesbild.sections.reporting",
    "lagesbild.sections.about",
    "lagesbild.sections.appendices",
]
LAGESBILD_STRATEGIC_CHAPTERS = {
    "reporting": "lagesbild.figures.reporting.reporting_chapter",
    "follow_up": "promises.section.follow_up_figures",
    "other_information": "promises.other_information.gathered",
    "evaluation": "promises.evaluation.evaluated",
    "calendar": "lagesbild.figures.calendar.calendar_chapter",
    "police_reported": "lagesbild.figures.police_reported.police_chapter",
    "appendices": "lagesbild.figures.appendix.appendices_chapter",
}
# What a page shows below an edition, never printed nor frozen: dotted names of functions (edition, level) -> chapter.
LAGESBILD_BESIDE = ["promises.section.chain"]

SAMLAD_VERSION = "0.1.0"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "config.logs.OneLineEach",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"discreet": {"()": "config.logs.WithoutWhatWasSent"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["discreet"]},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    # Seven lines for every PDF, and each font table it subsets.
    "loggers": {
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # Its own handler would write what a broken request held.
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
    },
}

# Debian 12 ships GDAL 3.6. Files reach GDAL only from an operator's command line, never from the web.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
