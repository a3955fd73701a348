from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExecutivesConfig(AppConfig):
    name = "executives"
    verbose_name = _("Executives")
