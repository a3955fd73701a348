from django.urls import path

from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("settings/plan/", plan, name="settings-plan"),
]
