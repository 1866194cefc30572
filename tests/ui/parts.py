"""Each component once, as a page would use it."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django import forms
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

from kithkin.ui.seatmap import Mark, picture

LONG_NAMES = (
    "Maximiliane-Charlotte von Schwarzenberg-Hohenlohe-Waldenburg",
    "Nguyễn Phước Đặng Hoàng Thiên Tường Vy Anh",
    "Donaudampfschifffahrtsgesellschaftskapitän Müller",
)
UNTIL = datetime(2100, 1, 1, tzinfo=UTC)

SAMPLES = {
    "acting": '<c-acting name="Blaise Smith" stop="/stop" />',
    "button": '<c-button kind="second" picture="mail" name="ask" value="1">Ask Blaise again</c-button>',
    "card": '<c-card title="Your papers" id="papers"><p>Proof of what you allowed.</p></c-card>',
    "chip": '<c-chip kind="stop" picture="ban">Ended</c-chip>',
    "empty": '<c-empty title="Who do you go with?"><p>Add the people you go with.</p></c-empty>',
    "field": '<c-field label="Family name" name="last" :value="name" error="Write the name." hint="As on it." />',
    "legend": '<c-legend resale="true" />',
    "line": '<ul class="log"><c-line picture="eye" at="18:40" hint="East Stand">Saw your tickets</c-line></ul>',
    "notice": '<c-notice kind="wait" picture="clock">Two people have not answered yet.</c-notice>',
    "person": '<ul class="people"><c-person :name="name" :active="False" id="p1"><li>Asked today.</li>'
    '<c-slot name="acts"><button class="plain end">Remove</button></c-slot></c-person></ul>',
    "seatmap": '<c-seatmap :picture="seats" label="Row F, seats 14 and 15." />',
    "state": '<c-state :active="True" /> <c-state :active="False" />',
    "steps": '<c-steps at="2" one="Who and where" two="Pay" three="Tickets" />',
    "sum": '<div class="sum"><c-sum title="3 tickets" total_label="Total for 3" total="£1,140.00">'
    '<div class="line"><dt>Andrew</dt><dd>£420.00</dd></div></c-sum></div>',
    "summary": '<form><c-summary :form="form" />{{ form }}</form>',
    "switch": '<div class="switches"><c-switch name="t" label="Your tickets" hint="Seats" :checked="True" /></div>',
    "tab": '<fieldset class="tabs"><legend class="away">What do you know?</legend>'
    '<c-tab name="by" value="email" n="1" :checked="True">I know their email</c-tab>'
    '<c-tab name="by" value="number" n="2">I know their number</c-tab></fieldset>',
    "ticket": '<ul class="tickets"><c-ticket :name="name" stand="East" block="E" row="F" seat="4" code="FGA-7K2M-9QXD">'
    "Season ticket</c-ticket></ul>",
    "timer": '<c-timer :until="until" :minutes="12" />',
}


class Add(forms.Form):
    first = forms.CharField(label="First name")
    email = forms.EmailField(label="Email", help_text="We write to it once.")
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("de", "Deutsch")], required=False)
    agreed = forms.BooleanField(label="I have read the privacy policy")


def context(name: str = "Blaise Smith") -> dict:
    form = Add({"first": name, "email": "carla@"})
    form.is_valid()
    seats = picture([Mark(0, 0, "free"), Mark(26, 0, "mine", "A"), Mark(52, 0, "mine", "B")], rows=[(-26, 0, "F")])
    item = ("/", "Matches", "calendar", True)
    club = SimpleNamespace(name="Ferrygate Athletic", brand_hue=222)
    shop = SimpleNamespace(organisation=club, menu=[item], me="Andrew")
    return {"name": name, "form": form, "seats": seats, "until": UNTIL, "shop": shop}


def render(source: str, frame: str = "", **more) -> str:
    """What a template file with this text would give; `frame` is what must stand before everything else."""
    template = engines["django"].from_string(CottonCompiler().process(frame + "{% load ui %}" + source))
    return template.render({**context(), **more})
