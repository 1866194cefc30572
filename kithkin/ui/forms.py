"""How Django's own forms are drawn: label, error, field, hint, in that order."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """FORM_RENDERER of the project: forms and fields look like the rest of the page."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
