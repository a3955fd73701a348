"""The Django admin for staff: one organization at a time, entered for a reason (docs/operations.md)."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_protect
from unfold.sites import UnfoldAdminSite

from jenifer.db.models import Base
from jenifer.principal import become
from orgs.services.staff_entries import open_entry
from orgs.staff import views
from orgs.staff.requests import StaffRequest

type View = Callable[..., HttpResponse]

# Logging in and passwords are allauth's, with its limits; nothing of ours has a page to "view on site".
WITHOUT_ENTRY = {"i18n_javascript", "search"}  # texts of the pages, and names of models
LEFT_OUT = {"login", "logout", "password_change", "password_change_done", "view_on_site"}


class StaffSite(UnfoldAdminSite):
    """Runs as the same unprivileged role as everything else: what staff may see, the database decides."""

    final_catch_all_view = False
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Our own tables only: other packages register what people sign in with, which is nobody's to see."""
        given = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        super().register([each for each in given if issubclass(each, Base)], admin_class, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        usual = [each for each in super().get_urls() if getattr(each, "name", None) not in LEFT_OUT]
        return [
            path("", self._guarded(views.index), name="index"),
            path("enter/<uuid:organization_id>/", self._guarded(views.enter), name="enter"),
            path("leave/", self._guarded(views.leave), name="leave"),
            path("features/", self._guarded(views.flags), name="features"),
            path("features/<uuid:flag_id>/", self._guarded(views.flag), name="feature"),
            *(each for each in usual if getattr(each, "name", None) != "index"),
        ]

    def _guarded(self, view: View) -> View:
        return self._for_staff(view, needs_entry=False)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        is_shared = getattr(getattr(view, "__self__", None), "is_global", False)
        return self._for_staff(view, needs_entry=not is_shared and view.__name__ not in WITHOUT_ENTRY)

    def _for_staff(self, view: View, *, needs_entry: bool) -> View:
        @csp_override(settings.STAFF_CSP)
        @never_cache
        @csrf_protect
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
            if not self.has_permission(request):
                raise Http404
            _open(request)
            if needs_entry and request.staff_entry is None:
                messages.info(request, _("Enter an organization first."))
                return HttpResponseRedirect(reverse("admin:index"))
            if _is_from_elsewhere(request):
                messages.warning(
                    request,
                    _(
                        "You have entered another organization since that page was opened. Nothing was changed."
                    ),
                )
                return HttpResponseRedirect(reverse("admin:index"))
            return view(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Outside of an organization there is only what is the same for all."""
        found = super().get_app_list(request, app_label)
        return found if getattr(request, "staff_entry", None) else [_global_models(app) for app in found]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        entry = getattr(request, "staff_entry", None)
        # `colors` would stand inline in the page; ours are in static/css/staff.css.
        return super().each_context(request) | {"colors": None, "staff_entry": entry}


def _global_models(app: dict[str, Any]) -> dict[str, Any]:
    shared = [
        each
        for each in app["models"]
        if getattr(admin.site.get_model_admin(each["model"]), "is_global", False)
    ]
    return app | {"models": shared}


def _is_from_elsewhere(request: StaffRequest) -> bool:
    """A form of another tab, opened in the organization that was left meanwhile: it would add its row to this one."""
    opened_in = request.POST.get(views.ENTRY_KEY)
    entry = request.staff_entry
    return opened_in is not None and (entry is None or opened_in != str(entry.pk))


def _open(request: StaffRequest) -> None:
    """Let the rest of the request be in the organization that the session has entered, if that lasts."""
    entry_id = request.session.get(views.ENTRY_KEY, "")
    request.staff_entry = open_entry(by=request.user, entry_id=entry_id)
    if request.staff_entry is not None:
        become(entry_id=entry_id)
    elif entry_id:
        del request.session[views.ENTRY_KEY]
        messages.warning(request, _("Your time in the organization is over."))
