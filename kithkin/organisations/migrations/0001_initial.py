import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(unique=True)),
                ('language', models.CharField(default='en', max_length=8)),
                ('country', models.CharField(default='GB', max_length=2)),
                ('currency', models.CharField(default='GBP', max_length=3)),
                ('timezone', models.CharField(default='Europe/London', max_length=64)),
                ('brand_hue', models.PositiveSmallIntegerField(default=222)),
                ('postal_address', models.CharField(blank=True, max_length=240)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('consent_on', models.BooleanField(default=True)),
                ('request_days', models.PositiveSmallIntegerField(default=14)),
                ('consent_days', models.PositiveSmallIntegerField(default=365)),
                ('resend_hours', models.PositiveSmallIntegerField(default=24)),
                ('requests_per_pair', models.PositiveSmallIntegerField(default=3)),
                ('requests_per_recipient_day', models.PositiveSmallIntegerField(default=2)),
                ('invitations_per_day', models.PositiveSmallIntegerField(default=10)),
                ('pending_limit', models.PositiveSmallIntegerField(default=20)),
                ('group_limit', models.PositiveSmallIntegerField(default=20)),
                ('mismatch_per_day', models.PositiveSmallIntegerField(default=3)),
                ('lookups_per_day', models.PositiveSmallIntegerField(default=10)),
                ('keep_refusal_days', models.PositiveSmallIntegerField(default=90)),
                ('purge_days', models.PositiveSmallIntegerField(default=60)),
                ('purge_notice_days', models.PositiveSmallIntegerField(default=7)),
                ('password_hours', models.PositiveSmallIntegerField(default=72)),
                ('keep_inactive_months', models.PositiveSmallIntegerField(default=36)),
                ('keep_reads_months', models.PositiveSmallIntegerField(default=24)),
                ('keep_letters_months', models.PositiveSmallIntegerField(default=12)),
                ('keep_signals_days', models.PositiveSmallIntegerField(default=90)),
                ('keep_baskets_days', models.PositiveSmallIntegerField(default=30)),
                ('keep_links_days', models.PositiveSmallIntegerField(default=30)),
                ('basket_minutes', models.PositiveSmallIntegerField(default=15)),
                ('extension_minutes', models.PositiveSmallIntegerField(default=5)),
                ('reserve_on', models.BooleanField(default=True)),
                ('reservation_days', models.PositiveSmallIntegerField(default=7)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('brand_hue__lt', 360)), name='hue_on_the_circle'), models.CheckConstraint(condition=models.Q(('basket_minutes__range', (5, 120)), ('consent_days__range', (60, 1095)), ('extension_minutes__range', (1, 60)), ('group_limit__range', (1, 500)), ('invitations_per_day__range', (1, 100)), ('keep_baskets_days__range', (1, 365)), ('keep_inactive_months__range', (6, 120)), ('keep_letters_months__range', (1, 60)), ('keep_links_days__range', (7, 365)), ('keep_reads_months__range', (1, 60)), ('keep_refusal_days__range', (7, 3650)), ('keep_signals_days__range', (7, 365)), ('lookups_per_day__range', (1, 100)), ('mismatch_per_day__range', (1, 50)), ('password_hours__range', (1, 336)), ('pending_limit__range', (1, 500)), ('purge_days__range', (14, 730)), ('purge_notice_days__range', (1, 14)), ('request_days__range', (1, 90)), ('requests_per_pair__range', (1, 10)), ('requests_per_recipient_day__range', (1, 50)), ('resend_hours__range', (1, 720)), ('reservation_days__range', (1, 90))), name='limits_within_bounds')],
            },
        ),
        migrations.CreateModel(
            name='NationalAge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('age', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=160)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('age__range', (1, 25))), name='national_age_of_a_person'), models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('country',), name='national_age_once'), models.UniqueConstraint(fields=('organisation', 'country'), name='national_age_once_each')],
            },
        ),
        migrations.CreateModel(
            name='PointOfSale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('shop', 'Shop'), ('desk', 'Desk')], default='shop', max_length=8)),
                ('host', models.CharField(blank=True, max_length=200)),
                ('friends_and_family', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points_of_sale', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['shop', 'desk'])), name='point_of_sale_kind'), models.UniqueConstraint(condition=models.Q(('kind', 'shop')), fields=('host',), name='one_shop_per_host')],
            },
        ),
        migrations.CreateModel(
            name='PolicyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('language', models.CharField(max_length=8)),
                ('body', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'version', 'language'), name='policy_version_once')],
            },
        ),
    ]
