"""The team: who is in it, and what each may do."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jenifer.faces import hue, initials
from orgs.belongings import belongings_of
from orgs.formats import Formats
from orgs.forms.team import PERMISSIONS, HandOverForm, MemberForm
from orgs.models import Role, User
from orgs.permissions import Permission, admins_only, require
from orgs.plans import PlanLimitReached
from orgs.requests import PersonRequest
from orgs.selectors import invitations, members
from orgs.services.departures import deactivate_member, reactivate_member
from orgs.services.members import MemberRefused, change_member, is_last_admin

PER_PAGE = 30
STATES = {"active": True, "deactivated": False}


@login_required
@require_safe
def team(request: PersonRequest) -> HttpResponse:
    """`?q=` a name or address, `?state=active|deactivated`."""
    require(request.user, Permission.TEAM_MANAGE)
    search, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = members(request.user.org_id, search=search, is_active=STATES.get(state))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    formats = Formats.of(request.user)
    chosen = {name: value for name, value in (("q", search), ("state", state)) if value}
    context = {
        "lines": [line(each, request.user, formats) for each in page.object_list],
        "page": page,
        "search": search,
        "state": state,
        "query": f"{urlencode(chosen)}&" if chosen else "",
        "invitation_count": invitations(request.user.org_id).filter(status="pending").count(),
    }
    return render(request, "orgs/team.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: PersonRequest, member_id: UUID) -> HttpResponse:
    """Role and permissions: an admin changes them, whoever looks after the team reads them."""
    require(request.user, Permission.TEAM_MANAGE)
    person = _member(request, member_id)
    form = MemberForm(request.POST or None, initial={"role": person.role, "permissions": person.permissions})
    if request.method == "POST" and form.is_valid():
        try:
            change_member(
                by=request.user,
                member=person,
                role=Role(form.cleaned_data["role"]),
                permissions=map(Permission, form.cleaned_data["permissions"]),
            )
        except MemberRefused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings-member", person.pk)
    return render(request, "orgs/member.html", _member_context(request, person, form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: PersonRequest, member_id: UUID) -> HttpResponse:
    """What the person owns, and to whom each kind of it goes."""
    admins_only(request.user)
    person = _member(request, member_id)
    colleagues = list(members(request.user.org_id, is_active=True).exclude(pk=person.pk))
    given = request.POST if request.method == "POST" else None
    form = HandOverForm(given, owned=belongings_of(person), colleagues=colleagues)
    if request.method == "POST" and (not form.owned or form.is_valid()):
        try:
            deactivate_member(by=request.user, member=person, takers=form.takers() if form.owned else {})
        except MemberRefused as refusal:
            form.add_error(None, str(refusal)) if form.owned else messages.error(request, str(refusal))
        else:
            return _gone(request, person)
    context = {
        "member": line(person, request.user, Formats.of(request.user)),
        "form": form,
        "is_last_admin": is_last_admin(request.user.org_id, person),
    }
    return render(request, "orgs/deactivate.html", context)


@login_required
@require_POST
def reactivate(request: PersonRequest, member_id: UUID) -> HttpResponse:
    person = _member(request, member_id)
    try:
        reactivate_member(by=request.user, member=person)
        messages.success(request, _("%(name)s can sign in again.") % {"name": person})
    except (MemberRefused, PlanLimitReached) as refusal:
        messages.error(request, str(refusal))
    return redirect("settings-member", person.pk)


def line(person: User, viewer: User, formats: Formats) -> dict[str, Any]:
    labels = dict(PERMISSIONS)
    return {
        "id": person.pk,
        "name": str(person),
        "email": person.email,
        "job_title": person.job_title,
        "initials": initials(str(person)),
        "hue": hue(person.pk),
        "url": reverse("settings-member", args=[person.pk]),
        "is_admin": person.is_admin,
        "is_active": person.is_active,
        "is_self": person.pk == viewer.pk,
        "permissions": [] if person.is_admin else [labels[Permission(each)] for each in person.permissions],
        "last_seen": formats.moment_in_sentence(person.last_seen_at) if person.last_seen_at else "",
        "since": formats.date(formats.local(person.created_at).date()),
    }


def _member(request: PersonRequest, member_id: UUID) -> User:
    return get_object_or_404(members(request.user.org_id), pk=member_id)


def _member_context(request: PersonRequest, person: User, form: MemberForm) -> dict[str, Any]:
    can_change = request.user.is_admin and person.is_active
    if not can_change:
        for field in form.fields.values():
            field.disabled = True
    return {
        "member": line(person, request.user, Formats.of(request.user)),
        "form": form,
        "can_change": can_change,
        "can_admit": request.user.is_admin,
    }


def _gone(request: PersonRequest, person: User) -> HttpResponse:
    if person.pk == request.user.pk:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("%(name)s is deactivated and signed out everywhere.") % {"name": person})
    return redirect("settings-team")
