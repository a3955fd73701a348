from django.apps import AppConfig


class JeniferConfig(AppConfig):
    name = "jenifer"

    def ready(self) -> None:
        from jenifer import checks  # noqa: F401 -- registers the check once apps are loaded
