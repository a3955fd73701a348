from django.apps import AppConfig


class ExecutivesConfig(AppConfig):
    name = "executives"
