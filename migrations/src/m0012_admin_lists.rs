//! What the admins' lists are found, sorted and counted by.
//!
//! Ids are `UUIDv7` of the moment in which their row was made, so "newest first" is the order of ids and every index of a
//! list ends with them.

use crate::ddl::Step;

pub(crate) const STEP: Step = Step {
    name: "m0012_admin_lists",
    sql: "
{postgres} DO $do$ BEGIN
{postgres}     CREATE EXTENSION IF NOT EXISTS pg_trgm;
{postgres} EXCEPTION
{postgres}     WHEN insufficient_privilege THEN
{postgres}         RAISE EXCEPTION 'the database user may not create the extension pg_trgm, by which e-mail addresses are searched: run CREATE EXTENSION pg_trgm in this database once as its owner or a superuser';
{postgres}     WHEN undefined_file OR feature_not_supported THEN
{postgres}         RAISE EXCEPTION 'this PostgreSQL server has no extension pg_trgm, by which e-mail addresses are searched: install its contrib modules';
{postgres} END $do$;

{postgres} CREATE INDEX users_email_parts ON users USING gin (email gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX users_suspended ON users (id) WHERE suspended_at IS NOT NULL;
CREATE INDEX users_closing ON users (id) WHERE delete_after IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX users_deleted ON users (id) WHERE deleted_at IS NOT NULL;
CREATE INDEX users_admins ON users (id) WHERE role = 'admin';

-- ends_at behind the id: what has not ended is passed over within the index.
CREATE INDEX cycles_list ON cycles (starts_at, id, ends_at);
CREATE INDEX cycles_ending ON cycles (ends_at, id);
CREATE INDEX cycles_list_of_user ON cycles (user_id, starts_at, id);
CREATE INDEX cycles_of_plan ON cycles (plan, starts_at, id);
CREATE INDEX cycles_voided ON cycles (starts_at, id) WHERE voided_at IS NOT NULL;
CREATE INDEX cycles_used_up ON cycles (ends_at, user_id) WHERE spent >= request_limit;

CREATE INDEX generations_state ON generations (state, id);
CREATE INDEX generations_code ON generations (error_code, id) WHERE error_code IS NOT NULL;
CREATE INDEX turns_model ON turns (model, id);
{postgres} CREATE INDEX turns_words ON turns USING gin (to_tsvector('simple', search));
CREATE INDEX attempts_of_provider ON attempts (provider, generation_id);
CREATE INDEX attempts_of_key ON attempts (key_id, generation_id);
CREATE INDEX attempts_of_proxy ON attempts (proxy_id, generation_id) WHERE proxy_id IS NOT NULL;

CREATE INDEX provider_keys_list ON provider_keys (label, id);
CREATE INDEX provider_keys_of_state ON provider_keys (state, id);
CREATE INDEX provider_keys_fingerprint ON provider_keys (fingerprint);
{postgres} CREATE INDEX provider_keys_label_parts ON provider_keys USING gin (lower(label) gin_trgm_ops) WITH (fastupdate = off);

CREATE INDEX incidents_state ON incidents (state, id);
CREATE INDEX incidents_severity ON incidents (severity, id);
{postgres} CREATE INDEX incidents_key_parts ON incidents USING gin (lower(key) gin_trgm_ops) WITH (fastupdate = off);
{postgres} CREATE INDEX incidents_title_parts ON incidents USING gin (lower(title) gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX mails_state ON mails (state, id);
CREATE INDEX mails_failed ON mails (created_at) WHERE state = 'failed';
CREATE INDEX deliveries_state ON deliveries (state, id);
CREATE INDEX deliveries_channel ON deliveries (channel, id);

{postgres} CREATE INDEX audit_log_act ON audit_log (act text_pattern_ops, id);
{sqlite} CREATE INDEX audit_log_act ON audit_log (act, id);
CREATE INDEX audit_log_surface ON audit_log (surface, id);
CREATE INDEX audit_log_request ON audit_log (request_id, id) WHERE request_id IS NOT NULL;

-- One day in UTC (since 1970-01-01) as the overview shows it; generations belong to the day on which they ended.
-- revenue: minor units by currency, of payments that activated a month. at: when it was counted last.
CREATE TABLE day_figures (
    day {int} PRIMARY KEY NOT NULL,
    succeeded {int} NOT NULL,
    failed {int} NOT NULL,
    declined {int} NOT NULL,
    cancelled {int} NOT NULL,
    p50_ms {int},
    p95_ms {int},
    revenue {json} NOT NULL,
    new_users {int} NOT NULL,
    active_subscriptions {int} NOT NULL,
    at {time} NOT NULL
) {strict};
CREATE INDEX payment_events_kind ON payment_events (processor, kind, id);
CREATE INDEX payments_read ON payments (processor, read_at) WHERE read_at IS NOT NULL;
CREATE INDEX payments_activated ON payments (activated_at) WHERE activated_at IS NOT NULL;
",
    append_only: &[],
};
