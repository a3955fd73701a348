"""Settings as another process reads them: embedded, in production, and refused."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = {
    "DATABASE_URL": "postgresql://jenifer_app:x@localhost/jenifer",
    "DATABASE_OWNER_URL": "postgresql://jenifer_owner:x@localhost/jenifer",
    "REDIS_URL": "redis://localhost/0",
    "SECRET_KEY": "never-used-to-sign-anything-fB2xq7Wm0Zt4Lr9Kc6Vh1Ny8",
    "FIELD_KEYS": "first:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}
EMBEDDED = SHARED | {"JENIFER_EMBEDDED": "1"}
PRODUCTION = SHARED | {"ALLOWED_HOSTS": "jenifer.example", "EMAIL_URL": "smtp+tls://mail.jenifer.example"}
SHOW = (
    "import json; from jenifer import settings; print(json.dumps([getattr(settings, name) for name in {}]))"
)


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "jenifer.settings", **variables}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def values(names: list[str], **variables: str) -> list[Any]:
    shown = run("-c", SHOW.format(names), **variables)
    assert shown.returncode == 0, shown.stderr
    return json.loads(shown.stdout)


SAFETY = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DEBUG"]


def test_production_speaks_https_only():
    names = [
        *SAFETY,
        "SECURE_HSTS_SECONDS",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    ]
    assert values(names, **PRODUCTION) == [True, True, True, False, 31_536_000, "https", False]


def test_embedded_speaks_http_on_this_machine():
    names = [*SAFETY, "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "ACCOUNT_DEFAULT_HTTP_PROTOCOL"]
    expected = [False, False, False, False, 0, ["localhost", "127.0.0.1"], "http"]
    assert values(names, **EMBEDDED) == expected


def test_mail_goes_to_a_server_or_to_the_outbox():
    (production,), (embedded,) = values(["MAILERS"], **PRODUCTION), values(["MAILERS"], **EMBEDDED)
    assert production["default"]["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert production["default"]["OPTIONS"]["host"] == "mail.jenifer.example"
    assert embedded["default"]["BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"


def test_proxy_is_believed_only_when_named():
    names = ["BEHIND_PROXY", "ALLAUTH_TRUSTED_PROXY_COUNT"]
    assert values(names, **PRODUCTION) == [False, 0]
    assert values(names, **PRODUCTION, BEHIND_PROXY="yes") == [True, 1]


def test_signing_in_elsewhere_is_offered_where_its_keys_are_set():
    names = ["SOCIALACCOUNT_PROVIDERS", "SIGN_IN_ORIGINS", "SECURE_CSP"]
    keys = {
        f"{name}_{half}": "x"
        for name in ("GOOGLE", "MICROSOFT", "OIDC")
        for half in ("CLIENT_ID", "CLIENT_SECRET")
    }
    providers, origins, csp = values(names, **PRODUCTION, **keys, OIDC_ISSUER="https://id.halden.example/x")
    assert {name: len(each["APPS"]) for name, each in providers.items()} == dict.fromkeys(providers, 1)
    company = "https://id.halden.example"
    assert origins == ["https://accounts.google.com", "https://login.microsoftonline.com", company]
    assert csp["form-action"] == ["'self'", *origins]
    (providers,) = values(names[:1], **PRODUCTION)
    assert {name: each["APPS"] for name, each in providers.items()} == {name: [] for name in providers}


def test_production_configuration_passes_djangos_checks():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set: sign-up and password reset need a mail server."),
        (
            {"DATABASE_URL": ""},
            "DATABASE_OWNER_URL and REDIS_URL set, but not DATABASE_URL: "
            "set all three, or none for the embedded servers.",
        ),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short; give it at least 50 random characters."),
        ({"BEHIND_PROXY": "perhaps"}, "BEHIND_PROXY is 'perhaps'; it takes yes or no."),
        (
            {"CALENDAR_UPLOAD_LIMIT_MB": "0"},
            "CALENDAR_UPLOAD_LIMIT_MB is '0'; it takes a whole number from 1 to 1000.",
        ),
    ],
)
def test_nonsense_is_refused_with_one_sentence(change, sentence):
    done = run("manage.py", "check", **PRODUCTION | change)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", sentence)
