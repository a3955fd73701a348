"""The palette: everything that a person may reach, by typing a part of its name."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from executives.requests import access_of
from executives.search import MOST, Found, Search, Source, narrowed, sources
from orgs.formats import Formats
from orgs.requests import PersonApiRequest, PersonRequest

MOST_TEXT = 100  # characters of a question
MOST_RECENT = 8


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found. `is_recent`: chosen lately, of any source."""

    kind: str
    label: str
    lines: list[tuple[str, Found]]  # each with its key over all sources


@login_required
@require_safe
@transaction.atomic
def palette(request: PersonRequest) -> HttpResponse:
    """`?q=` what is looked for; `?recent=` keys of what was chosen lately, as the browser keeps them."""
    text = request.GET.get("q", "")
    keys = request.GET.get("recent", "").split(",")[:MOST_RECENT]
    context = {"groups": find(request, text, keys), "text": text}
    template = "desk/palette.html#results" if request.htmx else "desk/palette.html"
    return render(request, template, context)


def find(request: PersonRequest | PersonApiRequest, text: str, recent: Iterable[str] = ()) -> list[Group]:
    """Without a text what was chosen lately comes first, as a group of its own; else first in each group."""
    keys = list(recent)
    whole = Search(
        request=request,
        access=access_of(request),
        formats=Formats.of(request.user),
        now=timezone.now(),
        text=" ".join(text.split())[:MOST_TEXT],
    )
    groups = [_group(source, whole, keys) for source in sources()]
    if not whole.text:
        groups = _with_recent(groups, keys)
    return [group for group in groups if group.lines]


def _group(source: Source, whole: Search, keys: list[str]) -> Group:
    recent = tuple(key.partition(":")[2] for key in keys if key.partition(":")[0] == source.kind)
    search = replace(whole, recent=recent)
    found = list(source.find(search))
    if source.is_narrowed:
        found = narrowed(found, search.text)
    ranks = {identity: rank for rank, identity in enumerate(recent)}
    found.sort(key=lambda each: ranks.get(each.id, len(ranks)))
    most = MOST if search.text else None
    return Group(
        source.kind, str(source.label), [(f"{source.kind}:{each.id}", each) for each in found[:most]]
    )


def _with_recent(groups: list[Group], keys: list[str]) -> list[Group]:
    found: dict[str, Found] = {key: line for group in groups for key, line in group.lines}
    lately = [(key, found[key]) for key in dict.fromkeys(keys) if key in found]
    rest = [
        replace(group, lines=[(key, line) for key, line in group.lines if key not in keys])
        for group in groups
    ]
    return [Group("recent", "", lately), *rest]


def as_data(groups: list[Group]) -> list[dict[str, Any]]:
    """For programs: what has an address."""
    return [
        {"key": key, "kind": group.kind, "label": line.label, "note": line.note, "url": line.url}
        for group in groups
        for key, line in group.lines
        if line.url
    ]
