from django.contrib import admin
from django.urls import include, path

from jenifer import health

handler400 = "jenifer.errors.bad_request"
handler403 = "orgs.views.plan.permission_denied"
handler404 = "jenifer.errors.not_found"
handler500 = "jenifer.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("jenifer.api_urls")),
    path("", include("orgs.urls")),
    path("", include("executives.urls")),
    path("", include("scheduling.urls")),
    path("", include("integrations.urls")),
    path("", include("jenifer.desk.urls")),
]
