from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    name = "integrations"
    verbose_name = _("Connections")

    def ready(self) -> None:
        # Models can be imported only now.
        from integrations.belongings import CONNECTIONS
        from integrations.signals import turn_wanted
        from orgs.belongings import register
        from scheduling.signals import attendees_told, calendar_changed

        register(CONNECTIONS)
        calendar_changed.connect(_take_turns_soon, dispatch_uid="send-calendar-changes")
        turn_wanted.connect(_take_turns_soon, dispatch_uid="take-wanted-turns")
        attendees_told.connect(_tell_later, dispatch_uid="tell-attendees")


def _take_turns_soon(**kwargs: Any) -> None:
    from integrations.jobs import sync_due  # needs the models

    sync_due.delay_on_commit()


def _tell_later(**kwargs: Any) -> None:
    from integrations.jobs import send_notices  # needs the models
    from scheduling.services.notices import UNDO_WINDOW

    send_notices.apply_async_on_commit(countdown=UNDO_WINDOW.total_seconds() + 1)
