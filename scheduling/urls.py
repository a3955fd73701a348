from django.urls import path

from scheduling.views import feeds
from scheduling.views.answers import answer
from scheduling.views.exports import export
from scheduling.views.feed_file import feed_file
from scheduling.views.imports import import_job, import_page

ONE = "executives/<uuid:executive_id>/feeds/<uuid:feed_id>/"

urlpatterns = [
    path("answer/<slug:answer_token>/", answer, name="answer"),
    path("calendar/import/", import_page, name="calendar-import"),
    path("calendar/import/<uuid:import_id>/", import_job, name="calendar-import-job"),
    path("executives/<uuid:executive_id>/calendar.ics", export, name="calendar-export"),
    path("executives/<uuid:executive_id>/feeds/", feeds.feeds, name="calendar-feeds"),
    path(ONE, feeds.feed, name="calendar-feed-change"),
    path(f"{ONE}revoke/", feeds.revoke, name="calendar-feed-revoke"),
    path("feeds/<str:key>.ics", feed_file, name="calendar-feed"),
]
