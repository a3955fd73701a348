"""A first look at an address: whether there is a calendar, and what it calls itself. No more than its head is read."""

from itertools import islice

import httpx

from integrations.ics.about import MOST_HEAD, NO_CALENDAR, About, is_end_of_head, read_about
from integrations.ics.addresses import Address
from integrations.ics.client import Validators, chunks, opened
from integrations.ics.file import Chunks
from integrations.sync.remote import NotUnderstood
from scheduling.ical.content_lines import content_lines


def look(http: httpx.Client, address: Address) -> About:
    """Raises RemoteError with a sentence for the address's form."""
    head: list[bytes] = []
    with opened(http, address, Validators()) as response:
        lines = content_lines(Chunks(chunks(response) if response is not None else ()))
        for _number, line in islice(lines, MOST_HEAD):
            head.append(line)
            if is_end_of_head(line):
                break
    about = read_about(head)
    if not about.is_calendar:
        raise NotUnderstood(str(NO_CALENDAR))
    return about
