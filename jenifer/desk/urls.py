from django.urls import path

from jenifer.desk import answers, cancelling, insights, meeting, palette, views, welcome

urlpatterns = [
    path("", views.today, name="today"),
    path("insights/", insights.insights, name="insights"),
    path("insights/<uuid:insight_id>/respond/", answers.respond, name="insight-respond"),
    path("meetings/<uuid:meeting_id>/", meeting.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/cancel/", cancelling.cancel, name="meeting-cancel"),
    path("meetings/undo/<str:way_back>/", cancelling.undo, name="meeting-undo"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/dismiss/", welcome.dismiss, name="welcome-dismiss"),
    path("welcome/<slug:step>/", welcome.step, name="welcome-step"),
    path("palette/", palette.palette, name="palette"),
]
