from django.urls import path

from integrations.views import connections, troubles

ONE = "settings/calendars/<uuid:connection_id>/"

urlpatterns = [
    path("settings/calendars/", connections.connections, name="settings-calendars"),
    path(ONE, connections.connection, name="settings-calendar"),
    path(f"{ONE}schedule/", connections.set_schedule, name="settings-calendar-schedule"),
    path(f"{ONE}act/", connections.act, name="settings-calendar-act"),
    path(f"{ONE}reconnect/", connections.new_password, name="settings-calendar-reconnect"),
    path(f"{ONE}removals/", troubles.removals, name="settings-calendar-removals"),
    path(f"{ONE}disconnect/", connections.leave, name="settings-calendar-disconnect"),
]
