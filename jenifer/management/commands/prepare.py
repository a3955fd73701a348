"""One process for all that comes before serving: a second start is then quick."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Migrate, collect changed static files and, on the embedded database, make the demo."
    requires_system_checks = []  # CI's work; a start is to be quick

    def handle(self, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        collect_static()
        if os.environ.get("JENIFER_EMBEDDED"):
            call_command("demo", if_empty=True, stdout=self.stdout)


def collect_static() -> None:
    """Run collectstatic unless the same files were collected before."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    found = fingerprint()
    if stamp.exists() and stamp.read_text() == found:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(found)


def fingerprint() -> str:
    """One word for the name, size and time of change of every static file."""
    lines = sorted(f"{path} {os.stat(path).st_size} {os.stat(path).st_mtime_ns}" for path in static_files())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield storage.path(name)
