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
        from executives.search import register_source
        from jenifer.desk.insights import SAVED
        from jenifer.desk.keys import register_keys
        from jenifer.desk.palette_sources import SOURCES
        from orgs.saved_lists import register_saved_list

        for source in SOURCES:
            register_source(source)
        register_saved_list(SAVED)
        register_keys()
