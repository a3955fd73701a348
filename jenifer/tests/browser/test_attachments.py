"""A file on a meeting: brought, seen, removed, asked back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from executives.models import Attachment
from jenifer.principal import acting_as
from jenifer.tests.browser.desks import add_meeting, make_desk
from jenifer.tests.browser.screens import Look, Watch
from jenifer.tests.factories import Tenant
from orgs.tests.images import SQUARE
from scheduling.models import Meeting

type DeskOf = Callable[..., Page]

PDF = b"%PDF-1.7\nminutes\n%%EOF\n"


@pytest.fixture
def desk(transactional_db: None) -> Tenant:
    return make_desk()


@pytest.fixture
def meeting(desk: Tenant) -> Meeting:
    return add_meeting(desk, "Board preparation", "13:00")


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_file_is_attached_seen_removed_and_asked_back(
    desk: Tenant,
    meeting: Meeting,
    desk_of: DeskOf,
    look: Look,
    check_accessible: Callable[[Page], None],
    watch: Watch,
) -> None:
    watch.expected.append("422:")
    page = desk_of(desk.assistant, look)
    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_label("Attach files").set_input_files([file("minutes.pdf", PDF), file("plan.txt", b"plan")])
    expect(page.get_by_text("2 files are attached.")).to_be_visible()
    expect(page.locator(".file")).to_have_count(2)
    check_accessible(page)

    page.get_by_label("Attach files").set_input_files([file("liar.pdf", b"MZ\0\0")])
    expect(page.get_by_role("alert")).to_contain_text("liar.pdf: The file is named .pdf")
    check_accessible(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download plan.txt").click()
    assert download.value.path().read_bytes() == b"plan"
    assert download.value.suggested_filename == "plan.txt"

    page.get_by_role("button", name="Remove minutes.pdf").click()
    expect(page.get_by_text("“minutes.pdf” is removed.")).to_be_visible()
    expect(page.locator(".file")).to_have_count(1)
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“minutes.pdf” is back.")).to_be_visible()
    expect(page.locator(".file")).to_have_count(2)
    page.reload()
    expect(page.locator(".file")).to_have_count(2)


def test_long_name_widens_no_page_and_its_removal_is_undone_by_a_click(
    desk: Tenant, meeting: Meeting, desk_of: DeskOf, look: Look
) -> None:
    page = desk_of(desk.assistant, look)
    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_label("Attach files").set_input_files([file(f"{'The signed copy ' * 8}.png", SQUARE)])
    expect(page.locator(".file")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(media="print")
    expect(page.locator(".upload")).to_be_hidden()
    expect(page.get_by_role("button", name="Remove The signed")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Remove The signed").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".file")).to_have_count(1)


def test_dropped_file_is_attached(desk: Tenant, meeting: Meeting, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant)
    page.goto(f"/meetings/{meeting.pk}/")
    page.evaluate("""() => {
      const brought = new DataTransfer();
      brought.items.add(new File(["plan"], "plan.txt"));
      const zone = document.querySelector(".attachments [data-dropzone]");
      zone.dispatchEvent(new DragEvent("drop", { dataTransfer: brought, bubbles: true, cancelable: true }));
    }""")
    expect(page.get_by_text("“plan.txt” is attached.")).to_be_visible()
    with acting_as(desk.assistant):
        assert Attachment.objects.get().file_name == "plan.txt"


def test_progress_is_shown_while_a_large_file_is_sent(
    desk: Tenant, meeting: Meeting, desk_of: DeskOf
) -> None:
    page = desk_of(desk.assistant)
    page.goto(f"/meetings/{meeting.pk}/")
    page.evaluate("""() => {
      window.seen = [];
      const progress = document.querySelector(".upload progress");
      const note = () => window.seen.push([progress.hidden, progress.value]);
      new MutationObserver(note).observe(progress, { attributes: true });
    }""")
    page.get_by_label("Attach files").set_input_files([file("large.txt", b"x" * 8_000_000)])
    expect(page.get_by_text("“large.txt” is attached.")).to_be_visible(timeout=20_000)
    seen = page.evaluate("window.seen")
    assert seen[0][0] is False
    assert max(value for _hidden, value in seen) == 100


def test_too_large_a_file_is_said_so(
    desk: Tenant, meeting: Meeting, desk_of: DeskOf, watch: Watch, settings: object
) -> None:
    watch.expected.append("413:")
    settings.ATTACHMENT_UPLOAD_LIMIT = 1_000_000  # type: ignore[attr-defined]
    page = desk_of(desk.assistant)
    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_label("Attach files").set_input_files([file("large.txt", b"x" * 2_600_000)])
    expect(page.get_by_text("That is larger than can be taken.")).to_be_visible()


def test_without_script_it_is_a_form(desk: Tenant, meeting: Meeting, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant, script=False)
    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_label("Attach files").set_input_files([file("plan.txt", b"plan")])
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_text("“plan.txt” is attached.")).to_be_visible()
    page.get_by_role("button", name="Remove plan.txt").click()
    expect(page.locator(".file")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".file")).to_have_count(1)
