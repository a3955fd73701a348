from django.urls import path

from scheduling.views.answers import answer
from scheduling.views.exports import export
from scheduling.views.imports import import_job, import_page

urlpatterns = [
    path("answer/<slug:answer_token>/", answer, name="answer"),
    path("calendar/import/", import_page, name="calendar-import"),
    path("calendar/import/<uuid:import_id>/", import_job, name="calendar-import-job"),
    path("executives/<uuid:executive_id>/calendar.ics", export, name="calendar-export"),
]
