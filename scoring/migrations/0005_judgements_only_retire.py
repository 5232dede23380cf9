"""A grade or a verdict is never changed: it can only stop being the current one."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION scoring_only_retire() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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


def only_retire(table: str) -> migrations.RunSQL:
    """Refuse every UPDATE and DELETE of `table` but is_current from true to false."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_only_retires BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION scoring_only_retire();",
        f"DROP TRIGGER {table}_only_retires ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_engagement_and_originality")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION scoring_only_retire();"),
        only_retire("scoring_engagementgrade"),
        only_retire("scoring_originalityverdict"),
    ]
