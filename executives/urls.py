from django.urls import path

from executives.views import executives

urlpatterns = [
    path("executives/", executives.executives, name="executives"),
    path("executives/new/", executives.new, name="executive-new"),
    path("executives/<uuid:executive_id>/", executives.executive, name="executive"),
]
