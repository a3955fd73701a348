"""Settings, read from the environment by jenifer.env; README.md lists every variable."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.csp import CSP
from redis.backoff import NoBackoff
from redis.retry import Retry

from jenifer import env

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

# True when the machine's own PostgreSQL and Valkey were started by `make run` (jenifer.embedded).
EMBEDDED = env.flag("JENIFER_EMBEDDED")
DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
# What secrets are sealed with in the database (jenifer.db.secrets): the first seals, all open.
FIELD_KEYS = env.field_keys("FIELD_KEYS")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "orgs.staff.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "jenifer",
    "orgs",
    "executives",
    "scheduling",
    "tasks",
    "approvals",
    "integrations",
    "ai_engine",
    "jenifer.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "jenifer.soundness.SoundnessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orgs.middleware.PrincipalMiddleware",
    "orgs.middleware.PrivateAnswersMiddleware",
    "orgs.middleware.TimeZoneMiddleware",
    "orgs.middleware.LastSeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "jenifer.urls"
WSGI_APPLICATION = "jenifer.wsgi.application"
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
                "jenifer.desk.context.navigation",
                "jenifer.desk.context.demo_login",
                "orgs.views.outbox.outbox_link",
            ]
        },
    }
]

# `default` is the unprivileged role that serves everything; `owner` only migrates.
DATABASES = {
    "default": env.postgres("DATABASE_URL")
    | {"ENGINE": "jenifer.db", "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True},
    "owner": env.postgres("DATABASE_OWNER_URL")
    | {"ENGINE": "django.db.backends.postgresql", "TEST": {"DEPENDENCIES": []}},
}
DATABASE_ROUTERS = ["jenifer.routers.OwnerMigrates"]
DEFINER_ROLE = env.text("DATABASE_DEFINER_ROLE", "jenifer_definer")
BACKUP_ROLE = env.text("DATABASE_BACKUP_ROLE", "jenifer_backup")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Other packages' Python-level cascades to our tables are made cascades in the database too
# (orgs/migrations/0002), which Django cannot know.
SILENCED_SYSTEM_CHECKS = ["fields.E323"]

REDIS_URL = env.redis("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # One more try, for a connection that has grown old; then say at once that it is away.
        "OPTIONS": {"retry": Retry(NoBackoff(), 1), "socket_connect_timeout": 2, "socket_timeout": 5},
    }
}

CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Below the visibility timeout no job runs twice; a killed worker's job is looked for every second.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {
    "look-for-due-examinations": {"task": "ai_engine.jobs.examine_due", "schedule": 60.0},
    "sync-due-calendars": {"task": "integrations.jobs.sync_due", "schedule": 30.0},
    "tell-attendees": {"task": "integrations.jobs.send_due_notices", "schedule": 30.0},
    "resume-imports": {"task": "scheduling.jobs.resume_imports", "schedule": 60.0},
    "send-what-is-due": {"task": "orgs.notifications.jobs.sweep_due", "schedule": 30.0},
    "send-agendas": {"task": "orgs.notifications.jobs.sweep_agendas", "schedule": 60.0},
    "sweep-attachments": {"task": "executives.jobs.sweep_attachments", "schedule": 3600.0},
    "trim-calendar-news": {"task": "scheduling.jobs.trim_calendar_news", "schedule": 3600.0},
    "forget-answered-requests": {"task": "orgs.jobs.forget_idempotency_keys", "schedule": 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "beat")

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["orgs.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "today"
ACCOUNT_SIGNUP_REDIRECT_URL = "welcome"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "orgs.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "orgs.accounts.SocialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "orgs.forms.sign_up.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "JeniferAI · "
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# What outlives the session, a new address or an account elsewhere, is for who has just shown who they are.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "orgs.forms.accounts.LoginForm",
    "change_password": "orgs.forms.accounts.ChangePasswordForm",
    "set_password": "orgs.forms.accounts.SetPasswordForm",
    "reset_password_from_key": "orgs.forms.accounts.ResetPasswordKeyForm",
    "user_token": "orgs.forms.accounts.UserTokenForm",
    "request_login_code": "orgs.forms.accounts.RequestLoginCodeForm",
}
# Signing in by an account elsewhere is offered where its keys are set.
SIGN_IN_ORIGINS: list[str] = []
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "google": {"APPS": [], "SCOPE": ["openid", "profile", "email"], "OAUTH_PKCE_ENABLED": True},
    "microsoft": {"APPS": [], "OAUTH_PKCE_ENABLED": True},
    "openid_connect": {"APPS": [], "OAUTH_PKCE_ENABLED": True},
}
if google := env.oauth_client("GOOGLE"):
    SOCIALACCOUNT_PROVIDERS["google"]["APPS"] = [google]
    SIGN_IN_ORIGINS += ["https://accounts.google.com"]
if microsoft := env.oauth_client("MICROSOFT"):
    tenant = env.text("MICROSOFT_TENANT", "common")
    SOCIALACCOUNT_PROVIDERS["microsoft"]["APPS"] = [{**microsoft, "settings": {"tenant": tenant}}]
    SIGN_IN_ORIGINS += ["https://login.microsoftonline.com"]
if oidc := env.oauth_client("OIDC"):
    issuer = env.https("OIDC_ISSUER")
    named = {"provider_id": "company", "name": env.text("OIDC_NAME", "your company")}
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {**oidc, **named, "settings": {"server_url": issuer}}
    ]
    SIGN_IN_ORIGINS += ["https://" + issuer.split("/")[2]]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if EMBEDDED else "https"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "orgs.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "orgs.forms.accounts.AuthenticateForm",
    "reauthenticate": "orgs.forms.accounts.ReauthenticateForm",
    "add_webauthn": "orgs.forms.accounts.AddWebAuthnForm",
    "login_webauthn": "orgs.forms.accounts.LoginWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # RFC 6238 §5.2: a code that turns over while it is typed still holds
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "JeniferAI"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
USERSESSIONS_ADAPTER = "orgs.services.sessions.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False

SMTP = env.email("EMAIL_URL")
OUTBOX_DIR = LOCAL_DIR / "outbox"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "JeniferAI <jenifer@localhost>")
if SMTP is None and not EMBEDDED:
    raise env.SettingError("EMAIL_URL is not set: sign-up and password reset need a mail server.")
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"timeout": 20} | SMTP}
    if SMTP
    else {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(OUTBOX_DIR)},
    }
}

# Where answers to invitations come by mail (manage.py receive_mail); '' lets them go to the executives.
REPLY_ADDRESS = env.mailbox("REPLY_ADDRESS")
# Mail that nobody could make anything of is kept here, for a person to look at.
UNREAD_MAIL_DIR = Path(env.text("UNREAD_MAIL_DIR", str(LOCAL_DIR / "unread-mail")))
# What links in mail begin with.
PUBLIC_URL = env.origin("PUBLIC_URL", ALLOWED_HOSTS, is_local=EMBEDDED)
# Web push (RFC 8292): 32 random bytes in base64url. Without a key it is off.
VAPID_PRIVATE_KEY = env.vapid_key("VAPID_PRIVATE_KEY")
# Where a browser may have us push to, and nowhere else: each name stands for its subdomains too.
PUSH_SERVICES = env.names(
    "PUSH_SERVICES",
    ["fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com"],
)
# Networks that requests of ours may go to beside the public internet (jenifer.outbound), there over plain HTTP too.
OUTBOUND_ALLOWED = env.networks("OUTBOUND_ALLOWED")
BELL_STREAM_SECONDS = 300  # after that a bell's stream ends, and its page asks for another

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(LOCAL_DIR / "static")))
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(LOCAL_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jenifer.staticfiles.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600
CALENDAR_UPLOAD_LIMIT = env.integer("CALENDAR_UPLOAD_LIMIT_MB", 100, least=1, most=1000) * 1_000_000
PICTURE_UPLOAD_LIMIT = 5_000_000
ATTACHMENT_UPLOAD_LIMIT = env.integer("ATTACHMENT_UPLOAD_LIMIT_MB", 25, least=1, most=1000) * 1_000_000

SECURE_CSP: Mapping[str, Sequence[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF, *SIGN_IN_ORIGINS],  # a form's redirects count, too
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# Under /admin/ alone (orgs.staff.site), what Unfold's pages need: Alpine makes functions of its attributes'
# texts, and sets style attributes (the sidebar's width); small icons stand in the stylesheet as data.
STAFF_CSP: Mapping[str, Sequence[str]] = {
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_EVAL],
    "style-src-attr": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
}
# Staff enter a customer's organization with a second factor. Only an embedded database may do without.
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", default=not EMBEDDED)
if not (STAFF_SECOND_FACTOR or EMBEDDED):
    raise env.SettingError("STAFF_SECOND_FACTOR can be no only on the embedded database.")
UNFOLD = {
    "SITE_TITLE": "JeniferAI staff",
    "SITE_HEADER": "JeniferAI staff",
    "SITE_SYMBOL": "shield_person",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("favicon.svg")}
    ],
    "STYLES": [lambda request: static("css/staff.css")],
    "SCRIPTS": [lambda request: static("js/staff.js")],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
}
IS_HTTPS = not EMBEDDED
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
BEHIND_PROXY = env.flag("BEHIND_PROXY")
# Whose address counts, for limits and in the log of changes: what the one proxy in front of us says.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "jenifer_session"
CSRF_COOKIE_NAME = "jenifer_csrf"
CSRF_FAILURE_VIEW = "jenifer.errors.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "orgs.api.authentication.TokenAuthentication",
        "orgs.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "orgs.api.authentication.HasScope",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["orgs.api.limits.RequestsPerMinute"],
    "DEFAULT_FILTER_BACKENDS": [
        "orgs.api.lists.Filters",
        "orgs.api.lists.Search",
    ],
    "DEFAULT_SCHEMA_CLASS": "orgs.api.schema.operations.Operation",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["orgs.api.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "orgs.api.pages.Pages",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "orgs.api.problems.problem",
    "DATETIME_FORMAT": "iso-8601",
    "UNAUTHENTICATED_USER": None,
}

# Each token, and each person's browsers together, have as many of their own.
API_REQUESTS_PER_MINUTE = env.integer("API_REQUESTS_PER_MINUTE", 600, least=1, most=1_000_000)
SPECTACULAR_SETTINGS = {
    "TITLE": "JeniferAI",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATION_PARAMETERS": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["orgs.api.schema.parts.add_shared_parts"],
}

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "jenifer.logs.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.one_of("LOG_LEVEL", "INFO", LOG_LEVELS)},
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "httpx": {"level": "WARNING"},  # addresses of calendars can be secrets
    },
}
