import unicodedata
from pathlib import PurePosixPath

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST = 200  # characters; beside the column's 255, room for what a browser adds when it saves a second one
MOST_OF_SUFFIX = 12


def clean_name(name: str) -> str:
    """A file's name as it is shown and offered for download: no folders, no characters that mislead.

    Control and format characters go (a right-to-left override makes `fdp.exe` of `exe.pdf`).
    """
    name = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(each for each in name if unicodedata.category(each)[0] != "C")
    name = " ".join(name.split()).strip(". ")
    return _shortened(name) or "file"


def size_in_words(size: int) -> str:
    """840 bytes, 87 kB, 4.2 MB: in thousands, as limits are set."""
    if size < 1000:
        return ngettext("%(size)d byte", "%(size)d bytes", size) % {"size": size}
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": number_format(round(size / 1000))}
    places = 0 if size % 1_000_000 == 0 or size >= 100_000_000 else 1
    return _("%(size)s MB") % {"size": number_format(size / 1_000_000, places)}


def suffix_of(name: str) -> str:
    """In lower case without its dot; "" when there is none."""
    return PurePosixPath(name).suffix.lower().lstrip(".")


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix[:MOST_OF_SUFFIX]
    return name if len(name) <= MOST else name[: MOST - len(suffix)].rstrip() + suffix
