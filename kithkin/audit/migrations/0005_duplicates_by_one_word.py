from django.db import migrations, models
from django.db.models import Q, Value
from django.db.models.functions import Replace

CASES = ['order', 'request', 'letter', 'signal', 'duplicate', 'file']
OLD, NEW = 'double', 'duplicate'


def say_anew(apps, schema_editor):
    said(apps, OLD, NEW)


def say_as_before(apps, schema_editor):
    said(apps, NEW, OLD)


def said(apps, word, other):
    """What the journal and the log of looks call a pair of records."""
    apps.get_model('audit', 'StaffRead').objects.filter(why=word).update(why=other)
    entries = apps.get_model('audit', 'Entry').objects
    entries.filter(about=f'persons.{word}').update(about=f'persons.{other}')
    acts = entries.filter(what__startswith=f'{word}.')
    acts.update(what=Replace('what', Value(f'{word}.'), Value(f'{other}.')))


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_staff_reads'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='staffread', name='staff_read_has_a_why'),
        migrations.AlterField(
            model_name='staffread',
            name='why',
            field=models.CharField(choices=[('order', 'Because of an order'), ('request', 'Because of a connection'), ('letter', 'Because of a letter'), ('signal', 'Because a limit was met'), ('duplicate', 'Because there may be two records of one person'), ('file', 'Because the record was made at the desk'), ('asked', 'The person asked for it'), ('help', 'To help with tickets or the account'), ('misuse', 'To look into a problem or misuse'), ('law', 'Because the law asks for it'), ('other', 'Another reason')], max_length=9),
        ),
        migrations.RunPython(say_anew, say_as_before),
        migrations.AddConstraint(
            model_name='staffread',
            constraint=models.CheckConstraint(
                condition=Q(case_id__isnull=False, why__in=CASES, words='')
                | Q(case_id=None, why__in=['asked', 'help', 'misuse', 'law'])
                | Q(case_id=None, why='other') & ~Q(words=''),
                name='staff_read_has_a_why',
            ),
        ),
    ]
