"""Posting and redeeming as server-side functions: one round trip while the creator is locked.

The rules of the shop live here once; the shop page asks the same functions what is missing.
See docs/decisions/0010-redeem-in-one-statement.md.
"""

from django.db import migrations

POST = """
CREATE FUNCTION rewards_system_account(of_kind text, of_unit text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    found_id bigint;
BEGIN
    LOOP
        SELECT id INTO found_id FROM rewards_account
        WHERE kind = of_kind AND unit = of_unit AND creator_id IS NULL;
        IF found_id IS NOT NULL THEN
            RETURN found_id;
        END IF;
        INSERT INTO rewards_account (kind, unit, creator_id, tracked, balance, created_at)
        VALUES (of_kind, of_unit, NULL, false, 0, now())
        ON CONFLICT DO NOTHING;
    END LOOP;
END $$;

CREATE FUNCTION rewards_post(
    of_kind text, key text, about_type text, about_id text, undoes bigint, why text,
    by_actor bigint, at timestamptz, accounts bigint[], amounts bigint[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO rewards_transaction (
        kind, idempotency_key, memo, reference_type, reference_id, reverses_id, actor_id, posted_at
    ) VALUES (of_kind, key, why, about_type, about_id, undoes, by_actor, at)
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id INTO new_id;
    IF new_id IS NOT NULL THEN
        INSERT INTO rewards_entry (transaction_id, account_id, amount)
        SELECT new_id, leg.account, leg.amount FROM unnest(accounts, amounts) AS leg(account, amount);
    END IF;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION rewards_post IS
    'Posts one balanced transaction and returns its id, or null when the key was posted before.';
"""
UNDO_POST = """
DROP FUNCTION rewards_post(
    text, text, text, text, bigint, text, bigint, timestamptz, bigint[], bigint[]);
DROP FUNCTION rewards_system_account(text, text);
"""

RULES = """
CREATE FUNCTION rewards_refusal(
    item rewards_shopitem, spendable bigint, all_held boolean, taken bigint, at timestamptz
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN NOT item.is_active THEN 'inactive'
        WHEN at < item.active_from THEN 'not_yet'
        WHEN at >= item.active_until THEN 'over'
        WHEN item.stock = 0 THEN 'out_of_stock'
        WHEN taken >= item.limit_per_creator THEN 'limit_reached'
        WHEN all_held THEN 'on_hold'
        WHEN spendable < item.cost THEN 'not_enough_points'
    END
$$;

CREATE FUNCTION rewards_taken(of_item bigint, by_creator bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM rewards_redemption
    WHERE creator_id = by_creator AND item_id = of_item
        AND state NOT IN ('rejected', 'cancelled')
$$;

-- Points that may not be spent now: those of held videos, and of weeks that meet a held period.
CREATE FUNCTION rewards_frozen(of_creator bigint, OUT all_held boolean, OUT points bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    all_held := false;
    points := 0;
    IF NOT EXISTS (SELECT FROM fraud_open_holds(of_creator)) THEN
        RETURN;
    END IF;
    SELECT bool_or(hold.video_id IS NULL AND hold.period_start IS NULL) INTO all_held
    FROM fraud_open_holds(of_creator) hold;
    SELECT coalesce(sum(award.counted_points), 0) INTO points
    FROM rewards_pointsaward award
    WHERE award.creator_id = of_creator
        AND NOT EXISTS (
            SELECT FROM rewards_transaction undo WHERE undo.reverses_id = award.transaction_id)
        AND EXISTS (
            SELECT FROM fraud_open_holds(of_creator) hold
            WHERE hold.video_id = award.video_id
                OR (hold.video_id IS NULL AND hold.period_start IS NOT NULL
                    AND tstzrange(hold.period_start, hold.period_end)
                        && tstzrange(award.week::timestamp AT TIME ZONE 'UTC',
                                     (award.week + 7)::timestamp AT TIME ZONE 'UTC')));
END $$;
"""
UNDO_RULES = """
DROP FUNCTION rewards_frozen(bigint);
DROP FUNCTION rewards_taken(bigint, bigint);
DROP FUNCTION rewards_refusal(rewards_shopitem, bigint, boolean, bigint, timestamptz);
"""

