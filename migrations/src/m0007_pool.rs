//! What the pool knows beyond each key: shared causes, proxies, balances and the money that goes out.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0007_pool",
    sql: "
-- resort_at: when a key that rests for its own strike may be tried as the last resort; resorting: it is being tried so.
ALTER TABLE provider_keys ADD COLUMN resort_at {time};
ALTER TABLE provider_keys ADD COLUMN resorting {bool} NOT NULL DEFAULT false;
ALTER TABLE provider_keys ADD COLUMN rounds {int} NOT NULL DEFAULT 0;
-- The newest failure that may have a shared cause, the newest attempt that worked, the end of the newest shared cause.
ALTER TABLE provider_keys ADD COLUMN failed_way text CHECK (failed_way IN ('failing', 'refusing'));
ALTER TABLE provider_keys ADD COLUMN failed_at {time};
ALTER TABLE provider_keys ADD COLUMN worked_at {time};
ALTER TABLE provider_keys ADD COLUMN lifted_at {time};
-- amount, own_limit (what the key's own limit leaves, not its account's money), unsupported (the upstream has no such thing)
-- or unknown (it could not be asked).
ALTER TABLE provider_keys ADD COLUMN balance_state text CHECK (balance_state IN ('amount', 'own_limit', 'unsupported', 'unknown'));
CREATE INDEX provider_keys_failed ON provider_keys (provider, failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX provider_keys_worked ON provider_keys (provider, worked_at) WHERE worked_at IS NOT NULL;
CREATE INDEX provider_keys_state ON provider_keys (provider, state);
CREATE INDEX provider_keys_incident ON provider_keys (incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX provider_keys_label ON provider_keys (label);
CREATE INDEX provider_keys_account_id ON provider_keys (account, id) WHERE account IS NOT NULL;
CREATE INDEX provider_keys_proxy ON provider_keys (proxy_id) WHERE proxy_id IS NOT NULL;
CREATE INDEX provider_keys_live ON provider_keys (provider, id) WHERE state IN ('active', 'probation');
CREATE INDEX provider_keys_resort ON provider_keys (provider, until, id) WHERE state = 'cooldown';

-- It failed for free and for a cause that is not its key's, so the key may be tried again for the same picture.
ALTER TABLE attempts ADD COLUMN shared {bool} NOT NULL DEFAULT false;
CREATE INDEX attempts_open ON attempts (provider) WHERE ended_at IS NULL;

-- place: scheme, host and port, without credentials; fingerprint tells addresses with credentials apart; removed_at: its
-- address is forgotten, its label stays with the attempts that went through it.
ALTER TABLE proxies ADD COLUMN place text NOT NULL DEFAULT '';
ALTER TABLE proxies ADD COLUMN fingerprint text NOT NULL DEFAULT '';
ALTER TABLE proxies ADD COLUMN failures {int} NOT NULL DEFAULT 0;
ALTER TABLE proxies ADD COLUMN detail text;
ALTER TABLE proxies ADD COLUMN tested_at {time};
ALTER TABLE proxies ADD COLUMN exit_address text;
ALTER TABLE proxies ADD COLUMN latency_ms {int};
ALTER TABLE proxies ADD COLUMN removed_at {time};
CREATE UNIQUE INDEX proxies_fingerprint_key ON proxies (fingerprint) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX proxies_label_key ON proxies (label) WHERE removed_at IS NULL;

-- Every balance that was asked for or entered; account is NULL where a key has none.
CREATE TABLE balances (
    id {id} PRIMARY KEY NOT NULL,
    provider text NOT NULL,
    account text,
    key_id {id} REFERENCES provider_keys (id),
    source text NOT NULL CHECK (source IN ('polled', 'entered')),
    amount_micro_usd {int} NOT NULL,
    at {time} NOT NULL,
    actor text NOT NULL,
    CHECK (account IS NOT NULL OR key_id IS NOT NULL)
) {strict};
CREATE INDEX balances_account ON balances (provider, account, id);
CREATE INDEX balances_key ON balances (key_id, id);
CREATE INDEX balances_entered ON balances (provider, account, id) WHERE source = 'entered';

-- What a provider's attempts of a day (UTC, days since 1970-01-01) probably cost.
CREATE TABLE provider_days (
    provider text NOT NULL,
    day {int} NOT NULL,
    cost_micro_usd {int} NOT NULL,
    attempts {int} NOT NULL,
    PRIMARY KEY (provider, day)
) {strict};
CREATE INDEX provider_days_day ON provider_days (day, provider);

-- What a customer is not charged for but the operator may be, of the last hour.
CREATE INDEX generations_declined ON generations (user_id, finished_at)
    WHERE error_code IN ('declined_prompt', 'declined_output');
CREATE INDEX generations_cancelled ON generations (user_id, finished_at) WHERE state = 'cancelled' AND cancel_asked;
",
    append_only: &["balances"],
};
