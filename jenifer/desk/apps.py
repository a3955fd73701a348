from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The composed pages: Today, and what stands around every page."""

    name = "jenifer.desk"
    label = "desk"