REDEEM = """
CREATE FUNCTION rewards_redeem(
    by_creator bigint, of_item bigint, key text, at_cost bigint, by_actor bigint, at timestamptz,
    request text, title text, body text,
    OUT outcome text, OUT redemption bigint, OUT notification bigint,
    OUT balance bigint, OUT frozen bigint, OUT item jsonb
) LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
    wanted rewards_shopitem;
    purse bigint;
    all_held boolean;
    earlier record;
    payment bigint;
BEGIN
    -- Statements after the lock see what the transaction before us committed.
    SELECT user_id INTO person FROM core_creator WHERE id = by_creator FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'no_creator';
        RETURN;
    END IF;
    SELECT id, item_id INTO earlier FROM rewards_redemption
    WHERE creator_id = by_creator AND idempotency_key = key;
    IF FOUND THEN
        redemption := earlier.id;
        outcome := CASE WHEN earlier.item_id = of_item THEN 'again' ELSE 'key_reused' END;
        RETURN;
    END IF;
    SELECT * INTO wanted FROM rewards_shopitem WHERE id = of_item;
    IF NOT FOUND THEN
        outcome := 'no_item';
        RETURN;
    END IF;
    IF wanted.stock IS NOT NULL THEN
        SELECT * INTO wanted FROM rewards_shopitem WHERE id = of_item FOR NO KEY UPDATE;
    END IF;
    SELECT account.id, account.balance INTO purse, balance FROM rewards_account account
    WHERE account.kind = 'creator' AND account.unit = 'points' AND account.creator_id = by_creator;
    balance := coalesce(balance, 0);
    SELECT held.all_held, held.points INTO all_held, frozen FROM rewards_frozen(by_creator) held;
    item := jsonb_build_object(
        'name', wanted.name, 'cost', wanted.cost, 'limit', wanted.limit_per_creator,
        'from', wanted.active_from, 'until', wanted.active_until);
    outcome := rewards_refusal(
        wanted, balance - frozen, all_held,
        CASE WHEN wanted.limit_per_creator IS NULL THEN 0
             ELSE rewards_taken(of_item, by_creator) END,
        at);
    IF outcome IS NULL AND at_cost <> wanted.cost THEN
        outcome := 'price_changed';
    END IF;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;

    IF wanted.stock IS NOT NULL THEN
        UPDATE rewards_shopitem SET stock = stock - 1 WHERE id = of_item;
    END IF;
    redemption := nextval('rewards_redemption_id_seq');
    payment := rewards_post(
        'redemption', 'redemption:' || redemption, 'rewards.redemption', redemption::text, NULL,
        wanted.name, by_actor, at,
        ARRAY[purse, rewards_system_account('redeemed', 'points')],
        ARRAY[-wanted.cost, wanted.cost]);
    INSERT INTO rewards_redemption (
        id, creator_id, item_id, amount, exposure, creation_date, state, state_before_hold,
        idempotency_key, payment_id, refund_id, updated_at
    ) VALUES (
        redemption, by_creator, of_item, wanted.cost, wanted.exposure, at, 'requested', '',
        key, payment, NULL, at);
    INSERT INTO rewards_redemptionevent (redemption_id, state, reason, actor_id, at)
    VALUES (redemption, 'requested', '', by_actor, at);
    INSERT INTO core_auditentry (
        at, actor_id, action, target_type, target_id, before, after, request_id
    ) VALUES (
        at, by_actor, 'rewards.redemption.requested', 'rewards.redemption', redemption::text, NULL,
        jsonb_build_object('item', of_item, 'amount', wanted.cost), request);
    IF person IS NOT NULL THEN
        INSERT INTO core_notification (user_id, key, title, body, url, created_at)
        VALUES (
            person, 'rewards.redemption.' || redemption || '.requested',
            left(format(title, wanted.name, wanted.cost), 200),
            format(body, wanted.name, wanted.cost), '', at)
        RETURNING id INTO notification;
    END IF;
    balance := balance - wanted.cost;
    outcome := 'made';
END $$;
"""
UNDO_REDEEM = """
DROP FUNCTION rewards_redeem(
    bigint, bigint, text, bigint, bigint, timestamptz, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rewards", "0003_ledger_guards"),
        ("fraud", "0002_open_holds"),
        ("core", "0002_append_only"),
    ]

    operations = [
        migrations.RunSQL(POST, UNDO_POST),
        migrations.RunSQL(RULES, UNDO_RULES),
        migrations.RunSQL(REDEEM, UNDO_REDEEM),
    ]
