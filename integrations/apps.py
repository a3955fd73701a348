from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        # Models can be imported only now.
        from integrations.belongings import CONNECTIONS
        from orgs.belongings import register

        register(CONNECTIONS)
