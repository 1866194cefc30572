from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ('persons', '0003_duplicates'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='double', name='double_in_order'),
        migrations.RemoveConstraint(model_name='double', name='double_state'),
        migrations.RemoveConstraint(model_name='double', name='double_once'),
        migrations.RemoveConstraint(model_name='merge', name='one_proposal_a_pair'),
        migrations.RenameModel('Double', 'Duplicate'),
        migrations.RenameField('merge', 'double', 'duplicate'),
        migrations.RenameIndex('duplicate', new_name='duplicate_likeliest', old_name='double_likeliest'),
        migrations.AddConstraint(
            model_name='duplicate',
            constraint=models.CheckConstraint(condition=Q(first__lt=F('second')), name='duplicate_in_order'),
        ),
        migrations.AddConstraint(
            model_name='duplicate',
            constraint=models.CheckConstraint(
                condition=Q(state__in=['open', 'not-the-same', 'merged']), name='duplicate_state'
            ),
        ),
        migrations.AddConstraint(
            model_name='duplicate',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='duplicate_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(
                condition=Q(state='proposed'), fields=('duplicate',), name='one_proposal_a_pair'
            ),
        ),
    ]
