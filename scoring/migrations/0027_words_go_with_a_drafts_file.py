"""What was said of a draft goes with its file; of those that expired before, it goes now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0026_a_stopped_model_stays_stopped"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE scoring_submission SET caption = '', partner = '' "
            "WHERE purpose = 'draft' AND state = 'received' AND file = '';",
            migrations.RunSQL.noop,
        ),
    ]
