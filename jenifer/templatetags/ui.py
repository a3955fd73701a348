"""What templates need to draw: icons, initials, a person's hue."""

import zlib
from uuid import UUID

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

HUES = 12


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A picture out of the sprite, size "" | "s" | "l"; hidden from screen readers unless it has a label."""
    size_class = f" icon-{size}" if size else ""
    sprite = static("vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="icon{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            size_class,
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>', size_class, sprite, name
    )


@register.filter
def initials(name: str) -> str:
    """At most two capitals: of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def hue(identifier: UUID | str) -> int:
    """1 to 12, the same for the same id in every process."""
    return zlib.crc32(str(identifier).encode()) % HUES + 1
