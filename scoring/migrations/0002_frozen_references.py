"""A cohort reference is computed once and never touched again: awards were paid by it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial"), ("core", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER scoring_cohortreference_is_frozen "
            "BEFORE UPDATE OR DELETE ON scoring_cohortreference "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_change();",
            "DROP TRIGGER scoring_cohortreference_is_frozen ON scoring_cohortreference;",
        ),
    ]
