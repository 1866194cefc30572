import django.db.models.deletion
import kithkin.base.numbers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('contacts', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Basket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=kithkin.base.numbers.public_id, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('ordered', 'Ordered'), ('let-go', 'Let Go')], default='open', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('held_until', models.DateTimeField()),
                ('extended', models.BooleanField(default=False)),
                ('buyer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('point_of_sale', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.pointofsale')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['held_until'], name='open_basket_by_end')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('buyer', 'product'), name='one_open_basket'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'ordered', 'let-go'])), name='basket_state')],
            },
        ),
        migrations.CreateModel(
            name='BasketSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('holder_name', models.CharField(max_length=161)),
                ('price', models.PositiveIntegerField()),
                ('basket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='sales.basket')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.seat')),
                ('tariff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.tariff')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('basket', 'position'), name='basket_position_once'), models.UniqueConstraint(fields=('basket', 'holder'), name='one_seat_per_holder'), models.UniqueConstraint(fields=('basket', 'seat'), name='basket_seat_once'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='basket_price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(default=kithkin.base.numbers.order_number, max_length=9)),
                ('public_id', models.CharField(default=kithkin.base.numbers.public_id, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('reserved', 'Reserved'), ('unpaid', 'Unpaid'), ('paid', 'Paid'), ('cancelled', 'Cancelled'), ('expired', 'Expired')], max_length=10)),
                ('total', models.PositiveIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('made_at', models.DateTimeField()),
                ('pay_by', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
                ('basket', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='order', to='sales.basket')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('point_of_sale', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.pointofsale')),
                ('purchaser', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
            ],
            options={
                'indexes': [models.Index(fields=['purchaser', 'made_at'], name='order_by_purchaser'), models.Index(condition=models.Q(('state__in', ['reserved', 'unpaid'])), fields=['pay_by'], name='open_order_by_end')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='order_number_once'), models.CheckConstraint(condition=models.Q(('total__gte', 0)), name='order_total_not_negative'), models.CheckConstraint(condition=models.Q(('state__in', ['reserved', 'unpaid', 'paid', 'cancelled', 'expired'])), name='order_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), ('paid_at__isnull', False), _connector='OR'), name='paid_order_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whole_season', models.BooleanField()),
                ('held_until', models.DateTimeField(null=True)),
                ('basket', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sales.basket')),
                ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.event')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.seat')),
                ('order', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sales.order')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('whole_season', False)), fields=['event'], name='single_claim_by_event')],
                'constraints': [models.UniqueConstraint(fields=('event', 'seat'), name='seat_once_per_event'), models.CheckConstraint(condition=models.Q(models.Q(('basket__isnull', False), ('order__isnull', True)), models.Q(('basket__isnull', True), ('order__isnull', False)), _connector='OR'), name='claim_of_basket_or_order'), models.CheckConstraint(condition=models.Q(('basket__isnull', True), ('held_until__isnull', False), _connector='OR'), name='basket_holds_for_a_time')],
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('holder_name', models.CharField(max_length=161)),
                ('price', models.PositiveIntegerField()),
                ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.pricecategory')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='sales.order')),
                ('product', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.seat')),
                ('tariff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.tariff')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('order', 'position'), name='order_position_once'), models.UniqueConstraint(fields=('order', 'seat'), name='order_seat_once'), models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='line_price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=kithkin.base.numbers.public_id, max_length=22, unique=True)),
                ('gateway', models.CharField(max_length=20)),
                ('amount', models.PositiveIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('state', models.CharField(choices=[('created', 'Created'), ('paid', 'Paid'), ('failed', 'Failed'), ('refunded', 'Refunded')], default='created', max_length=8)),
                ('idempotency_key', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='sales.order')),
                ('payer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'paid')), fields=('order',), name='one_success_per_order'), models.CheckConstraint(condition=models.Q(('state__in', ['created', 'paid', 'failed', 'refunded'])), name='payment_state'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='payment_not_negative'), models.CheckConstraint(condition=models.Q(('state', 'created'), ('settled_at__isnull', False), _connector='OR'), name='settled_payment_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('public_id', models.CharField(default=kithkin.base.numbers.public_id, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('valid', 'Valid'), ('void', 'Void')], default='valid', max_length=5)),
                ('taken_over_at', models.DateTimeField(null=True)),
                ('link_fingerprint', models.CharField(blank=True, db_index=True, max_length=64)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ticket', to='sales.orderline')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['valid', 'void'])), name='ticket_state')],
            },
        ),
        migrations.CreateModel(
            name='VoidCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('since', models.DateTimeField()),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='void_codes', to='sales.ticket')),
            ],
        ),
    ]
