"""Lists whose filters can be kept under a name. Each app names its own in AppConfig.ready()."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

MOST_TEXT = 200  # characters of one filter


@dataclass(frozen=True, slots=True)
class SavedList:
    """`name` is kept with each view; `keys` are the list's filters as its address spells them."""

    name: str
    url_name: str
    keys: tuple[str, ...]

    def kept(self, given: Mapping[str, object]) -> dict[str, str]:
        """Of these only filters that the list knows and that say something: what is outdated is left out."""
        return {
            key: value
            for key in self.keys
            if isinstance(value := given.get(key), str) and value and len(value) <= MOST_TEXT
        }

    def url(self, filters: Mapping[str, object]) -> str:
        kept = self.kept(filters)
        return reverse(self.url_name) + (f"?{urlencode(kept)}" if kept else "")


_lists: dict[str, SavedList] = {}


def register_saved_list(saved_list: SavedList) -> None:
    _lists[saved_list.name] = saved_list


def saved_list(name: str) -> SavedList | None:
    return _lists.get(name)


def saved_list_names() -> list[str]:
    return sorted(_lists)
