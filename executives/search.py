"""What the palette finds. Each app says in its AppConfig.ready() how its own things are found (register_source).

A source answers within the person's access (Search.access), in a fixed number of queries, with few rows.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from django.utils.functional import Promise

from executives.permissions import Access
from orgs.formats import Formats
from orgs.requests import PersonApiRequest, PersonRequest

MOST = 8  # of one source


@dataclass(frozen=True, slots=True)
class Search:
    """`text` as it was typed; `recent`: the ids of this source's things that were chosen lately."""

    request: PersonRequest | PersonApiRequest
    access: Access
    formats: Formats
    now: datetime
    text: str = ""
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One line. `id` is unique within its source and tells nothing: it is what a browser remembers.

    Choosing it opens `url`, or presses what `press` (a CSS selector) finds on the page.
    """

    id: str
    label: str
    icon: str
    url: str = ""
    note: str = ""
    press: str = ""
    hue: int = 0
    initials: str = ""
    words: str = ""  # further words that it is found by


type Finder = Callable[[Search], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Source:
    """`find` looks for `text`; when there is none it gives what is worth showing, and what is in `recent`.

    A source of few things gives all of them, always: with `is_narrowed` they are looked through here.
    """

    kind: str
    label: str | Promise
    find: Finder
    is_narrowed: bool = False
    rank: int = 50


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    _sources[source.kind] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda each: (each.rank, each.kind))


def narrowed(found: Iterable[Found], text: str) -> list[Found]:
    """Those in which every word typed begins a word; first the ones that begin with it."""
    words = folded(text).split()
    near = [(distance, each) for each in found if (distance := _distance(each, words)) is not None]
    return [each for _, each in sorted(near, key=itemgetter(0))]


def folded(text: str) -> str:
    """Without accents and case: "jose" finds "José"."""
    return "".join(
        each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each)
    )


def _distance(found: Found, words: Sequence[str]) -> int | None:
    if not words:
        return 0
    label = folded(found.label)
    parts = f"{label} {folded(found.words)}".split()
    if not all(any(part.startswith(word) for part in parts) for word in words):
        return None
    return 0 if label.startswith(words[0]) else 1
