from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jenifer.problems import MEANINGS, problem_body


@require_safe
def problems(request: HttpRequest, code: str = "") -> HttpResponse:
    """What the `type` of a problem leads to: its meaning, for whoever programs against the API."""
    if code and code not in MEANINGS:
        raise Http404
    shown = {code: MEANINGS[code]} if code else MEANINGS
    lines = [
        {
            "type": problem_body(each, meaning.status)["type"],
            "title": problem_body(each, meaning.status)["title"],
            "status": meaning.status,
            "text": _(meaning.text),
        }
        for each, meaning in sorted(shown.items(), key=lambda item: (item[1].status, item[0]))
    ]
    return render(request, "orgs/problems.html", {"lines": lines, "is_one": bool(code)})
