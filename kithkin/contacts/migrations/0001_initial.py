import django.db.models.deletion
import kithkin.base.numbers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(default=kithkin.base.numbers.contact_number, max_length=20)),
                ('first_name', models.CharField(max_length=80)),
                ('last_name', models.CharField(max_length=80)),
                ('language', models.CharField(default='en', max_length=8)),
                ('created_at', models.DateTimeField()),
                ('hidden_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='contact_number_once'), models.CheckConstraint(condition=models.Q(('erased_at', None), ('hidden_at__isnull', False), _connector='OR'), name='erased_is_hidden'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('hidden_at__isnull', False), _connector='OR'), name='merged_is_hidden')],
            },
        ),
    ]
