from django.urls import path

from orgs.views.audit import audit, download
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("settings/audit/", audit, name="settings-audit"),
    path("settings/audit/download/", download, name="settings-audit-download"),
    path("settings/plan/", plan, name="settings-plan"),
]
