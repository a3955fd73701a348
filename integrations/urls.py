from django.urls import path

from integrations.views import connection, connections, troubles

ONE = "settings/calendars/<uuid:connection_id>/"

urlpatterns = [
    path("settings/calendars/", connections.connections, name="settings-calendars"),
    path("settings/calendars/subscribe/", connections.subscribe, name="settings-calendars-subscribe"),
    path(ONE, connection.connection, name="settings-calendar"),
    path(f"{ONE}schedule/", connection.set_schedule, name="settings-calendar-schedule"),
    path(f"{ONE}act/", connection.act, name="settings-calendar-act"),
    path(f"{ONE}reconnect/", connection.mended, name="settings-calendar-reconnect"),
    path(f"{ONE}removals/", troubles.removals, name="settings-calendar-removals"),
    path(f"{ONE}disconnect/", connection.leave, name="settings-calendar-disconnect"),
]
