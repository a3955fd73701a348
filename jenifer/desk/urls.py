from django.urls import path

from jenifer.desk import (
    answers,
    cancelling,
    insights,
    invitation_answers,
    meeting,
    news_seen,
    palette,
    views,
    welcome,
)

urlpatterns = [
    path("", views.today, name="today"),
    path("insights/", insights.insights, name="insights"),
    path("insights/<uuid:insight_id>/respond/", answers.respond, name="insight-respond"),
    path("meetings/<uuid:meeting_id>/", meeting.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/answer/", invitation_answers.meeting_answer, name="meeting-answer"),
    path("meetings/answers/undo/", invitation_answers.meeting_answer_undo, name="meeting-answer-undo"),
    path("news/seen/", news_seen.news_seen, name="news-seen"),
    path("meetings/<uuid:meeting_id>/cancel/", cancelling.cancel, name="meeting-cancel"),
    path("meetings/undo/<str:way_back>/", cancelling.undo, name="meeting-undo"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/dismiss/", welcome.dismiss, name="welcome-dismiss"),
    path("welcome/<slug:step>/", welcome.step, name="welcome-step"),
    path("palette/", palette.palette, name="palette"),
]
