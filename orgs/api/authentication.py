from typing import Any

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with its CSRF token; 401 rather than 403 for whoever is signed out."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"
