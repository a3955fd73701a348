"""The one list of keyboard shortcuts, by area. An app adds its own in AppConfig.ready().

A key with an `action` is static/js/shortcuts.js's to run; any other is an element's that says data-shortcut="n".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Shortcut:
    keys: str  # "j"; two in a row, "g t"; or with Ctrl, "mod+k", which works in fields too
    label: str | Promise
    action: str = ""

    @property
    def caps(self) -> list[str]:
        """The keys one by one; "mod" is Ctrl, or ⌘ on a Mac."""
        return [
            "Ctrl" if each == "mod" else each.upper() if "+" in self.keys else each
            for each in re.split(r"[ +]", self.keys)
        ]


@dataclass(frozen=True, slots=True)
class Area:
    name: str
    label: str | Promise
    shortcuts: tuple[Shortcut, ...]


_areas: dict[str, Area] = {}


def register_shortcuts(name: str, label: str | Promise, shortcuts: Iterable[Shortcut]) -> None:
    """Those of an area that is known already are added to it."""
    known = _areas[name].shortcuts if name in _areas else ()
    _areas[name] = Area(name, label, tuple(dict.fromkeys((*known, *shortcuts))))


def shortcut_areas() -> list[Area]:
    return list(_areas.values())


register_shortcuts(
    "everywhere",
    gettext_lazy("Everywhere"),
    [
        Shortcut("mod+k", gettext_lazy("Search, or go somewhere"), "open-palette"),
        Shortcut("?", gettext_lazy("This list")),
        Shortcut("z", gettext_lazy("Undo what was done last"), "undo"),
    ],
)
