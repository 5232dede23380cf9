"""A creator's tier takes a share off every price of the shop.

The price is worked out here, under the creator's lock, by the function that the shop page asks:
what is shown is what is paid. A creator who agreed to another price is told, and pays nothing.
"""

from importlib import import_module

from django.db import migrations

before = import_module("rewards.migrations.0004_redeem")

PRICES = """
-- Whole percent off, by the tier that counts in the week of a moment and the policy then in force.
CREATE FUNCTION rewards_tier_discount(of_creator bigint, at timestamptz) RETURNS int
LANGUAGE plpgsql STABLE AS $$
DECLARE
    present text;
    found_percent int;
BEGIN
    SELECT tier INTO present FROM rewards_tierstanding
    WHERE creator_id = of_creator AND week <= (at AT TIME ZONE 'UTC')::date
    ORDER BY week DESC LIMIT 1;
    IF NOT FOUND OR present = '' THEN
        RETURN 0;
    END IF;
    SELECT (jsonb_path_query_first(
        policy.parameters, '$.tiers[*] ? (@.name == $tier).brings.shop_discount_percent',
        jsonb_build_object('tier', present)))::int INTO found_percent
    FROM core_policy policy
    WHERE policy.kind = 'tier' AND policy.state <> 'draft' AND policy.effective_from <= at
        AND (policy.effective_until IS NULL OR policy.effective_until > at);
    RETURN least(90, greatest(0, coalesce(found_percent, 0)));
END $$;

-- Half-even up to whole points, and never for nothing.
CREATE FUNCTION rewards_price(cost bigint, percent_off int) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT greatest(1, (cost * (100 - percent_off) + 50) / 100
        - (cost * (100 - percent_off) % 200 = 50)::int)
$$;
"""
UNDO_PRICES = """
DROP FUNCTION rewards_price(bigint, int);
DROP FUNCTION rewards_tier_discount(bigint, timestamptz);
"""

REFUSAL = """
DROP FUNCTION rewards_refusal(rewards_shopitem, bigint, boolean, bigint, timestamptz);
CREATE FUNCTION rewards_refusal(
    item rewards_shopitem, price bigint, spendable bigint, all_held boolean, taken bigint,
    at timestamptz
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN NOT item.is_active THEN 'inactive'
        WHEN at < item.active_from THEN 'not_yet'
        WHEN at >= item.active_until THEN 'over'
        WHEN item.stock = 0 THEN 'out_of_stock'
        WHEN taken >= item.limit_per_creator THEN 'limit_reached'
        WHEN all_held THEN 'on_hold'
        WHEN spendable < price THEN 'not_enough_points'
    END
$$;
"""
UNDO_REFUSAL = (
    "DROP FUNCTION rewards_refusal("
    "rewards_shopitem, bigint, bigint, boolean, bigint, timestamptz);"
    + before.RULES[: before.RULES.index("CREATE FUNCTION rewards_taken")]
)

REDEEM = """
CREATE OR REPLACE FUNCTION rewards_redeem(
    by_creator bigint, of_item bigint, key text, at_cost bigint, by_actor bigint, at timestamptz,
    request text, title text, body text,
    OUT outcome text, OUT redemption bigint, OUT notification bigint,
    OUT balance bigint, OUT frozen bigint, OUT item jsonb
) LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
    wanted rewards_shopitem;
    discount int;
    price bigint;
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
    discount := rewards_tier_discount(by_creator, at);
    price := rewards_price(wanted.cost, discount);
    SELECT account.id, account.balance INTO purse, balance FROM rewards_account account
    WHERE account.kind = 'creator' AND account.unit = 'points' AND account.creator_id = by_creator;
    balance := coalesce(balance, 0);
    SELECT held.all_held, held.points INTO all_held, frozen FROM rewards_frozen(by_creator) held;
    item := jsonb_build_object(
        'name', wanted.name, 'cost', price, 'limit', wanted.limit_per_creator,
        'from', wanted.active_from, 'until', wanted.active_until);
    outcome := rewards_refusal(
        wanted, price, balance - frozen, all_held,
        CASE WHEN wanted.limit_per_creator IS NULL THEN 0
             ELSE rewards_taken(of_item, by_creator) END,
        at);
    IF outcome IS NULL AND at_cost <> price THEN
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
        ARRAY[-price, price]);
    INSERT INTO rewards_redemption (
        id, creator_id, item_id, amount, exposure, creation_date, state, state_before_hold,
        idempotency_key, payment_id, refund_id, updated_at
    ) VALUES (
        redemption, by_creator, of_item, price, wanted.exposure, at, 'requested', '',
        key, payment, NULL, at);
    INSERT INTO rewards_redemptionevent (redemption_id, state, reason, actor_id, at)
    VALUES (redemption, 'requested', '', by_actor, at);
    INSERT INTO core_auditentry (
        at, actor_id, action, target_type, target_id, before, after, request_id
    ) VALUES (
        at, by_actor, 'rewards.redemption.requested', 'rewards.redemption', redemption::text, NULL,
        CASE WHEN discount = 0 THEN jsonb_build_object('item', of_item, 'amount', price)
             ELSE jsonb_build_object('item', of_item, 'amount', price, 'listed', wanted.cost,
                                     'discount_percent', discount)
        END, request);
    IF person IS NOT NULL THEN
        INSERT INTO core_notification (user_id, key, title, body, url, created_at)
        VALUES (
            person, 'rewards.redemption.' || redemption || '.requested',
            left(format(title, wanted.name, price), 200),
            format(body, wanted.name, price), '', at)
        RETURNING id INTO notification;
    END IF;
    balance := balance - price;
    outcome := 'made';
END $$;
"""
UNDO_REDEEM = before.REDEEM.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


class Migration(migrations.Migration):
    dependencies = [("rewards", "0009_tier_weeks")]

    operations = [
        migrations.RunSQL(PRICES, UNDO_PRICES),
        migrations.RunSQL(REFUSAL, UNDO_REFUSAL),
        migrations.RunSQL(REDEEM, UNDO_REDEEM),
    ]
