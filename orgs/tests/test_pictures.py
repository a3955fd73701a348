from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_tenant
from orgs.models import Organization, User
from orgs.pictures import SIZES, PictureRefused, squares
from orgs.tests.images import HTML, SQUARE, SVG, image

PICTURE, LOGO = "/settings/profile/picture/", "/settings/organization/logo/"
NO_PICTURE = "This is not a picture. Choose a JPEG, PNG, WebP or GIF file."
GPS = 0x8825


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_picture_becomes_small_squares(kind: str) -> None:
    drawn = {size: opened(content) for size, content in squares(image(kind=kind), is_cropped=True).items()}
    assert {size: (each.format, each.size) for size, each in drawn.items()} == {
        size: ("WEBP", (size, size)) for size in SIZES
    }


def test_metadata_stays_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    exif.get_ifd(GPS)[1] = "N"
    sent = image(kind="JPEG", exif=exif, comment=b"secret")
    assert b"at home" in sent
    for content in squares(sent, is_cropped=True).values():
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(opened(content).info)
        assert b"at home" not in content


def test_picture_taken_on_its_side_stands_upright() -> None:
    sideways = Image.new("RGB", (200, 100), "red")
    sideways.paste("blue", (0, 0, 100, 100))
    exif, target = Image.Exif(), BytesIO()
    exif[0x0112] = 6  # turned a quarter to the right when shown
    sideways.save(target, "PNG", exif=exif)
    drawn = opened(squares(target.getvalue(), is_cropped=False)[256]).convert("RGB")
    above, below = drawn.getpixel((128, 20)), drawn.getpixel((128, 230))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert (above[2] > 200, below[0] > 200) == (True, True)


def test_logo_is_kept_whole_on_a_clear_ground() -> None:
    drawn = opened(squares(image(400, 100), is_cropped=False)[256])
    assert (drawn.mode, drawn.getpixel((128, 5))[3], drawn.getpixel((128, 128))[3]) == ("RGBA", 0, 255)  # type: ignore[index]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, SVG, HTML, b"%PDF-1.7", image()[:60], image(kind="JPEG")[:300], image(kind="BMP")],
    ids=["empty", "NUL", "svg", "html", "pdf", "half a png", "half a jpeg", "bmp"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused, match=NO_PICTURE):
        squares(content, is_cropped=True)


def test_picture_that_unpacks_to_too_much_is_refused_unopened() -> None:
    bomb = image(20_000, 20_000, colour=(0, 0, 0))
    assert len(bomb) < 2_000_000
    with pytest.raises(PictureRefused, match="more than 40 million pixels"):
        squares(bomb, is_cropped=True)


def test_picture_of_too_many_bytes_is_refused(settings: Settings) -> None:
    settings.PICTURE_UPLOAD_LIMIT = 100
    with pytest.raises(PictureRefused, match="larger than 5 MB"):
        squares(image(), is_cropped=True)


def send(client: Client, address: str, content: bytes, name: str = "me.png") -> Any:
    return client.post(address, {"picture": SimpleUploadedFile(name, content, "image/png")})


def shown(tenant: Tenant) -> tuple[str, str]:
    with acting_as(tenant.admin):
        return User.objects.get(pk=tenant.admin.pk).avatar_url, Organization.objects.get().logo_url


def files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
class TestShown:
    def test_picture_is_served_to_colleagues_only(self) -> None:
        tenant = make_tenant()
        assert send(client_of(tenant.admin), PICTURE, SQUARE).status_code == 302
        address = shown(tenant)[0]
        answer = client_of(tenant.assistant).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert opened(answer.content).size == (256, 256)
        assert opened(client_of(tenant.assistant).get(f"{address}?size=96").content).size == (96, 96)
        strangers = [client_of(make_tenant().admin).get(address), Client().get(address)]
        assert [each.status_code for each in strangers] == [404, 302]

    def test_browser_asks_whether_its_copy_still_holds(self) -> None:
        tenant = make_tenant()
        client = client_of(tenant.admin)
        send(client, PICTURE, SQUARE)
        address = shown(tenant)[0]
        etag = client.get(address)["ETag"]
        again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        stranger = client_of(make_tenant().admin).get(address, headers={"If-None-Match": etag})
        assert stranger.status_code == 404

    def test_new_picture_takes_the_old_one_away(
        self, media: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        tenant = make_tenant()
        client = client_of(tenant.admin)
        send(client, PICTURE, SQUARE)
        first = shown(tenant)[0]
        with django_capture_on_commit_callbacks(execute=True):
            send(client, PICTURE, image(colour="red"))
        second = shown(tenant)[0]
        assert first != second
        assert [client.get(each).status_code for each in (first, second)] == [404, 200]
        assert files(media) == len(SIZES)

    def test_same_picture_again_stays(self, media: Path, django_capture_on_commit_callbacks: Any) -> None:
        tenant = make_tenant()
        client = client_of(tenant.admin)
        for _time in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                send(client, PICTURE, SQUARE)
        assert (client.get(shown(tenant)[0]).status_code, files(media)) == (200, len(SIZES))

    def test_removed_picture_leaves_initials(
        self, media: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        tenant = make_tenant()
        client = client_of(tenant.admin)
        send(client, PICTURE, SQUARE)
        assert b'<img class="avatar' in client.get("/settings/profile/").content
        with django_capture_on_commit_callbacks(execute=True):
            client.post(PICTURE, {"remove": ""})
        assert (shown(tenant), files(media)) == (("", ""), 0)
        assert b'<img class="avatar' not in client.get("/settings/profile/").content

    def test_logo_is_an_admins_to_set(self) -> None:
        tenant = make_tenant()
        assert send(client_of(tenant.assistant), LOGO, SQUARE).status_code == 403
        assert send(client_of(tenant.admin), LOGO, SQUARE).status_code == 302
        logo = shown(tenant)[1]
        assert client_of(tenant.assistant).get(logo).status_code == 200
        assert (
            f'<img class="logo" src="{logo}?size=96"' in client_of(tenant.assistant).get("/").content.decode()
        )

    @pytest.mark.parametrize("address", [PICTURE, LOGO])
    @pytest.mark.parametrize("content", [SVG, HTML, b"\x00"], ids=["svg", "html", "NUL"])
    def test_lying_file_is_refused_with_a_sentence(self, media: Path, address: str, content: bytes) -> None:
        tenant = make_tenant()
        answer = send(client_of(tenant.admin), address, content)
        assert (answer.status_code, NO_PICTURE in answer.content.decode()) == (200, True)
        assert (shown(tenant), files(media)) == (("", ""), 0)

    def test_body_without_end_is_not_read(self) -> None:
        answer = send(client_of(make_tenant().admin), PICTURE, b"x" * 6_100_000)
        assert answer.status_code == 413
