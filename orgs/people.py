"""Whom an address leads to, before anyone's identity is proven: ids only."""

from django.db import connection


def user_by_email(address: str) -> str:
    return _ask("SELECT app.user_by_email(%s)", address)


def user_by_social(provider: str, uid: str) -> str:
    return _ask("SELECT app.user_by_social(%s, %s)", provider, uid)


def invitation_by_token(hash_of_token: str) -> str:
    return _ask("SELECT app.invitation_by_token(%s)", hash_of_token)


def _ask(question: str, *parameters: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        row = cursor.fetchone()
    return str(row[0] or "")
