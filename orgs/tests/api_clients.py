"""Programs for tests: with a token instead of a session."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.test import Client

from jenifer.principal import acting_as
from orgs.models import ApiToken, User
from orgs.scopes import ALL_SCOPES
from orgs.services.tokens import issue_token

QUARTER = timedelta(days=90)


def make_token(
    user: User, scopes: Sequence[str] = ALL_SCOPES, lifetime: timedelta | None = QUARTER
) -> tuple[ApiToken, str]:
    with acting_as(user):
        return issue_token(by=user, name="For a test", scopes=scopes, lifetime=lifetime)


def program_with(key: str, **options: Any) -> Client:
    """Has no cookies, and no CSRF token."""
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {key}"}, **options)


def program_of(user: User, *scopes: str, **options: Any) -> Client:
    return program_with(make_token(user, scopes or ALL_SCOPES)[1], **options)
