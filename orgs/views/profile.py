from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from orgs.faces import face
from orgs.forms.pictures import PictureForm
from orgs.forms.profile import ProfileForm
from orgs.models import User
from orgs.requests import PersonRequest
from orgs.services.pictures import remove_avatar, set_avatar
from orgs.services.profile import change_profile
from orgs.shapes import USER_PREFERENCES

THEMES = USER_PREFERENCES["properties"]["theme"]["enum"]
YEAR_SECONDS = 31_536_000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        person = change_profile(by=request.user, **form.values())
        messages.success(request, _("Saved."))
        return _in_theme(redirect("settings-profile"), person.theme)
    return render(request, "orgs/profile.html", _context(request, form, PictureForm()))


@login_required
@require_POST
def picture(request: PersonRequest) -> HttpResponse:
    """Put one's picture up; with `remove` take it down."""
    if "remove" in request.POST:
        remove_avatar(by=request.user)
        messages.success(request, _("Your picture is gone; your initials stand in its place."))
        return redirect("settings-profile")
    form = PictureForm(request.POST, request.FILES)
    if form.put_up(set_avatar, by=request.user):
        messages.success(request, _("Your picture is up."))
        return redirect("settings-profile")
    return render(request, "orgs/profile.html", _context(request, ProfileForm(instance=request.user), form))


@login_required
@require_POST
def theme(request: PersonRequest) -> HttpResponse:
    """From the account menu; a script that has drawn it already wants no page."""
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        change_profile(by=request.user, preferences={"theme": chosen})
    if request.headers.get("Accept") == "application/json":
        return _in_theme(HttpResponse(status=204), chosen)
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return _in_theme(redirect(back if is_ours else "today"), chosen)


def _context(request: PersonRequest, form: ProfileForm, picture_form: PictureForm) -> dict[str, object]:
    return {
        "form": form,
        "picture_form": picture_form,
        "face": face(request.user),
        "email": request.user.email,
    }


def _in_theme(response: HttpResponse, theme: str) -> HttpResponse:
    """Pages of whoever is signed out know nobody's preferences: they look as this browser last did."""
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=YEAR_SECONDS, samesite="Lax")
    return response
