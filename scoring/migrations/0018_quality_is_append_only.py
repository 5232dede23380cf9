"""Measurements and references never change; ratings of a video only stop being current."""

from django.db import migrations

# A clip that isn't posted may be taken back, and then nothing of it is kept.
FUNCTION = """
CREATE FUNCTION scoring_quality_only_retires() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.submission_id IS NOT NULL THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.is_current AND NOT NEW.is_current THEN
        NEW.is_current := true;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            NEW.is_current := false;
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: a row can only stop being current', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def guarded(table: str, *, by: str, on: str) -> migrations.RunSQL:
    """Run `by` before each of `on` for every row of `table`."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE {on} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {by}();",
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0017_quality"), ("core", "0002_append_only")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION scoring_quality_only_retires();"),
        guarded(
            "scoring_qualityassessment",
            by="scoring_quality_only_retires",
            on="UPDATE OR DELETE",
        ),
        guarded("scoring_measurement", by="core_refuse_change", on="UPDATE"),
        guarded("scoring_qualityreference", by="core_refuse_change", on="UPDATE"),
    ]
