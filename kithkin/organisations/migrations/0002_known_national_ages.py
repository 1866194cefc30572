"""The ages as the European Commission listed them in 2020; an organiser checks and corrects them at the desk."""

from django.db import migrations

LISTED = "European Commission, SWD(2020) 115, on Article 8 GDPR"
AGES = {
    13: "BE DK EE FI LV MT PT SE",
    14: "AT BG CY ES IT LT",
    15: "CZ FR GR",
    16: "DE HR HU IE LU NL PL RO SK",
}
BRITAIN = ("GB", 13, "Data Protection Act 2018, section 9")


def fill(apps, schema_editor):
    rows = [(country, age, LISTED) for age, countries in AGES.items() for country in countries.split()]
    model = apps.get_model("organisations", "NationalAge")
    model.objects.bulk_create(
        model(country=country, age=age, source=source) for country, age, source in [*rows, BRITAIN]
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
