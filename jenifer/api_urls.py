"""Addresses of the API, all under /api/v1/."""

from django.urls import path

from ai_engine.api import insights
from executives.api import executives
from orgs.api import documents, features, plan, tokens
from scheduling.api import exports, imports, instances, meetings, moves

urlpatterns = [
    path("schema.json", documents.Schema.as_view(), name="api-schema"),
    path("docs/", documents.docs, name="api-docs"),
    path("tokens/", tokens.Tokens.as_view(), name="api-tokens"),
    path("tokens/<uuid:token_id>/", tokens.Token.as_view(), name="api-token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.Revoke.as_view(), name="api-token-revoke"),
    path("executives/", executives.Executives.as_view(), name="api-executives"),
    path("executives/<uuid:executive_id>/", executives.Executive.as_view(), name="api-executive"),
    path("executives/<uuid:executive_id>/calendar.ics", exports.Export.as_view(), name="api-calendar-export"),
    path("imports/", imports.Imports.as_view(), name="api-imports"),
    path("imports/<uuid:import_id>/", imports.Import.as_view(), name="api-import"),
    path("meetings/", meetings.Meetings.as_view(), name="api-meetings"),
    path("meetings/instances/", instances.Instances.as_view(), name="api-instances"),
    path("meetings/<uuid:meeting_id>/", meetings.MeetingDetail.as_view(), name="api-meeting"),
    path("meetings/<uuid:meeting_id>/move/", moves.Move.as_view(), name="api-meeting-move"),
    path("insights/", insights.Insights.as_view(), name="api-insights"),
    path("insights/<uuid:insight_id>/", insights.Insight.as_view(), name="api-insight"),
    path("insights/<uuid:insight_id>/accept/", insights.Accept.as_view(), name="api-insight-accept"),
    path("insights/<uuid:insight_id>/dismiss/", insights.Dismiss.as_view(), name="api-insight-dismiss"),
    path("insights/<uuid:insight_id>/snooze/", insights.Snooze.as_view(), name="api-insight-snooze"),
    path("insights/<uuid:insight_id>/undo/", insights.Undo.as_view(), name="api-insight-undo"),
    path("features/", features.Features.as_view(), name="api-features"),
    path("plan/", plan.Plan.as_view(), name="api-plan"),
]
