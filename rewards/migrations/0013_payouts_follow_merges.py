"""A payout follows its creator when two profiles become one; what it pays never changes."""

from django.db import migrations

GUARD = """
DROP TRIGGER rewards_payout_keeps_its_facts ON rewards_payout;
CREATE TRIGGER rewards_payout_keeps_its_facts BEFORE UPDATE ON rewards_payout
    FOR EACH ROW EXECUTE FUNCTION rewards_only_these_change({columns});
"""
BEFORE = "'amount', 'state', 'batch_id', 'attempt', 'bank_reason', 'updated_at'"
AFTER = BEFORE + ", 'creator_id'"


class Migration(migrations.Migration):
    dependencies = [("rewards", "0012_carried_histories"), ("core", "0007_departures")]

    operations = [
        migrations.RunSQL(GUARD.format(columns=AFTER), GUARD.format(columns=BEFORE)),
    ]
