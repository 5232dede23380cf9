"""What was learned and what people said never changes; a model may begin or cease to serve."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION scoring_only_serves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        OLD.serves := NEW.serves;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: a row can only begin or cease to serve', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def guarded(table: str, *, by: str) -> migrations.RunSQL:
    """Refuse every UPDATE and DELETE of `table` but what the function allows."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {by}();",
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0012_learned_models"),
        ("scoring", "0005_judgements_only_retire"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION scoring_only_serves();"),
        guarded("scoring_learnedmodel", by="scoring_only_serves"),
        guarded("scoring_humanrating", by="scoring_only_retire"),
    ]
