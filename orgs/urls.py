from django.urls import path

from orgs.views import problems, tokens
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("problems/", problems.problems, name="problems"),
    path("problems/<slug:code>", problems.problems, name="problem"),
    path("settings/tokens/", tokens.tokens, name="settings-tokens"),
    path("settings/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="settings-token-revoke"),
    path("settings/plan/", plan, name="settings-plan"),
]
