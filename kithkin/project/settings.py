"""Django's settings. What differs between installations comes from env.py; the rest is the same for all."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from kithkin.project import env

try:
    ENV = env.read()
except env.BadSetting as problem:
    raise ImproperlyConfigured(str(problem)) from None

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENV.debug
DEMO = ENV.demo
BASE_URL = ENV.base_url
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = [ENV.host, *ENV.hosts, *([] if ENV.https else ["localhost", "127.0.0.1", "[::1]"])]
TRUSTED_PROXIES = ENV.trusted_proxies
DATA_DIR = ENV.data_dir
WORKERS = ENV.workers

# The house

INSTALLED_APPS = [
    "kithkin.ui",
    "kithkin.audit",
    "kithkin.mail",
    "kithkin.organisations",
    "kithkin.contacts",
    "kithkin.contacts.vault",
    "kithkin.accounts",
    "kithkin.connections",
    "kithkin.catalogue",
    "kithkin.sales",
    "kithkin.persons",
    "kithkin.shop",
    "kithkin.desk",
    "kithkin.exchange",
    "kithkin.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_q",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kithkin.project.policy.strict",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kithkin.shop.middleware.actor",
]
ROOT_URLCONF = "kithkin.project.urls"
WSGI_APPLICATION = "kithkin.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kithkin.ui.templatetags.fixed",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kithkin.shop.context.shop",
            ],
        },
    }
]
FORM_RENDERER = "kithkin.ui.forms.Renderer"

# Rows, letters and files

DATABASES = {"default": ENV.database}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
    # django-q2 would write its state of health into the database twice a second.
    "nowhere": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
Q_CLUSTER = {
    "name": "kithkin",
    "orm": "default",
    "broker_class": "kithkin.mail.queue.Broker",
    "workers": 1,
    "poll": 1,
    "timeout": 60,
    "retry": 90,
    "max_attempts": 8,
    "save_limit": -1,
    "catch_up": False,
    "cache": "nowhere",
    "log_level": "WARNING",
}
globals().update(ENV.email)
EMAIL_BACKEND = "kithkin.demo.mailbox.Backend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": _STATIC if DEBUG else _HASHED_STATIC}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# Who signs in

AUTH_USER_MODEL = "accounts.Login"
AUTHENTICATION_BACKENDS = ["kithkin.accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kithkin.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a login begins with a link that was mailed to its address
MFA_ADAPTER = "kithkin.accounts.passkeys.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn"]  # neither codes of an app nor codes to write down
MFA_FORMS = {"login_webauthn": "kithkin.shop.forms.passkeys.SignInForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENV.https else "http"

# Safety. Whatever needs https follows from BASE_URL; the demo is http and says so.

_PREFIX = "__Host-" if ENV.https else ""
SESSION_ENGINE = "kithkin.accounts.sessions"
SESSION_COOKIE_NAME = f"{_PREFIX}session"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENV.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https and TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = ["^live$", "^ready$"]
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # the policy below forbids framing, and every browser reads it
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list] = dict.fromkeys(
    ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb"), []
)

# Words

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("de", _("German")), ("it", _("Italian")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"blot": {"()": "kithkin.project.logs.Blot"}},
    "formatters": {"discreet": {"()": "kithkin.project.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["blot"], "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
