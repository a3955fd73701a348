"""What files are taken for: by their content, and never what they are named alone."""

import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from jenifer.files import turns
from jenifer.files.kinds import FileRefused, take_file
from jenifer.files.names import MOST, clean_name, size_in_words
from jenifer.files.pictures import MOST_PIXELS

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SCRIPT = b"<script>alert(1)</script>"


def picture(kind="PNG", size=(40, 30), **options):
    made = BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **options)
    return made.getvalue()


def archive(**entries):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name.replace("__", "/"), content)
    return made.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<o/>"})
GOOD = {
    "a.pdf": PDF,
    "a.PDF": PDF,
    "a.docx": DOCX,
    "a.odt": ODT,
    "a.txt": "Grüße\n".encode(),
    "latin.csv": "Käse;1\n".encode("latin-1"),
    "a.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "a.png": picture(),
    "a.jpg": picture("JPEG"),
    "a.jpeg": picture("JPEG"),
    "a.webp": picture("WEBP"),
    "a.gif": picture("GIF"),
}
LYING = {
    "program.pdf": b"MZ" + b"\0" * 500,
    "page.pdf": b"<html>" + SCRIPT,
    "late.pdf": b"\n" * 20 + PDF,
    "endless.pdf": b"%PDF-1.7\n",
    "page.png": b"<html>" + SCRIPT,
    "picture.txt": picture(),
    "page.txt": b"\xef\xbb\xbf  <!DOCTYPE html>" + SCRIPT,
    "drawing.txt": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "nul.csv": b"a;b\0;c",
    "page.ics": b"<p>BEGIN</p>",
    "other.docx": ODT,
    "plain.docx": archive(readme="hello"),
    "other.odt": DOCX,
    "text.docx": b"hello",
    "jpeg.png": picture("JPEG"),
    "short.png": picture()[:60],
}


@pytest.mark.parametrize("name", GOOD)
def test_file_is_taken_with_the_type_of_its_content(name):
    taken = take_file(name, BytesIO(GOOD[name]))
    assert taken.content.tell() == 0
    assert taken.content.read(1)


@pytest.mark.parametrize("name", LYING)
def test_file_that_is_not_what_its_name_says_is_refused(name):
    with pytest.raises(FileRefused, match=r"something else|no picture"):
        take_file(name, BytesIO(LYING[name]))


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.exe", "a.zip", "a.docm", "a", ".pdf", "a.pdf.exe"])
def test_kind_that_could_run_is_not_taken(name):
    with pytest.raises(FileRefused, match="cannot be attached"):
        take_file(name, BytesIO(PDF))


def test_empty_file_is_refused():
    with pytest.raises(FileRefused, match="empty"):
        take_file("a.pdf", BytesIO())


def test_two_files_in_one_are_refused():
    for name, content in (("a.pdf", PDF + DOCX), ("b.docx", b"PK\x03\x04%PDF-1.7" + DOCX)):
        with pytest.raises(FileRefused):
            take_file(name, BytesIO(content))


def test_program_behind_a_picture_is_left_behind():
    taken = take_file("a.gif", BytesIO(picture("GIF") + b"MZ" + SCRIPT + DOCX))
    assert SCRIPT not in taken.content.read()


def test_macros_are_refused():
    content = archive(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "x"})
    with pytest.raises(FileRefused, match="macros"):
        take_file("a.docx", BytesIO(content))


def test_document_that_unfolds_without_end_is_refused():
    large = archive(**{"[Content_Types].xml": "", "word/document.xml": b"\0" * 1_000_000})
    bomb = large.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 2_000_000_000))
    many = archive(
        **{"[Content_Types].xml": "", "word/document.xml": ""} | {f"{n}": "" for n in range(10_001)}
    )
    for content in (bomb, many):
        with pytest.raises(FileRefused, match="unfolds"):
            take_file("a.docx", BytesIO(content))


@pytest.mark.parametrize("name", ["a.png", "a.docx"])
def test_files_are_unpacked_one_at_a_time(name, monkeypatch):
    monkeypatch.setattr(turns, "SECONDS_TO_WAIT", 0)
    with turns.unpacking(FileRefused), pytest.raises(FileRefused, match="in a moment"):
        take_file(name, BytesIO(GOOD[name]))
    assert take_file(name, BytesIO(GOOD[name])).content_type


def test_picture_loses_what_is_not_picture():
    facts = PngImagePlugin.PngInfo()
    facts.add_text("Comment", "SECRET")
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    for name, content in (
        ("a.png", picture(pnginfo=facts, exif=exif)),
        ("a.jpg", picture("JPEG", exif=exif, comment=b"SECRET")),
        ("a.webp", picture("WEBP", exif=exif)),
        ("a.gif", picture("GIF", comment=b"SECRET")),
    ):
        assert b"SECRET" in content
        made = take_file(name, BytesIO(content)).content.read()
        assert b"SECRET" not in made
        assert Image.open(BytesIO(made)).size == (40, 30)


def test_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = take_file("a.jpg", BytesIO(picture("JPEG", exif=exif))).content
    assert Image.open(made).size == (30, 40)


@pytest.mark.parametrize("side", [8_000, 20_000, 60_000])
def test_picture_that_unfolds_without_end_is_refused_unopened(side):
    with pytest.raises(FileRefused, match="50 million pixels"):
        take_file("a.png", BytesIO(_png_of(side)))
    assert side * side > MOST_PIXELS


def _png_of(side):
    """A head that promises many pixels; nothing stands behind it."""

    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=400))
def test_broken_content_is_taken_or_refused(name, noise):
    content = GOOD[name]
    for broken in (noise, content[:7] + noise, content[: len(content) // 2] + noise):
        with suppress(FileRefused):
            take_file(name, BytesIO(broken))


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("Board pack.pdf", "Board pack.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\maya\\plan.txt", "plan.txt"),
        ("a\0b\r\n.txt", "ab.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("..", "file"),
        ("", "file"),
        ("e\u0301t\u00e9.pdf", "été.pdf"),
        ("x" * 4096 + ".pdf", "x" * (MOST - 4) + ".pdf"),
        ("half \ud800.pdf", "half .pdf"),
    ],
)
def test_name_is_made_harmless(given_, shown):
    assert clean_name(given_) == shown


@given(st.text(st.characters(), max_size=300))
def test_any_name_can_be_kept(name):
    kept = clean_name(name)
    assert 0 < len(kept) <= MOST
    assert not {"/", "\\", "\0", "\n"} & set(kept)
    assert all(category(each)[0] != "C" for each in kept)
    assert clean_name(kept) == kept


def test_sizes_are_said_in_thousands():
    sizes = [size_in_words(size) for size in (1, 840, 87_400, 4_230_000, 25_000_000)]
    assert sizes == ["1 byte", "840 bytes", "87 kB", "4.2 MB", "25 MB"]
