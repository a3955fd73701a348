"""Telling someone something, and what has become of it."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from jenifer.principal import acting_as
from orgs.models import Delivery, Notification, NotificationCategory, User
from orgs.notifications.due import send_due_of
from orgs.notifications.notify import notify


def fresh(user: User) -> User:
    with acting_as(user):
        return User.objects.select_related("org").get(pk=user.pk)


def tell(user: User, title: str = "Hello", category: str = NotificationCategory.TASK, **columns: Any) -> None:
    """As the organization's own: a colleague tells."""
    person = fresh(user)
    with acting_as(person):
        notify(to=[person], category=NotificationCategory(category), title=title, **columns)


def send_due(user: User, now: Any = None) -> None:
    person = fresh(user)
    with acting_as(person):
        send_due_of(person, now or timezone.now())


def states(user: User, channel: str = "email") -> list[str]:
    with acting_as(user):
        rows = Delivery.objects.filter(user=user, channel=channel)
        return list(rows.order_by("created_at").values_list("state", flat=True))


def titles(user: User) -> list[str]:
    with acting_as(user):
        return list(
            Notification.objects.filter(user=user).order_by("created_at").values_list("title", flat=True)
        )


def wish(user: User, **notifications: Any) -> None:
    from orgs.notifications.preferences import set_notification_preferences

    with acting_as(user):
        set_notification_preferences(by=user, changes=notifications)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mailers_at(port: int) -> dict[str, Any]:
    """settings.MAILERS: an SMTP server there, whether or not anyone listens."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


class Postbox:
    """Keeps what is handed in over SMTP; answers as `answer` says."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.refusals: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(envelope.content)
        return "250 OK"


class Deadly(Postbox):
    """Keeps the first letter, and kills who brought it before it can write that down."""

    victim: "subprocess.Popen[bytes] | None" = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(envelope.content)
        if self.victim is not None:
            self.victim.send_signal(signal.SIGKILL)
            self.victim.wait(10)
        return "250 OK"


@contextmanager
def mail_server(port: int, handler: Any) -> Iterator[None]:
    from aiosmtpd.controller import Controller

    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
