from django.urls import path

from orgs.views import organization, pictures, profile
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("people/<uuid:user_id>/picture/<slug:version>/", pictures.person_picture, name="person-picture"),
    path("organization/logo/<slug:version>/", pictures.organization_logo, name="organization-logo"),
    path("settings/profile/", profile.profile, name="settings-profile"),
    path("settings/profile/picture/", profile.picture, name="settings-picture"),
    path("settings/theme/", profile.theme, name="settings-theme"),
    path("settings/organization/", organization.organization, name="settings-organization"),
    path("settings/organization/logo/", organization.logo, name="settings-logo"),
    path("settings/ai/", organization.ai_settings, name="settings-ai"),
    path("settings/plan/", plan, name="settings-plan"),
]
