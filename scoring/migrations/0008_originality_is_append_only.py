"""Evidence never changes. A fingerprint may be deleted (a person who leaves); never altered."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION scoring_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL THEN
        OLD.ended_at := NEW.ended_at;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: a row can only be ended, once', TG_TABLE_NAME
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
    dependencies = [("scoring", "0007_judging_originality"), ("core", "0002_append_only")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION scoring_only_end();"),
        guarded("scoring_originalitymatch", by="core_refuse_change", on="UPDATE OR DELETE"),
        guarded("scoring_commonframes", by="core_refuse_change", on="UPDATE"),
        guarded("scoring_fingerprint", by="core_refuse_change", on="UPDATE"),
        guarded("scoring_originalityallowance", by="scoring_only_end", on="UPDATE OR DELETE"),
        # Packed already: PostgreSQL needn't try again.
        migrations.RunSQL(
            "ALTER TABLE scoring_fingerprint ALTER content SET STORAGE EXTERNAL;",
            "ALTER TABLE scoring_fingerprint ALTER content SET STORAGE EXTENDED;",
        ),
    ]
