"""A model that a person took out of service says so, and keeps later ones of its kind waiting."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION scoring_only_serves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        OLD.serves := NEW.serves;
        {stopped}
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: a row can only begin or cease to serve', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0025_retention_within_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="learnedmodel",
            name="is_stopped",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Until a person lets one of its kind serve, no training does.",
                verbose_name="taken out of service by a person",
            ),
        ),
        migrations.AddConstraint(
            model_name="learnedmodel",
            constraint=models.CheckConstraint(
                condition=models.Q(("serves", False), ("is_stopped", False), _connector="OR"),
                name="learned_stopped_does_not_serve",
            ),
        ),
        migrations.RunSQL(
            FUNCTION.format(stopped="OLD.is_stopped := NEW.is_stopped;"),
            FUNCTION.format(stopped=""),
        ),
    ]
