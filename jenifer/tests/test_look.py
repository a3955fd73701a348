"""What pages are drawn from: nothing inline, one place for colours, sprite and rows made from the code."""

import importlib
import json
import re
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# Mail is read by programs that know inline style alone, and stands under no CSP of ours.
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "emails")
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\bsrc=)""")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lch|lab)\([\d.]")


@pytest.fixture
def icons(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("icons")


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module("rows")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_holds_nothing_inline(path: Path) -> None:
    """The CSP knows no exception: no style, script or handler in the markup."""
    assert INLINE.findall(path.read_text()) == []


def test_script_builds_no_code_from_text() -> None:
    code = "".join(path.read_text() for path in (ROOT / "static/js").glob("*.js"))
    assert re.findall(r"\beval\(|new Function|innerHTML|insertAdjacentHTML", code) == []


def test_colours_are_named_in_one_file() -> None:
    elsewhere = [path for path in (ROOT / "static/css").glob("*.css") if path.name != "tokens.css"]
    assert {path.name: COLOUR.findall(path.read_text()) for path in elsewhere} == {
        path.name: [] for path in elsewhere
    }


def test_lock_file_pins_every_package_and_names_no_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: each for name, each in packages.items() if name}
    assert {
        name for name, each in installed.items() if not each.get("integrity", "").startswith("sha512-")
    } == set()
    assert {name for name, each in installed.items() if "resolved" in each} == set()


def test_icons_are_read_from_tags_and_from_arguments(icons: ModuleType) -> None:
    source = (
        """{% icon "sun" %}{% icon "moon" "s" %}{% include "x.html" with icon='stamp' %}{% icon name %}"""
    )
    assert icons.names_in_template(source) == {"sun", "moon", "stamp"}


def test_icons_in_python_are_taken_at_their_word_only_in_mappings(icons: ModuleType) -> None:
    source = 'KIND_ICONS = {"a": "plain", "b": "cake"}\nPAGES = (("today", "sun"),)'
    assert icons.names_in_python(source, {"sun", "cake"}) == {"plain", "cake", "sun"}


def test_icons_are_not_looked_for_where_python_does_not_speak_of_them(icons: ModuleType) -> None:
    assert icons.names_in_python('PAGES = (("today", "sun"),)', {"sun"}) == set()


def test_sprite_holds_every_icon_named_and_is_the_same_again(
    icons: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icons, "TARGET", tmp_path / "icons.svg")
    icons.write_sprite()
    first = (tmp_path / "icons.svg").read_text()
    icons.write_sprite()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', first))
    named = {name for path in TEMPLATES for name in icons.names_in_template(path.read_text())}
    assert named - drawn == set()
    assert (tmp_path / "icons.svg").read_text() == first


def test_rows_give_short_events_the_height_of_a_line(rows: ModuleType) -> None:
    rules = set(rows.rules())
    assert {".x1{grid-row-end:span 4}", ".x4{grid-row-end:span 4}", ".x5{grid-row-end:span 5}"} <= rules


@pytest.mark.parametrize("count", range(1, 7))
def test_lanes_share_the_whole_width(rows: ModuleType, count: int) -> None:
    found = re.findall(rf"\.lane-\d-{count}{{grid-column:(\d+)/span (\d+)}}", "\n".join(rows.lanes()))
    edges = [(int(start), int(start) + int(span)) for start, span in found]
    assert edges[0][0] == 1
    assert edges[-1][1] == 61
    assert all(left[1] == right[0] for left, right in pairwise(edges))
