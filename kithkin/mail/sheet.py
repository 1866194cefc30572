"""The HTML of a letter: one column, no tables, no pictures, styles beside the words (mails have no other way)."""

from itertools import groupby
from string import Template

from django.utils.html import escape

from .blocks import Block, Kind
from .colours import hexadecimal
from .plain import parts, unlinked
from .tables import Sender

_SHEET = Template("""\
<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>$subject</title>
<style>
@media (prefers-color-scheme: dark) {
  .paper { background: #0d1417 !important; color: #eceae5 !important; }
  .card { background: #151d21 !important; border-color: #2f383c !important; }
  .soft { color: #aeb3b6 !important; }
  .club { color: $bright !important; }
  .button { background: $bright !important; color: #0d1417 !important; }
}
</style>
</head>
<body class="paper" style="margin: 0; background: #faf8f5; color: #17202a; font: 16px/1.55 Inter, system-ui, \
-apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: break-word; -webkit-text-size-adjust: 100%">
<div style="max-width: 560px; margin: 0 auto; padding: 24px 16px 40px">
<p class="club" style="margin: 0 0 16px; font-size: 18px; font-weight: 640; color: $brand">$club</p>
<div class="card" style="padding: 24px 24px 16px; background: #ffffff; border: 1px solid #e2dfd9; border-radius: 10px">
$body
</div>
<p class="soft" style="margin: 16px 0 0; font-size: 14px; color: #58606a">$foot</p>
</div>
</body>
</html>
""")
_HEADING = Template('<h2 style="margin: 24px 0 8px; font-size: 18px; line-height: 1.25; font-weight: 640">$text</h2>')
_TITLE = Template('<h1 style="margin: 0 0 16px; font-size: 24px; line-height: 1.2; font-weight: 640">$text</h1>')
_PARAGRAPH = Template('<p style="margin: 0 0 16px">$text</p>')
_LIST = Template('<ul style="margin: 0 0 16px; padding: 0 0 0 20px">\n$text\n</ul>')
_POINT = Template('<li style="margin: 0 0 4px">$text</li>')
_LINK = Template('<a class="club" href="$address" style="color: $brand">$address</a>')
_BUTTON = Template(
    '<p style="margin: 24px 0"><a class="button" href="$address" style="display: inline-block; padding: 11px 20px; '
    "border-radius: 10px; background: $brand; color: #ffffff; font-weight: 560; text-decoration: none"
    '">$text</a></p>'
)


def html(blocks: list[Block], sender: Sender, *, subject: str, language: str) -> str:
    """The whole page; everything that is not of this file is escaped."""
    brand = hexadecimal(0.43, 0.085, sender.hue)
    title, rest = (blocks[0].text, blocks[1:]) if _is_titled(blocks) else (subject, blocks)
    return _SHEET.substitute(
        language=escape(language),
        subject=escape(subject),
        club=escape(unlinked(sender.name)),
        foot="<br>".join(escape(line) for line in foot(sender)),
        body="\n".join([_TITLE.substitute(text=escape(title)), *_body(rest, brand)]),
        brand=brand,
        bright=hexadecimal(0.80, 0.085, sender.hue),
    )


def _is_titled(blocks: list[Block]) -> bool:
    return bool(blocks) and blocks[0].kind is Kind.HEADING


def foot(sender: Sender) -> list[str]:
    """Who wrote, and where to find him."""
    return [unlinked(line) for line in (sender.name, *sender.postal_address.splitlines()) if line]


def _body(blocks: list[Block], brand: str) -> list[str]:
    parts = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        drawn = [_drawn(block, brand) for block in group]
        parts += [_LIST.substitute(text="\n".join(drawn))] if kind is Kind.POINT else drawn
    return parts


def _drawn(block: Block, brand: str) -> str:
    shape = {
        Kind.HEADING: _HEADING,
        Kind.PARAGRAPH: _PARAGRAPH,
        Kind.POINT: _POINT,
        Kind.BUTTON: _BUTTON,
    }[block.kind]
    words = "".join(_linked(part, brand) if ours else escape(part) for part, ours in parts(block.text))
    return shape.substitute(text=words, address=escape(block.address), brand=brand)


def _linked(address: str, brand: str) -> str:
    return _LINK.substitute(address=escape(address), brand=brand)
