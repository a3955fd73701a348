"""Pictures of people and organizations: whatever came is drawn anew as small squares, without its metadata."""

import warnings
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from jenifer.files.turns import unpacking

MOST_PIXELS = 40_000_000
SIZES = (96, 256)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class PictureRefused(Exception):
    """What was sent is no picture that can be taken; the message is for a person."""


def squares(content: bytes, *, is_cropped: bool) -> dict[int, bytes]:
    """WebP by side in pixels: cropped to the middle, or whole on a transparent ground.

    What the file calls itself counts for nothing: it is what its bytes are.
    """
    if len(content) > settings.PICTURE_UPLOAD_LIMIT:
        raise PictureRefused(_("The picture is larger than 5 MB."))
    fit = ImageOps.fit if is_cropped else ImageOps.pad
    with unpacking(PictureRefused):
        picture = _read(content)
        return {size: _webp(fit(picture, (size, size), Image.Resampling.LANCZOS)) for size in SIZES}


def _read(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound is ours, below
            with Image.open(BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PictureRefused(_("The picture has more than 40 million pixels."))
                opened.draft("RGB", (SIZES[-1] * 2, SIZES[-1] * 2))  # a JPEG need not be unpacked whole
                return ImageOps.exif_transpose(opened).convert("RGBA")
    except Image.DecompressionBombError:
        raise PictureRefused(_("The picture has more than 40 million pixels.")) from None
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        TypeError,
        IndexError,
    ):  # what Pillow says of broken ones
        raise PictureRefused(_("This is not a picture. Choose a JPEG, PNG, WebP or GIF file.")) from None


def _webp(picture: Image.Image) -> bytes:
    picture.info.clear()
    target = BytesIO()
    picture.save(target, "WEBP", quality=86, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return target.getvalue()
