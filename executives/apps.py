from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExecutivesConfig(AppConfig):
    name = "executives"
    verbose_name = _("Executives")

    def ready(self) -> None:
        # Models can be imported only now.
        from executives.belongings import ASSIGNMENTS
        from orgs.belongings import register

        register(ASSIGNMENTS)
        from executives.views.executives import SAVED
        from orgs.saved_lists import register_saved_list

        register_saved_list(SAVED)
