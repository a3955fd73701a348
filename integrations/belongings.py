"""Connections to services outside. They are their owner's alone, so the database gives them on (hand_over.sql)."""

from django.db import connection
from django.utils.translation import gettext_noop

from integrations.models import Provider
from orgs.belongings import Belonging
from orgs.models import User


def _names(person: User) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT provider, account FROM app.connections_of(%s) ORDER BY 1, 2", [person.pk])
        return [
            f"{Provider(provider).label} · {account}" if account else str(Provider(provider).label)
            for provider, account in cursor.fetchall()
        ]


def _hand_over(*, giver: User, taker: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.hand_over_connections(%s, %s)", [giver.pk, taker.pk])


CONNECTIONS = Belonging("connections", gettext_noop("Calendar connections"), "link", _names, _hand_over)
