from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AiEngineConfig(AppConfig):
    name = "ai_engine"
    verbose_name = _("Jenifer")

    def ready(self) -> None:
        # Models and jobs can be imported only now.
        from ai_engine.search import INSIGHTS
        from executives.search import register_source
        from executives.signals import rules_changed
        from orgs.signals import ai_settings_changed
        from scheduling.signals import calendar_changed

        calendar_changed.connect(_look_again, dispatch_uid="look-again-calendar")
        rules_changed.connect(_look_again, dispatch_uid="look-again-rules")
        ai_settings_changed.connect(_look_everywhere, dispatch_uid="look-everywhere")
        register_source(INSIGHTS)


def _look_again(executive_ids: Any, **kwargs: Any) -> None:
    from ai_engine.jobs import request_examination  # needs the models

    request_examination(executive_ids)


def _look_everywhere(**kwargs: Any) -> None:
    from executives.models import ExecutiveProfile  # needs the models

    _look_again(ExecutiveProfile.objects.filter(deleted_at=None).values_list("pk", flat=True))
