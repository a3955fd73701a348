from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = _("Tasks")

    def ready(self) -> None:
        # Models can be imported only now.
        from orgs.belongings import register
        from tasks.belongings import DELEGATIONS, TASKS

        register(TASKS, DELEGATIONS)
