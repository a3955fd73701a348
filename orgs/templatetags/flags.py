"""`{% flag "slack" %}…{% else %}…{% endflag %}`: what an organization has, in templates."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token

from orgs.flags import features_of

register = template.Library()


class FlagNode(Node):
    child_nodelists = ("on", "off")

    def __init__(self, key: FilterExpression, on: NodeList, off: NodeList) -> None:
        self.key, self.on, self.off = key, on, off

    def render(self, context: Any) -> Any:
        request = context.get("request")
        is_person = request is not None and request.user.is_authenticated
        is_on = is_person and features_of(request).is_on(self.key.resolve(context))
        return (self.on if is_on else self.off).render(context)


@register.tag
def flag(parser: Parser, token: Token) -> FlagNode:
    """Whoever is signed out has no flag; a page without the tag asks the database nothing."""
    words = token.split_contents()
    if len(words) != 2:
        raise template.TemplateSyntaxError('Say which flag: {% flag "slack" %}')
    on, off = parser.parse(("else", "endflag")), NodeList()
    if parser.next_token().contents == "else":
        off = parser.parse(("endflag",))
        parser.delete_first_token()
    return FlagNode(parser.compile_filter(words[1]), on, off)
