from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "orgs"

    def ready(self) -> None:
        # Models can be imported only now.
        from orgs.notifications.channels import register
        from orgs.notifications.channels.email import EmailChannel
        from orgs.notifications.channels.web_push import WebPushChannel

        register(EmailChannel())
        register(WebPushChannel())
