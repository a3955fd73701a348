from django.urls import path

from orgs.views import (
    bell,
    invitations,
    joining,
    notification_settings,
    notifications,
    organization,
    pictures,
    problems,
    profile,
    saved_views,
    sessions,
    team,
    tokens,
)
from orgs.views.audit import audit, download
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("settings/audit/", audit, name="settings-audit"),
    path("settings/audit/download/", download, name="settings-audit-download"),
    path("settings/plan/", plan, name="settings-plan"),
    path("invitations/<str:token>/", joining.invitation, name="invitation"),
    path("settings/team/", team.team, name="settings-team"),
    path("settings/team/invitations/", invitations.invitations, name="settings-invitations"),
    path(
        "settings/team/invitations/<uuid:invitation_id>/resend/", invitations.resend, name="invitation-resend"
    ),
    path(
        "settings/team/invitations/<uuid:invitation_id>/revoke/", invitations.revoke, name="invitation-revoke"
    ),
    path("settings/team/<uuid:member_id>/", team.member, name="settings-member"),
    path("settings/team/<uuid:member_id>/deactivate/", team.deactivate, name="member-deactivate"),
    path("settings/team/<uuid:member_id>/reactivate/", team.reactivate, name="member-reactivate"),
    path("people/<uuid:user_id>/picture/<slug:version>/", pictures.person_picture, name="person-picture"),
    path("organization/logo/<slug:version>/", pictures.organization_logo, name="organization-logo"),
    path("settings/profile/", profile.profile, name="settings-profile"),
    path("settings/profile/picture/", profile.picture, name="settings-picture"),
    path("settings/theme/", profile.theme, name="settings-theme"),
    path("settings/organization/", organization.organization, name="settings-organization"),
    path("settings/organization/logo/", organization.logo, name="settings-logo"),
    path("settings/ai/", organization.ai_settings, name="settings-ai"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications-read"),
    path("notifications/stream/", bell.stream, name="bell-stream"),
    path(
        "notifications/unsubscribe/<str:way_out>/", notification_settings.unsubscribe_page, name="unsubscribe"
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
    path("views/", saved_views.save, name="saved-view-save"),
    path("views/<uuid:view_id>/", saved_views.change, name="saved-view-change"),
    path("views/<uuid:view_id>/move/", saved_views.move, name="saved-view-move"),
    path("views/<uuid:view_id>/delete/", saved_views.delete, name="saved-view-delete"),
    path("views/<uuid:view_id>/restore/", saved_views.restore, name="saved-view-restore"),
    path("problems/", problems.problems, name="problems"),
    path("problems/<slug:code>", problems.problems, name="problem"),
    path("settings/sessions/<int:session_id>/end/", sessions.end_session, name="session-end"),
    path("settings/tokens/", tokens.tokens, name="settings-tokens"),
    path("settings/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="settings-token-revoke"),
]
