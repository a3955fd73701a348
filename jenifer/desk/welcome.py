"""The first steps: organization, first executive, their calendar, a colleague; for who was invited, their profile."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from executives.requests import access_of
from executives.services.executives import add_executive
from jenifer.desk.welcome_forms import FirstExecutiveForm, OrganizationStep, ProfileStep
from orgs.forms.team import InviteForm
from orgs.onboarding import DONE, SKIPPED, Onboarding
from orgs.requests import PersonRequest
from orgs.services.onboarding import answer_step, dismiss_onboarding
from orgs.services.organizations import change_organization
from orgs.services.profile import change_profile
from orgs.views.invitations import invite
from scheduling.models import CalendarImport, ImportStatus

LABELS = {
    "organization": gettext_noop("Organization"),
    "executive": gettext_noop("First executive"),
    "calendar": gettext_noop("Calendar"),
    "colleague": gettext_noop("Colleagues"),
    "profile": gettext_noop("You"),
}
# What makes a step done without a form: it is there already.
THERE = {"executive": "executives", "calendar": "last_import"}


@login_required
@require_safe
def welcome(request: PersonRequest) -> HttpResponse:
    """On with the first step that has no answer; with none left, to the day."""
    current = onboarding_of(request).current
    return (
        redirect("today")
        if request.user.onboarding_completed or not current
        else redirect("welcome-step", current)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PersonRequest, step: str) -> HttpResponse:
    onboarding = onboarding_of(request)
    if step not in onboarding.steps:
        raise Http404
    form = FORMS[step](request)
    if request.method == "POST":
        if "skip" in request.POST:
            return _on(request, step, SKIPPED)
        if "keep" in request.POST or form is None:
            return _on(request, step, DONE if _facts(request, step).get(THERE.get(step, "")) else SKIPPED)
        if form.is_valid() and SAVE[step](request, form):
            return _on(request, step, DONE)
    return render(
        request, "desk/welcome.html", {"form": form, **_steps(onboarding, step), **_facts(request, step)}
    )


@login_required
@require_POST
def dismiss(request: PersonRequest) -> HttpResponse:
    dismiss_onboarding(by=request.user)
    return redirect("today")


def onboarding_of(request: PersonRequest) -> Onboarding:
    return Onboarding.read(request.user.onboarding_data, is_admin=request.user.is_admin)


def _on(request: PersonRequest, step: str, answer: str) -> HttpResponse:
    following = answer_step(by=request.user, step=step, answer=answer).after(step)
    if following:
        return redirect("welcome-step", following)
    messages.success(request, _("That is all. Welcome to your desk."))
    return redirect("today")


def _steps(onboarding: Onboarding, current: str) -> dict[str, Any]:
    steps = [
        {
            "name": each,
            "label": _(LABELS[each]),
            "is_current": each == current,
            "answer": onboarding.answers.get(each, ""),
        }
        for each in onboarding.steps
    ]
    return {
        "steps": steps,
        "step": current,
        "number": onboarding.steps.index(current) + 1,
        "is_answered": current in onboarding.answers,
    }


def _facts(request: PersonRequest, step: str) -> dict[str, Any]:
    """What is there already: the executives, and for the calendar what came in."""
    if step not in ("executive", "calendar"):
        return {}
    executives = list(access_of(request).executives)
    imports = CalendarImport.objects.filter(status=ImportStatus.DONE).order_by("-finished_at")
    return {"executives": executives, "last_import": imports.first() if step == "calendar" else None}


def _save_organization(request: PersonRequest, form: Any) -> bool:
    change_organization(by=request.user, **form.values())
    return True


def _save_executive(request: PersonRequest, form: Any) -> bool:
    add_executive(by=request.user, **form.cleaned_data)
    return True


def _save_profile(request: PersonRequest, form: Any) -> bool:
    change_profile(by=request.user, **form.cleaned_data)
    return True


FORMS: dict[str, Callable[[PersonRequest], Form | None]] = {
    "organization": lambda request: OrganizationStep(request.POST or None, organization=request.user.org),
    "executive": lambda request: FirstExecutiveForm(
        request.POST or None, initial={"timezone": request.user.timezone}
    ),
    "calendar": lambda request: None,
    "colleague": lambda request: InviteForm(request.POST or None, by=request.user),
    "profile": lambda request: ProfileStep(request.POST or None, person=request.user),
}
SAVE: dict[str, Callable[[PersonRequest, Any], bool]] = {
    "organization": _save_organization,
    "executive": _save_executive,
    "colleague": invite,
    "profile": _save_profile,
}
