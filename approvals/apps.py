from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        # Models can be imported only now.
        from approvals.belongings import APPROVALS
        from orgs.belongings import register

        register(APPROVALS)
