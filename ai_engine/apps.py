from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AiEngineConfig(AppConfig):
    name = "ai_engine"
    verbose_name = _("Jenifer")

    def ready(self) -> None:
        # Models and jobs can be imported only now.
        from executives.signals import rules_changed
        from scheduling.signals import calendar_changed

        calendar_changed.connect(_look_again, dispatch_uid="look-again-calendar")
        rules_changed.connect(_look_again, dispatch_uid="look-again-rules")


def _look_again(executive_ids: Any, **kwargs: Any) -> None:
    from ai_engine.jobs import request_examination  # needs the models

    request_examination(executive_ids)
