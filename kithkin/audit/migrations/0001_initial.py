from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('organisation_id', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=16)),
                ('counter', models.CharField(max_length=16)),
                ('login_id', models.BigIntegerField(null=True)),
                ('contact_id', models.BigIntegerField(null=True)),
                ('what', models.CharField(max_length=60)),
                ('about', models.CharField(blank=True, max_length=40)),
                ('about_id', models.BigIntegerField(null=True)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['about', 'about_id', 'id'], name='entry_about'), models.Index(fields=['organisation_id', 'id'], name='entry_organisation'), models.Index(fields=['contact_id', 'id'], name='entry_contact')],
            },
        ),
        migrations.CreateModel(
            name='Read',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('times', models.PositiveIntegerField(default=1)),
                ('lead_id', models.BigIntegerField()),
                ('member_id', models.BigIntegerField()),
                ('what', models.CharField(max_length=40)),
                ('day', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['lead_id'], name='read_by_lead')],
                'constraints': [models.UniqueConstraint(fields=('member_id', 'lead_id', 'what', 'day'), name='read_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('times', models.PositiveIntegerField(default=1)),
                ('organisation_id', models.BigIntegerField()),
                ('lead_id', models.BigIntegerField()),
                ('what', models.CharField(max_length=20)),
                ('day', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['organisation_id', '-last_at', '-id'], name='signal_newest')],
                'constraints': [models.UniqueConstraint(fields=('lead_id', 'what', 'day'), name='signal_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='StaffRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('organisation_id', models.BigIntegerField()),
                ('login_id', models.BigIntegerField()),
                ('contact_id', models.BigIntegerField()),
                ('why', models.CharField(choices=[('order', 'Because of an order'), ('request', 'Because of a connection'), ('letter', 'Because of a letter'), ('signal', 'Because a limit was met'), ('duplicate', 'Because there may be two records of one person'), ('file', 'Because the record was made at the desk'), ('asked', 'The person asked for it'), ('help', 'To help with tickets or the account'), ('misuse', 'To look into a problem or misuse'), ('law', 'Because the law asks for it'), ('other', 'Another reason')], max_length=9)),
                ('case_id', models.BigIntegerField(null=True)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('times', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['contact_id', 'login_id', '-last_at'], name='staff_read_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case_id__isnull', False), ('why__in', ['order', 'request', 'letter', 'signal', 'duplicate', 'file']), ('words', '')), models.Q(('case_id', None), ('why__in', ['asked', 'help', 'misuse', 'law'])), models.Q(('case_id', None), ('why', 'other'), models.Q(('words', ''), _negated=True)), _connector='OR'), name='staff_read_has_a_why')],
            },
        ),
    ]
