from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    name = "orgs"
    verbose_name = _("Organization and people")

    def ready(self) -> None:
        user_logged_in.connect(_seen, dispatch_uid="seen-at-log-in")
        # Models can be imported only now.
        from jenifer.db import rotation
        from orgs import second_factor
        from orgs.notifications.channels import register
        from orgs.notifications.channels.email import EmailChannel
        from orgs.notifications.channels.web_push import WebPushChannel

        register(EmailChannel())
        register(WebPushChannel())
        rotation.register(second_factor.rotate)


def _seen(user: Any, **kwargs: Any) -> None:
    from orgs.services.members import note_seen  # needs the models

    note_seen(by=user, now=timezone.now())
