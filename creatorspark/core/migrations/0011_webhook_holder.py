import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0010_webhooks"),
    ]

    operations = [
        migrations.AddField(
            model_name="webhookevent",
            name="holder",
            field=models.ForeignKey(
                blank=True,
                help_text="Who held the profile then; a later holder isn’t told.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
