from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('template', models.CharField(max_length=60)),
                ('contact_id', models.BigIntegerField(null=True)),
                ('facts', models.JSONField(default=dict)),
                ('language', models.CharField(max_length=10)),
                ('dedup', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Sending'), ('sent', 'Sent'), ('dropped', 'Not sent'), ('failed', 'Failed'), ('to-print', 'To print'), ('printed', 'Printed')], default='waiting', max_length=10)),
                ('queued_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('error', models.CharField(default='', max_length=80)),
                ('printed_at', models.DateTimeField(null=True)),
                ('printed_by', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at'], name='letter_waiting'), models.Index(condition=models.Q(('state', 'sending')), fields=['claimed_until'], name='letter_sending'), models.Index(fields=['organisation_id', 'state', '-id'], name='letter_by_state'), models.Index(fields=['contact_id', 'organisation_id', '-id'], name='letter_by_contact')],
                'constraints': [models.UniqueConstraint(fields=('dedup',), name='letter_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'dropped', 'failed', 'to-print', 'printed'])), name='letter_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='letter_sent_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_until__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('claimed_until__isnull', True)), _connector='OR'), name='letter_sending_is_claimed'), models.CheckConstraint(condition=models.Q(models.Q(('printed_at__isnull', False), ('printed_by__isnull', False), ('state', 'printed')), models.Q(models.Q(('state', 'printed'), _negated=True), ('printed_at__isnull', True), ('printed_by__isnull', True)), _connector='OR'), name='letter_printed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='LetterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('template', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('edited_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation_id', 'template', 'language'), name='letter_text_once')],
            },
        ),
        migrations.CreateModel(
            name='LetterTrial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('template', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=10)),
                ('login_id', models.BigIntegerField()),
                ('text', models.TextField()),
                ('tried_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation_id', 'template', 'language', 'login_id'), name='letter_trial_once')],
            },
        ),
    ]
