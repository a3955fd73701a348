from django.urls import path

from orgs.views.outbox import outbox

urlpatterns = [path("outbox/", outbox, name="outbox")]
