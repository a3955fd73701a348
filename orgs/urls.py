from django.urls import path

from orgs.views import bell, notification_settings, notifications
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications-read"),
    path("notifications/stream/", bell.stream, name="bell-stream"),
    path(
        "notifications/unsubscribe/<str:token>/", notification_settings.unsubscribe_page, name="unsubscribe"
    ),
    path(
        "notifications/<uuid:notification_id>/open/",
        notifications.open_notification,
        name="notification-open",
    ),
    path("notifications/<uuid:notification_id>/read/", notifications.read, name="notification-read"),
    path("settings/notifications/", notification_settings.settings_page, name="settings-notifications"),
    path(
        "settings/notifications/address/",
        notification_settings.address_works,
        name="settings-notifications-address",
    ),
    path(
        "settings/notifications/browsers/<uuid:browser_id>/",
        notification_settings.remove_browser,
        name="settings-notifications-browser",
    ),
    path("sw.js", notification_settings.worker_script, name="worker-script"),
    path("settings/plan/", plan, name="settings-plan"),
]
