import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('connections', '0001_initial'),
        ('contacts', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Duplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField()),
                ('why', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('open', 'Open'), ('not-the-same', 'Not The Same'), ('merged', 'Merged')], default='open', max_length=12)),
                ('seen_at', models.DateTimeField()),
                ('paired_by', models.BigIntegerField(null=True)),
                ('settled_by', models.BigIntegerField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state', '-score', 'id'], name='duplicate_likeliest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='duplicate_in_order'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'not-the-same', 'merged'])), name='duplicate_state'), models.UniqueConstraint(fields=('first', 'second'), name='duplicate_once')],
            },
        ),
        migrations.CreateModel(
            name='ErasureDemand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('refused', 'Refused')], default='open', max_length=8)),
                ('asked_by', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('settled_by', models.BigIntegerField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'refused'])), name='demand_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('settled_by__isnull', False), models.Q(('settled_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='demand_confirmed_by_a_second'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('contact',), name='one_open_demand')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('dropped', 'Dropped'), ('done', 'Done'), ('undone', 'Undone'), ('final', 'Final')], default='proposed', max_length=8)),
                ('proposed_by', models.BigIntegerField()),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('confirmed_by', models.BigIntegerField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_by', models.BigIntegerField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('moved', models.JSONField(default=dict)),
                ('duplicate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='persons.duplicate')),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-id'], name='merge_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='merge_of_two'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'dropped', 'done', 'undone', 'final'])), name='merge_state'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None), ('state__in', ['proposed', 'dropped'])), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('state__in', ['done', 'undone', 'final']), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='merge_confirmed_by_a_second'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('duplicate',), name='one_proposal_a_pair'), models.UniqueConstraint(condition=models.Q(('state', 'done')), fields=('gone',), name='merged_away_once')],
            },
        ),
        migrations.CreateModel(
            name='Clearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('announced_at', models.DateTimeField()),
                ('fate', models.CharField(blank=True, choices=[('stays', 'Stays as he is'), ('leaves', 'Leaves the group'), ('closed', 'Closed, then deleted'), ('returned', 'Tickets go back, closed, then deleted')], max_length=8)),
                ('done_at', models.DateTimeField(null=True)),
                ('delete_at', models.DateTimeField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.BigIntegerField(null=True)),
                ('ended', models.JSONField(default=dict)),
                ('returned', models.JSONField(default=list)),
                ('stayed', models.PositiveSmallIntegerField(default=0)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='connections.connection')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-done_at', '-id'], name='clearing_newest'), models.Index(fields=['connection', '-undone_at'], name='clearing_of_connection'), models.Index(condition=models.Q(('deleted_at', None), ('undone_at', None)), fields=['delete_at'], name='clearing_to_delete')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('connection',), name='cleared_once'), models.CheckConstraint(condition=models.Q(('fate__in', ['', 'stays', 'leaves', 'closed', 'returned'])), name='clearing_fate'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('fate', '')), models.Q(('done_at__isnull', False), models.Q(('fate', ''), _negated=True)), _connector='OR'), name='done_has_a_fate'), models.CheckConstraint(condition=models.Q(('deleted_at', None), models.Q(('delete_at__isnull', False), ('undone_at', None)), _connector='OR'), name='deleted_for_good')],
            },
        ),
    ]
