from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jenifer.faces import hue, initials
from orgs.forms.organization import AISettingsForm, OrganizationForm
from orgs.forms.pictures import PictureForm
from orgs.models import Organization
from orgs.permissions import admins_only
from orgs.requests import PersonRequest
from orgs.services.organizations import change_ai_settings, change_organization
from orgs.services.pictures import remove_logo, set_logo


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organization(request: PersonRequest) -> HttpResponse:
    admins_only(request.user)
    form = OrganizationForm(request.POST or None, instance=Organization.objects.get(pk=request.user.org_id))
    if request.method == "POST" and form.is_valid():
        change_organization(by=request.user, **form.values())
        messages.success(request, _("Saved."))
        return redirect("settings-organization")
    return render(request, "orgs/organization.html", _context(request, form, PictureForm()))


@login_required
@require_POST
def logo(request: PersonRequest) -> HttpResponse:
    """Put the organization's logo up; with `remove` take it down."""
    admins_only(request.user)
    if "remove" in request.POST:
        remove_logo(by=request.user)
        messages.success(request, _("The logo is gone."))
        return redirect("settings-organization")
    form = PictureForm(request.POST, request.FILES)
    if form.put_up(set_logo, by=request.user):
        messages.success(request, _("The logo is up."))
        return redirect("settings-organization")
    context = _context(request, OrganizationForm(instance=request.user.org), form)
    return render(request, "orgs/organization.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ai_settings(request: PersonRequest) -> HttpResponse:
    admins_only(request.user)
    form = AISettingsForm(request.POST or None, initial=request.user.org.ai_settings)
    if request.method == "POST" and form.is_valid():
        change_ai_settings(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Every calendar is being looked through again."))
        return redirect("settings-ai")
    return render(request, "orgs/ai_settings.html", {"form": form})


def _context(request: PersonRequest, form: OrganizationForm, picture_form: PictureForm) -> dict[str, object]:
    row = request.user.org
    shown = {"initials": initials(row.name), "hue": hue(row.pk), "picture": row.logo_url}
    return {"form": form, "picture_form": picture_form, "face": shown}
