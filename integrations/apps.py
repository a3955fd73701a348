from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    name = "integrations"
    verbose_name = _("Connections")

    def ready(self) -> None:
        # Models can be imported only now.
        from integrations.belongings import CONNECTIONS
        from orgs.belongings import register

        register(CONNECTIONS)
