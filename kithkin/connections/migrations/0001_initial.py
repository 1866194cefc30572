import django.db.models.deletion
import kithkin.base.numbers
import kithkin.connections.scopes
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=8)),
                ('version', models.PositiveSmallIntegerField()),
                ('body', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=12)),
                ('day', models.CharField(max_length=13)),
                ('times', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'kind', 'day'), name='attempts_per_day')],
            },
        ),
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=kithkin.base.numbers.public_id, max_length=24, unique=True)),
                ('typed_first', models.CharField(max_length=80)),
                ('typed_last', models.CharField(max_length=80)),
                ('how', models.CharField(choices=[('email', 'Email'), ('number', 'Number'), ('desk', 'Desk'), ('import', 'Import'), ('guardian', 'Guardian')], max_length=8)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('asks_for', models.CharField(choices=[('just-buy', 'Just buy for me'), ('full', 'See my details, tickets and orders'), ('look-after', 'Look after my tickets')], default='full', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('by_switch', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('asks', models.PositiveSmallIntegerField(default=1)),
                ('removed_at', models.DateTimeField(null=True)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['child'], name='connection_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('child')), _negated=True), name='nobody_leads_himself'), models.CheckConstraint(condition=models.Q(('how__in', ['email', 'number', 'desk', 'import', 'guardian'])), name='connection_how'), models.CheckConstraint(condition=models.Q(('asks_for__in', ['just-buy', 'full', 'look-after'])), name='connection_asks_for'), models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('parent', 'child'), name='connected_once')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('allowed', 'Allowed'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('removed', 'Removed')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('asks', models.PositiveSmallIntegerField(default=1)),
                ('token_fingerprint', models.CharField(blank=True, db_index=True, max_length=64)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('see_contact_details', models.BooleanField(default=False)),
                ('see_tickets', models.BooleanField(default=False)),
                ('see_orders', models.BooleanField(default=False)),
                ('pay_reservations', models.BooleanField(default=False)),
                ('manage_tickets', models.BooleanField(default=False)),
                ('resell', models.BooleanField(default=False)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='connections.connection')),
            ],
            options={
                'indexes': [models.Index(fields=['connection', '-id'], name='consent_rounds'), models.Index(condition=models.Q(('reminded_at', None), ('state', 'allowed')), fields=['ends_at'], name='consent_to_remind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'allowed', 'declined', 'withdrawn', 'removed'])), name='consent_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'allowed'), _negated=True), models.Q(('answered_at__isnull', False), ('ends_at__isnull', False)), _connector='OR'), name='allowed_has_an_end'), models.CheckConstraint(condition=models.Q(('state', 'allowed'), models.Q((kithkin.connections.scopes.Scope['MANAGE_TICKETS'], False), (kithkin.connections.scopes.Scope['PAY_RESERVATIONS'], False), (kithkin.connections.scopes.Scope['RESELL'], False), (kithkin.connections.scopes.Scope['SEE_CONTACT_DETAILS'], False), (kithkin.connections.scopes.Scope['SEE_ORDERS'], False), (kithkin.connections.scopes.Scope['SEE_TICKETS'], False)), _connector='OR'), name='only_allowed_opens'), models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'allowed'))), fields=('connection',), name='one_live_consent')],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('by_kind', models.CharField(max_length=16)),
                ('counter', models.CharField(max_length=16)),
                ('scopes', models.JSONField(default=list)),
                ('ends_at', models.DateTimeField(null=True)),
                ('shown', models.JSONField(default=dict)),
                ('evidence', models.JSONField(default=dict)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='connections.connection')),
                ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='connections.consent')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connection', 'sequence'), name='events_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Guardianship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('refused', 'Refused'), ('stands', 'Stands'), ('ended', 'Ended')], max_length=8)),
                ('ground', models.CharField(blank=True, choices=[('own-word', 'Own Word'), ('guardian', 'Guardian'), ('document', 'Document')], max_length=8)),
                ('document', models.CharField(blank=True, max_length=80)),
                ('said', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, choices=[('age', 'Age'), ('left', 'Left'), ('document', 'Document')], max_length=8)),
                ('ended_document', models.CharField(blank=True, max_length=80)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guardianships', to='connections.connection')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'stands')), fields=['ends_at'], name='guardian_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'refused', 'stands', 'ended'])), name='guardian_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stands'), _negated=True), models.Q(('ended_at', None), ('ends_at__isnull', False), ('ground__in', ['own-word', 'guardian', 'document'])), _connector='OR'), name='guardian_has_ground_and_end'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), models.Q(('ended_at__isnull', False), ('ended_why__in', ['age', 'left', 'document'])), _connector='OR'), name='guardian_ended_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('ground', 'document'), _negated=True), models.Q(('document', ''), _negated=True), _connector='OR'), name='guardian_document_is_named'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'stands'])), fields=('connection',), name='guardian_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('asks_for', models.CharField(choices=[('just-buy', 'Just buy for me'), ('full', 'See my details, tickets and orders'), ('look-after', 'Look after my tickets')], default='full', max_length=12)),
                ('retired_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('asks_for__in', ['just-buy', 'full', 'look-after'])), name='own_kind_asks_for'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('organisation', 'name'), name='own_kind_once')],
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_key', models.CharField(blank=True, db_index=True, max_length=64)),
                ('since', models.DateTimeField()),
                ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'lead'), name='refused_once'), models.UniqueConstraint(condition=models.Q(('lead', None)), fields=('member',), name='refused_all_once')],
            },
        ),
        migrations.CreateModel(
            name='SignedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(blank=True, max_length=40)),
                ('signed_on', models.DateField()),
                ('scopes', models.JSONField(default=list)),
                ('policy', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('aside', 'Aside')], default='open', max_length=5)),
                ('made_by', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('settled_by', models.BigIntegerField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='connections.connection')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='connections.consenttext')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state', '-id'], name='form_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'aside'])), name='form_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('settled_by__isnull', False), models.Q(('settled_by', models.F('made_by')), _negated=True)), _connector='OR'), name='form_confirmed_by_a_second'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='form_settled_has_a_time'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('connection',), name='one_open_form'), models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'done']), models.Q(('reference', ''), _negated=True)), fields=('organisation', 'reference'), name='form_counts_once')],
            },
        ),
    ]
