from django.urls import path

from orgs.views import saved_views
from orgs.views.outbox import outbox
from orgs.views.plan import plan

urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("views/", saved_views.save, name="saved-view-save"),
    path("views/<uuid:view_id>/", saved_views.change, name="saved-view-change"),
    path("views/<uuid:view_id>/move/", saved_views.move, name="saved-view-move"),
    path("views/<uuid:view_id>/delete/", saved_views.delete, name="saved-view-delete"),
    path("views/<uuid:view_id>/restore/", saved_views.restore, name="saved-view-restore"),
    path("settings/plan/", plan, name="settings-plan"),
]
