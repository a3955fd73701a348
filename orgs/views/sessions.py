from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orgs.requests import PersonRequest


@login_required
@require_POST
def end_session(request: PersonRequest, session_id: int) -> HttpResponse:
    """One's own in another browser; out of this one leads the ordinary sign-out."""
    own = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    get_adapter().end_sessions([get_object_or_404(own, pk=session_id)])
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")
