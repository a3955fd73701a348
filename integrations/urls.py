from django.urls import path

from integrations.views import connection, connections

ONE = "settings/calendars/<uuid:connection_id>/"

urlpatterns = [
    path("settings/calendars/", connections.connections, name="settings-calendars"),
    path("settings/calendars/subscribe/", connections.subscribe, name="settings-calendars-subscribe"),
    path(ONE, connection.connection, name="settings-calendar"),
    path(f"{ONE}schedule/", connection.set_schedule, name="settings-calendar-schedule"),
    path(f"{ONE}act/", connection.act, name="settings-calendar-act"),
    path(f"{ONE}reconnect/", connection.mended, name="settings-calendar-reconnect"),
    path(f"{ONE}disconnect/", connection.leave, name="settings-calendar-disconnect"),
]
