from typing import Any

from django.utils.translation import gettext as _
from rest_framework import authentication, permissions
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from orgs.api.errors import ProblemError
from orgs.bearer import KEPT_AS, Bearer
from orgs.models import ApiToken, User
from orgs.scopes import is_granted


class BadToken(AuthenticationFailed):
    def __init__(self, fault: str) -> None:
        details = {
            "invalid_token": _("This token is not known, or has been revoked."),
            "token_expired": _("This token has expired. Make a new one under Settings, API tokens."),
        }
        super().__init__(details[fault], fault)
        self.code = fault


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer jnf_…`, read already by orgs.middleware: the database must know first."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        bearer: Bearer | None = request.META.get(KEPT_AS)
        if bearer is None:
            return None
        if bearer.wait:
            raise Throttled(bearer.wait)
        if bearer.token is None:
            raise BadToken(bearer.fault)
        return bearer.token.user, bearer.token

    def authenticate_header(self, request: Request) -> str:
        bearer: Bearer | None = request.META.get(KEPT_AS)
        error = ', error="invalid_token"' if bearer and bearer.fault else ""  # RFC 6750, 3.1
        return f'Bearer realm="JeniferAI"{error}'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with its CSRF token."""


class HasScope(permissions.BasePermission):
    """A token reaches what the view's `scope` names; a session is not bounded so. No scope, no token."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        right = "read" if request.method in permissions.SAFE_METHODS else "write"
        if is_granted(request.auth.scopes, view.scope, right):
            return True
        needed = f"{view.scope}:{right}"
        detail = _("This token lacks the scope %(scope)s.") % {"scope": needed}
        raise ProblemError(403, "insufficient_scope", detail, scope=needed)
