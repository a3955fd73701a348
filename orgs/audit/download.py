"""The log as a CSV file, streamed."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from orgs.audit.filters import Filters, Place
from orgs.audit.lines import Line, lines_of
from orgs.formats import Formats

AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Echo:
    """What the csv module writes into: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(filters: Filters, formats: Formats) -> Iterator[str]:
    """Read in portions, each where the last one ended: however long the log, little of it is in memory."""
    writer: Any = csv.writer(Echo())
    yield BYTE_ORDER_MARK + writer.writerow(_head())
    entries = filters.entries()
    portion = list(entries[:AT_ONCE])
    while portion:
        for line in lines_of(portion, formats):
            yield writer.writerow([inert(cell) for cell in _cells(line, formats)])
        portion = list(Place.of(portion[-1]).after(entries)[:AT_ONCE])


def inert(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def _head() -> list[str]:
    return [
        _("When"),
        _("Who"),
        _("For"),
        _("What"),
        _("Kind"),
        _("Row"),
        _("Row's id"),
        _("Changes"),
        _("Address"),
        _("Browser"),
    ]


def _cells(line: Line, formats: Formats) -> list[str]:
    entry = line.entry
    told = "; ".join(f"{each.label}: {each.old or '—'} → {each.new or '—'}" for each in line.differences)
    return [
        formats.local(entry.created_at).isoformat(timespec="seconds"),
        line.who,
        line.acting_for,
        line.action,
        line.kind,
        line.name,
        str(entry.entity_id or ""),
        told,
        entry.ip_address or "",
        line.browser,
    ]
