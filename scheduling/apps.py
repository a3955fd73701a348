from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("Calendar")

    def ready(self) -> None:
        # Models can be imported only now.
        from executives.attachables import register_attachable
        from executives.search import register_source
        from orgs.models import EntityType
        from orgs.notifications.sight import register_sight
        from scheduling.attaching import attachable_meeting
        from scheduling.search import MEETINGS
        from scheduling.sight import meetings_in_sight

        register_attachable(EntityType.MEETING, attachable_meeting)
        register_source(MEETINGS)
        register_sight(EntityType.MEETING, meetings_in_sight)
