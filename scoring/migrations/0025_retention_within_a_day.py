"""No curve is longer than a day: one that says so is a typing mistake that nobody can draw."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0024_text_on_screen_is_rated"),
    ]

    operations = [
        migrations.RunSQL(
            "DELETE FROM scoring_retentioncurve WHERE NOT seconds <= 86400;",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="retentioncurve",
            constraint=models.CheckConstraint(
                condition=models.Q(("seconds__lte", 86400)),
                name="retention_seconds_within_a_day",
            ),
        ),
    ]
