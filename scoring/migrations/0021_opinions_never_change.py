"""What a model answered never changes; it goes only with its creator."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION scoring_opinion_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An opinion never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER scoring_opinion_never_changes BEFORE UPDATE ON scoring_opinion
FOR EACH ROW EXECUTE FUNCTION scoring_opinion_never_changes();
"""
BACKWARD = """
DROP TRIGGER scoring_opinion_never_changes ON scoring_opinion;
DROP FUNCTION scoring_opinion_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0020_opinions")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
