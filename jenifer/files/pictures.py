"""Pictures made anew from their pixels: what else lay in the file (places, comments, other files) stays behind."""

from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from jenifer.files.turns import unpacking

# Content types by the name's ending, and what Pillow calls them.
PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
MODES = {"image/jpeg": ("L", "RGB"), "image/webp": ("RGB", "RGBA")}
OPTIONS = {"image/jpeg": {"quality": 90}, "image/webp": {"quality": 90}}
MOST_PIXELS = 50_000_000
KEPT = ("transparency",)


def redraw(content: BinaryIO, content_type: str, refused: Callable[[str], Exception]) -> BinaryIO:
    """The same picture of the same type, upright; of an animation its first frame. Raises what `refused` makes."""
    try:
        with unpacking(refused), _opened(content, content_type) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise refused(_too_large())
            return _encoded(picture, content_type)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refused(_too_large()) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, MemoryError):
        raise refused(_("The picture cannot be read: it is damaged, or no picture of that kind.")) from None


def _opened(content: BinaryIO, content_type: str) -> Image.Image:
    """Only the head is read yet: how large it would become is known before anything is unpacked."""
    content.seek(0)
    return Image.open(content, formats=[FORMATS[content_type]])


def _too_large() -> str:
    return _("The picture has more than %(most)s million pixels.") % {"most": MOST_PIXELS // 1_000_000}


def _encoded(picture: Image.Image, content_type: str) -> BinaryIO:
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    modes = MODES.get(content_type)
    if modes and upright.mode not in modes:
        upright = upright.convert(modes[-1])
    upright.info = {key: value for key, value in upright.info.items() if key in KEPT}
    made = BytesIO()
    upright.save(made, FORMATS[content_type], **OPTIONS.get(content_type, {}))
    made.seek(0)
    return made
