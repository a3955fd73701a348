from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The composed pages: Today, and what stands around every page."""

    name = "jenifer.desk"
    label = "desk"

    def ready(self) -> None:
        # Models can be imported only now.
        from jenifer.desk.agenda import DeskAgendas
        from orgs.notifications.digest import serve_agendas

        serve_agendas(DeskAgendas())
