"""One file at a time is unpacked in a process: a small one may become hundreds of megabytes of memory."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

SECONDS_TO_WAIT = 5.0
_turn = threading.Lock()


@contextmanager
def unpacking(refused: Callable[[str], Exception]) -> Iterator[None]:
    """Raises what `refused` makes where the turn does not come: whoever waits holds a thread, too."""
    if not _turn.acquire(timeout=SECONDS_TO_WAIT):
        raise refused(_("Many files are being taken in just now. Try again in a moment."))
    try:
        yield
    finally:
        _turn.release()
