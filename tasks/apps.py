from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "tasks"

    def ready(self) -> None:
        # Models can be imported only now.
        from orgs.belongings import register
        from tasks.belongings import DELEGATIONS, TASKS

        register(TASKS, DELEGATIONS)
