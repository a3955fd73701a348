"""Addresses of the API, all under /api/v1/."""

from django.urls import path

from ai_engine.api import insights
from executives.api import attachments, executives
from integrations.api import connections, troubles
from jenifer.desk.api import calendar_news, meeting_invitations, palette
from orgs.api import (
    audit,
    browsers,
    documents,
    features,
    invitations,
    me,
    members,
    notifications,
    organization,
    plan,
    saved_views,
    tokens,
)
from scheduling.api import exports, feeds, imports, instances, meetings, moves, notices

urlpatterns = [
    path("schema.json", documents.Schema.as_view(), name="api-schema"),
    path("docs/", documents.docs, name="api-docs"),
    path("tokens/", tokens.Tokens.as_view(), name="api-tokens"),
    path("tokens/<uuid:token_id>/", tokens.Token.as_view(), name="api-token"),
    path("tokens/<uuid:token_id>/revoke/", tokens.Revoke.as_view(), name="api-token-revoke"),
    path("executives/", executives.Executives.as_view(), name="api-executives"),
    path("executives/<uuid:executive_id>/", executives.Executive.as_view(), name="api-executive"),
    path("executives/<uuid:executive_id>/calendar.ics", exports.Export.as_view(), name="api-calendar-export"),
    path("executives/<uuid:executive_id>/feeds/", feeds.Feeds.as_view(), name="api-calendar-feeds"),
    path(
        "executives/<uuid:executive_id>/feeds/<uuid:feed_id>/",
        feeds.Feed.as_view(),
        name="api-calendar-feed",
    ),
    path("imports/", imports.Imports.as_view(), name="api-imports"),
    path("imports/<uuid:import_id>/", imports.Import.as_view(), name="api-import"),
    path("meetings/", meetings.Meetings.as_view(), name="api-meetings"),
    path("meetings/instances/", instances.Instances.as_view(), name="api-instances"),
    path("meetings/<uuid:meeting_id>/", meetings.MeetingDetail.as_view(), name="api-meeting"),
    path("meetings/<uuid:meeting_id>/move/", moves.Move.as_view(), name="api-meeting-move"),
    path("meetings/<uuid:meeting_id>/cancel/", moves.Cancel.as_view(), name="api-meeting-cancel"),
    path("notices/", notices.Notices.as_view(), name="api-notices"),
    path("notices/take-back/", notices.TakeBack.as_view(), name="api-notices-take-back"),
    path("calendar-connections/", connections.Connections.as_view(), name="api-calendar-connections"),
    path(
        "calendar-connections/<uuid:connection_id>/",
        connections.Connection.as_view(),
        name="api-calendar-connection",
    ),
    path(
        "calendar-connections/<uuid:connection_id>/sync/",
        connections.Sync.as_view(),
        name="api-calendar-connection-sync",
    ),
    path(
        "calendar-connections/<uuid:connection_id>/reconnect/",
        connections.Reconnect.as_view(),
        name="api-calendar-connection-reconnect",
    ),
    path(
        "calendar-connections/<uuid:connection_id>/removals/",
        troubles.AllowRemovals.as_view(),
        name="api-calendar-connection-removals",
    ),
    path(
        "calendar-connections/<uuid:connection_id>/unread/",
        troubles.UnreadEvents.as_view(),
        name="api-calendar-connection-unread",
    ),
    path("calendar-news/", calendar_news.CalendarNews.as_view(), name="api-calendar-news"),
    path("calendar-news/seen/", calendar_news.CalendarNewsSeen.as_view(), name="api-calendar-news-seen"),
    path(
        "meeting-invitations/",
        meeting_invitations.MeetingInvitations.as_view(),
        name="api-meeting-invitations",
    ),
    path(
        "meeting-invitations/undo/",
        meeting_invitations.UndoMeetingAnswer.as_view(),
        name="api-meeting-invitation-undo",
    ),
    path(
        "meeting-invitations/<uuid:meeting_id>/times/",
        meeting_invitations.MeetingInvitationTimes.as_view(),
        name="api-meeting-invitation-times",
    ),
    path(
        "meeting-invitations/<uuid:meeting_id>/answer/",
        meeting_invitations.AnswerMeetingInvitation.as_view(),
        name="api-meeting-invitation-answer",
    ),
    path("insights/", insights.Insights.as_view(), name="api-insights"),
    path("insights/<uuid:insight_id>/", insights.Insight.as_view(), name="api-insight"),
    path("insights/<uuid:insight_id>/accept/", insights.Accept.as_view(), name="api-insight-accept"),
    path("insights/<uuid:insight_id>/dismiss/", insights.Dismiss.as_view(), name="api-insight-dismiss"),
    path("insights/<uuid:insight_id>/snooze/", insights.Snooze.as_view(), name="api-insight-snooze"),
    path("insights/<uuid:insight_id>/undo/", insights.Undo.as_view(), name="api-insight-undo"),
    path("audit/", audit.Audit.as_view(), name="api-audit"),
    path("audit/download/", audit.Download.as_view(), name="api-audit-download"),
    path("features/", features.Features.as_view(), name="api-features"),
    path("plan/", plan.Plan.as_view(), name="api-plan"),
    path("members/", members.Members.as_view(), name="api-members"),
    path("members/<uuid:member_id>/", members.MemberDetail.as_view(), name="api-member"),
    path("members/<uuid:member_id>/deactivate/", members.Deactivate.as_view(), name="api-member-deactivate"),
    path("members/<uuid:member_id>/reactivate/", members.Reactivate.as_view(), name="api-member-reactivate"),
    path("invitations/", invitations.Invitations.as_view(), name="api-invitations"),
    path("invitations/<uuid:invitation_id>/", invitations.InvitationDetail.as_view(), name="api-invitation"),
    path(
        "invitations/<uuid:invitation_id>/resend/", invitations.Resend.as_view(), name="api-invitation-resend"
    ),
    path(
        "invitations/<uuid:invitation_id>/revoke/", invitations.Revoke.as_view(), name="api-invitation-revoke"
    ),
    path("me/", me.Me.as_view(), name="api-me"),
    path("organization/", organization.TheOrganization.as_view(), name="api-organization"),
    path("notifications/", notifications.Notifications.as_view(), name="api-notifications"),
    path("notifications/read/", notifications.ReadAll.as_view(), name="api-notifications-read"),
    path(
        "notifications/preferences/", notifications.Preferences.as_view(), name="api-notification-preferences"
    ),
    path("notifications/push/", browsers.Browsers.as_view(), name="api-push-browsers"),
    path("notifications/push/<uuid:browser_id>/", browsers.Browser.as_view(), name="api-push-browser"),
    path(
        "notifications/<uuid:notification_id>/read/",
        notifications.Read.as_view(),
        name="api-notification-read",
    ),
    path("attachments/", attachments.Attachments.as_view(), name="api-attachments"),
    path("attachments/<uuid:attachment_id>/", attachments.AttachmentDetail.as_view(), name="api-attachment"),
    path(
        "attachments/<uuid:attachment_id>/content/",
        attachments.AttachmentContent.as_view(),
        name="api-attachment-content",
    ),
    path("saved-views/", saved_views.SavedViews.as_view(), name="api-saved-views"),
    path("saved-views/order/", saved_views.SavedViewOrder.as_view(), name="api-saved-view-order"),
    path("saved-views/<uuid:view_id>/", saved_views.SavedViewDetail.as_view(), name="api-saved-view"),
    path("palette/", palette.Palette.as_view(), name="api-palette"),
]
