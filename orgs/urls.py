from django.urls import path

from orgs.views import invitations, joining, organization, pictures, profile, team
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
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
]
