from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone


class OrgsConfig(AppConfig):
    name = "orgs"

    def ready(self) -> None:
        user_logged_in.connect(_seen, dispatch_uid="seen-at-log-in")


def _seen(user: Any, **kwargs: Any) -> None:
    from orgs.services.members import note_seen  # needs the models

    note_seen(by=user, now=timezone.now())
