"""Pictures as they may be sent, and what only says it is one."""

from io import BytesIO
from typing import Any

from PIL import Image


def image(
    width: int = 300, height: int = 200, kind: str = "PNG", colour: Any = (20, 90, 200), **options: Any
) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), colour).save(target, kind, **options)
    return target.getvalue()


SQUARE = image(64, 64)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>not a picture</title><script>alert(1)</script>"
