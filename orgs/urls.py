from django.urls import path

from orgs.views import invitations, joining, team
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
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
    path("settings/plan/", plan, name="settings-plan"),
]
