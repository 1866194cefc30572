from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='KeptLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('sender', models.TextField()),
                ('to', models.CharField(max_length=320)),
                ('subject', models.TextField()),
                ('text', models.TextField()),
                ('whole', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['to', '-id'], name='kept_letters_of_one')],
            },
        ),
    ]
