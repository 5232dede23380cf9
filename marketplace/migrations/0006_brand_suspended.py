from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0005_offers")]

    operations = [
        migrations.AddField(
            model_name="brand",
            name="suspended_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Since when staff keep it from asking creators.",
                null=True,
            ),
        ),
    ]
