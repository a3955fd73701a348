from django.urls import path

from jenifer.desk import answers, insights, meeting, palette, views

urlpatterns = [
    path("", views.today, name="today"),
    path("insights/", insights.insights, name="insights"),
    path("insights/<uuid:insight_id>/respond/", answers.respond, name="insight-respond"),
    path("meetings/<uuid:meeting_id>/", meeting.meeting, name="meeting"),
    path("palette/", palette.palette, name="palette"),
]
