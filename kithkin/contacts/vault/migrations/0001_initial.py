import django.db.models.deletion
import kithkin.contacts.vault.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrivateDetails',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='contacts.contact')),
                ('email', models.CharField(blank=True, max_length=254)),
                ('email_key', models.CharField(blank=True, max_length=254)),
                ('email_proven_at', models.DateTimeField(null=True)),
                ('moves', models.PositiveIntegerField(default=0)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('birth_date', models.DateField(null=True)),
                ('salt', models.CharField(default=kithkin.contacts.vault.models.new_salt, max_length=32)),
            ],
            options={
                'indexes': [models.Index(fields=['email_key'], name='details_email_key')],
            },
        ),
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.CharField(max_length=254)),
                ('email_key', models.CharField(db_index=True, max_length=254)),
                ('old_email', models.CharField(blank=True, max_length=254)),
                ('old_email_key', models.CharField(blank=True, max_length=254)),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('ended', 'Ended'), ('done', 'Done'), ('undone', 'Undone')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('token_fingerprint', models.CharField(blank=True, db_index=True, max_length=64)),
                ('undo_fingerprint', models.CharField(blank=True, db_index=True, max_length=64)),
                ('left_login', models.BigIntegerField(null=True)),
                ('details', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vault.privatedetails')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'ended', 'done', 'undone'])), name='change_state'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('state__in', ['asked', 'ended'])), models.Q(('done_at__isnull', False), ('state__in', ['done', 'undone'])), _connector='OR'), name='change_done_has_a_day'), models.CheckConstraint(condition=models.Q(('email_key', models.F('old_email_key')), _negated=True), name='change_leads_elsewhere'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('details',), name='one_change_at_a_time')],
            },
        ),
    ]
