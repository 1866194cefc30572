"""Django's own {% translate %}, {% static %} and {% url %}: where all that they are given is literal, worked out once.

A page has some forty of them, and nothing that they say can differ but by language.
"""

from collections.abc import Callable

from django import template
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.defaulttags import url
from django.templatetags.i18n import do_translate
from django.templatetags.static import do_static
from django.utils.translation import get_language

register = template.Library()
Compiler = Callable[[Parser, Token], Node]


class Fixed(Node):
    """What a node says, kept for each language."""

    def __init__(self, node: Node):
        self._node = node
        self._said: dict[str | None, str] = {}

    def render(self, context) -> str:
        """From memory, but the first time."""
        language = get_language()
        if language not in self._said:
            self._said[language] = self._node.render(context)
        return self._said[language]


def fixed(compiler: Compiler, *given: str) -> Compiler:
    """The same tag; `given` are the attributes of its node that must be literal, every other one empty or plain."""

    def compiled(parser: Parser, token: Token) -> Node:
        node = compiler(parser, token)
        return Fixed(node) if _is_fixed(node, given) else node

    return compiled


def _is_fixed(node: Node, given: tuple[str, ...]) -> bool:
    rest = (getattr(node, name, None) for name in ("asvar", "varname", "message_context", "target_var", "kwargs"))
    return not any(rest) and all(_is_literal(each) for name in given for each in _several(getattr(node, name)))


def _several(value) -> list[FilterExpression]:
    return value if isinstance(value, list) else [value]


def _is_literal(expression: FilterExpression) -> bool:
    return not expression.filters and getattr(expression.var, "lookups", None) is None


register.tag("translate", fixed(do_translate, "filter_expression"))
register.tag("static", fixed(do_static, "path"))
register.tag("url", fixed(url, "view_name", "args"))
