from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        # Models can be imported only now.
        from approvals.belongings import APPROVALS
        from orgs.belongings import register

        register(APPROVALS)
