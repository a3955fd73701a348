"""What is said after something was done, with a way back where there is one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from orgs.requests import PersonRequest


def answer(
    request: PersonRequest,
    text: str,
    *,
    back: str,
    undo_url: str = "",
    drawn: str = "",
    level: str = "success",
) -> HttpResponse:
    """To htmx: `drawn` (partials of what is different on the page) and the toast. Else a message on page `back`.

    A POST to `undo_url` undoes it; the toast's form also sends do=undo.
    """
    if not request.htmx:
        messages.add_message(
            request, messages.constants.DEFAULT_LEVELS[level.upper()], text, extra_tags=undo_url
        )
        return redirect(back)
    toast = {"text": text, "undo_url": undo_url, "level": level}
    return HttpResponse(drawn + render_to_string("components/toast.html#said", toast, request))


def go_to(request: PersonRequest, url: str) -> HttpResponse:
    """Another page, also when htmx asks: it would read that page, and its messages, before the browser does."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def came_from(request: PersonRequest, otherwise: str) -> str:
    """The page that the form stood on, or one between asked for as `back`, if it is one of ours."""
    address = request.POST.get("back") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_ours else otherwise
