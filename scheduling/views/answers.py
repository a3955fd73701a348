"""Where the link in an invitation leads: an answer without an account."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jenifer.principal import acting_as, current
from orgs.guesses import note_guess, seconds_to_wait
from orgs.zones import zone_or_utc
from scheduling.answer_form import AnswerForm
from scheduling.models import AttendeeNotice
from scheduling.notice_words import event_in, span_in_words, words_of
from scheduling.rates import ANSWER, seconds_to_rest
from scheduling.services.attendee_answers import Door, Reply, answer_notice, door_by_token, has_changed

UNKNOWN, TOO_MANY = 404, 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, answer_token: str) -> HttpResponse:
    """Looking changes nothing: mail scanners look. Whoever tries many tokens, or answers often, is told to wait."""
    door = door_by_token(answer_token)
    if door is None:
        response = _unknown(request)
    else:
        with acting_as(door.worker_id):
            response = _page(request, door)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    if wait := seconds_to_wait(current().ip):
        return _too_many(request, wait)
    note_guess(current().ip)
    return render(request, "scheduling/answer_closed.html", status=UNKNOWN)


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    response = render(request, "429.html", status=TOO_MANY)
    response["Retry-After"] = str(wait)
    return response


def _page(request: HttpRequest, door: Door) -> HttpResponse:
    notice = AttendeeNotice.objects.select_related("executive", "created_by", "org").get(pk=door.notice_id)
    changed = has_changed(notice)
    timing = event_in(notice).timing
    form = AnswerForm(request.POST or None, timing=timing, comment=notice.comment)
    if request.method == "POST" and not changed and form.is_valid():
        if wait := seconds_to_rest(f"answer:{notice.pk}", ANSWER):
            return _too_many(request, wait)
        _write(notice, form, timezone.now())
        return redirect(request.path)
    context: dict[str, Any] = {
        "words": words_of(notice, notice.org),
        "notice": notice,
        "changed": changed,
        "form": form,
        "zone": "" if timing.is_all_day else zone_or_utc(timing.zone).key,
        "proposed": notice.proposed_start
        and notice.proposed_end
        and span_in_words(timing, notice.proposed_start, notice.proposed_end, notice.org),
    }
    return render(request, "scheduling/answer.html", context)


def _write(notice: AttendeeNotice, form: AnswerForm, now: datetime) -> None:
    reply = Reply(form.answer, now, form.cleaned_data["comment"], form.proposed)
    answer_notice(notice_id=notice.pk, reply=reply)
