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
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stand', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=80)),
                ('order', models.PositiveSmallIntegerField()),
                ('x', models.FloatField()),
                ('y', models.FloatField()),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='PriceCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='SeatingPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('version', models.PositiveSmallIntegerField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('seat_count', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Season',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.seatingplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='season_name_once'), models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='season_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('season-ticket', 'Season Ticket')], default='season-ticket', max_length=16)),
                ('name', models.CharField(max_length=120)),
                ('on_sale_from', models.DateTimeField()),
                ('on_sale_until', models.DateTimeField()),
                ('edition', models.CharField(default=kithkin.base.numbers.public_id, max_length=24)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('season', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.season')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('season', 'kind', 'name'), name='product_name_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['season-ticket'])), name='product_kind'), models.CheckConstraint(condition=models.Q(('on_sale_until__gt', models.F('on_sale_from'))), name='sale_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.CharField(max_length=80)),
                ('home', models.CharField(max_length=80)),
                ('away', models.CharField(max_length=80)),
                ('date', models.DateField()),
                ('kick_off', models.TimeField(blank=True, null=True)),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('postponed', 'Postponed'), ('played', 'Played')], default='planned', max_length=10)),
                ('season', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='catalogue.season')),
            ],
            options={
                'indexes': [models.Index(fields=['season', 'date'], name='event_by_date')],
                'constraints': [models.UniqueConstraint(fields=('season', 'round', 'home', 'away'), name='match_once'), models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'postponed', 'played'])), name='event_status'), models.CheckConstraint(condition=models.Q(('home', models.F('away')), _negated=True), name='match_has_two_sides')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.CharField(max_length=80)),
                ('row', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=20)),
                ('row_order', models.PositiveSmallIntegerField()),
                ('seat_order', models.PositiveSmallIntegerField()),
                ('x', models.FloatField()),
                ('y', models.FloatField()),
                ('kind', models.CharField(choices=[('normal', 'Normal'), ('wheelchair', 'Wheelchair'), ('companion', 'Companion')], default='normal', max_length=12)),
                ('restricted', models.BooleanField(default=False)),
                ('block', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='catalogue.block')),
                ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.pricecategory')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.seatingplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'guid'), name='seat_guid_once'), models.UniqueConstraint(fields=('block', 'row_order', 'seat_order'), name='seat_place_once'), models.UniqueConstraint(fields=('block', 'row', 'number'), name='seat_number_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['normal', 'wheelchair', 'companion'])), name='seat_kind')],
            },
        ),
        migrations.AddField(
            model_name='pricecategory',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='catalogue.seatingplan'),
        ),
        migrations.AddField(
            model_name='block',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='catalogue.seatingplan'),
        ),
        migrations.CreateModel(
            name='Tariff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20)),
                ('name', models.CharField(max_length=40)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('from_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('to_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='tariff_code_once'), models.CheckConstraint(condition=models.Q(('from_age', None), ('to_age', None), ('to_age__gte', models.F('from_age')), _connector='OR'), name='tariff_ages_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.pricecategory')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='prices', to='catalogue.product')),
                ('tariff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.tariff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'category', 'tariff'), name='price_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('timezone', models.CharField(max_length=64)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='venue_name_once')],
            },
        ),
        migrations.AddField(
            model_name='seatingplan',
            name='venue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='catalogue.venue'),
        ),
        migrations.AddConstraint(
            model_name='pricecategory',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='category_code_once'),
        ),
        migrations.AddConstraint(
            model_name='pricecategory',
            constraint=models.UniqueConstraint(fields=('plan', 'order'), name='category_order_once'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.UniqueConstraint(fields=('plan', 'stand', 'name'), name='block_name_once'),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.UniqueConstraint(fields=('plan', 'order'), name='block_order_once'),
        ),
        migrations.AddConstraint(
            model_name='seatingplan',
            constraint=models.UniqueConstraint(fields=('venue', 'name', 'version'), name='plan_version_once'),
        ),
        migrations.AddConstraint(
            model_name='seatingplan',
            constraint=models.UniqueConstraint(fields=('venue', 'name', 'fingerprint'), name='plan_file_once'),
        ),
    ]
