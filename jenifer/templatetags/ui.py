"""What templates need to draw: icons."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


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
