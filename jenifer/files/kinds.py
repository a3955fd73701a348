"""What a file is: by its content, which has to agree with its name.

Taken are kinds that run nothing where they are opened, or can be made so: documents, tables, text, pictures.
"""

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jenifer.files.names import suffix_of
from jenifer.files.pictures import PICTURES, redraw
from jenifer.files.turns import unpacking

HEAD = 4096  # bytes that say what a file is
CHUNK = 1 << 16
MOST_UNPACKED = 500_000_000  # bytes that an office document may unfold to
MOST_ENTRIES = 10_000
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MARKUP = re.compile(rb"\s*(<!doctype|<html|<head|<body|<script|<svg|<\?xml|<iframe)", re.IGNORECASE)
PDF = "application/pdf"
OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
# Content types by the name's ending.
OFFICE = {
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "pptx": f"{OOXML}.presentationml.presentation",
}
OPEN_DOCUMENTS = {"odt": f"{ODF}.text", "ods": f"{ODF}.spreadsheet", "odp": f"{ODF}.presentation"}
FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
TEXTS = {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown", "ics": "text/calendar"}
INLINE = {PDF, *PICTURES.values()}
ENDINGS = ("pdf", *OFFICE, *OPEN_DOCUMENTS, *TEXTS, *PICTURES)


class FileRefused(ValidationError):
    """A sentence for the person: why this file is not taken."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be kept: its content from the beginning (a picture's made anew), and its type."""

    content: BinaryIO
    content_type: str


def take_file(name: str, content: BinaryIO) -> Taken:
    """Raises FileRefused unless the content is wholly what the name's ending says."""
    ending = suffix_of(name)
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise FileRefused(_("The file is empty."))
    if ending in PICTURES:
        return Taken(redraw(content, PICTURES[ending], FileRefused), PICTURES[ending])
    content_type = _checked(ending, head, content)
    if content_type is None:
        raise FileRefused(_contradiction(ending, head))
    content.seek(0)
    return Taken(content, content_type)


def _checked(ending: str, head: bytes, content: BinaryIO) -> str | None:
    if ending == "pdf":
        return PDF if _is_pdf(head, content) else None
    if ending in TEXTS:
        return TEXTS[ending] if _is_text(ending, head, content) else None
    if ending in OFFICE or ending in OPEN_DOCUMENTS:
        is_whole = head.startswith(b"PK\x03\x04") and b"%PDF-" not in head and _is_document(ending, content)
        return (OFFICE | OPEN_DOCUMENTS)[ending] if is_whole else None
    raise FileRefused(_unknown(ending))


def _is_pdf(head: bytes, content: BinaryIO) -> bool:
    """Nothing else too: a ZIP archive is read from its end, and would fit behind."""
    return head.startswith(b"%PDF-") and _ends_with(content, b"%%EOF") and not zipfile.is_zipfile(content)


def _ends_with(content: BinaryIO, mark: bytes) -> bool:
    size = content.seek(0, 2)
    content.seek(max(0, size - HEAD))
    return mark in content.read()


def _is_text(ending: str, head: bytes, content: BinaryIO) -> bool:
    """In whatever encoding a table program writes; never markup, which a browser may run."""
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) or (
        ending == "ics" and b"BEGIN:VCALENDAR" not in head
    ):
        return False
    content.seek(0)
    while chunk := content.read(CHUNK):
        if NOT_TEXT.search(chunk):
            return False
    return True


def _is_document(ending: str, content: BinaryIO) -> bool:
    try:
        with unpacking(FileRefused), zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _check_bounds(entries)
            names = {entry.filename for entry in entries}
            if any("vbaproject" in name.lower() for name in names):
                raise FileRefused(_("The document carries macros. Save it without them and attach it again."))
            return _holds(ending, archive, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return False


def _check_bounds(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused(_("The document unfolds to more than can be taken."))


def _holds(ending: str, archive: zipfile.ZipFile, names: set[str]) -> bool:
    if ending in OPEN_DOCUMENTS:
        if "mimetype" not in names:
            return False
        with archive.open("mimetype") as kind:
            return kind.read(100).decode("ascii", "replace") == OPEN_DOCUMENTS[ending]
    return "[Content_Types].xml" in names and any(name.startswith(FOLDERS[ending]) for name in names)


def _contradiction(ending: str, head: bytes) -> str:
    found = _described(ending, head)
    if not found:
        return _("The file is named .%(ending)s, but its content is something else.") % {"ending": ending}
    values = {"ending": ending, "found": found}
    return _("The file is named .%(ending)s, but its content is something else: %(found)s.") % values


def _described(ending: str, head: bytes) -> str:
    """For the sentence alone: nothing is let in on this word. Of an archive a head says too little."""
    if head.startswith(b"PK"):
        return ""
    try:
        likely = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError, IndexError):
        return ""
    return "" if likely.extension == f".{ending}" else str(likely.name)


def _unknown(ending: str) -> str:
    values = {
        "ending": f".{ending}" if ending else _("Files without an ending"),
        "endings": ", ".join(ENDINGS),
    }
    return _("%(ending)s cannot be attached. Taken are %(endings)s.") % values
