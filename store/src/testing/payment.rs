//! A purchase to begin with.

use nproxy_domain::{Env, PaymentId, UserId};

use crate::payments::{PaymentRow, Transactions};

/// Of a month of 100 requests at the processor `till`: placed, nothing more, and due. Not written.
pub fn payment(env: &Env, user: UserId) -> PaymentRow {
    let (id, now) = (PaymentId::new(env), env.now());
    PaymentRow {
        id: id.0,
        user_id: user.0,
        idempotency_key: id.to_string(),
        body_hash: vec![1],
        plan: "month".into(),
        plan_label: "Month".into(),
        months: 1,
        request_limit: 100,
        price_minor_units: 900,
        currency: "USD".into(),
        processor: "till".into(),
        coin: Some("usdttrc20".into()),
        coin_name: Some("USDT".into()),
        network: Some("TRON (TRC-20)".into()),
        state: "creating".into(),
        external_id: None,
        pay_url: None,
        address: None,
        memo: None,
        pay_uri: None,
        instructions: None,
        asked: None,
        received: None,
        confirmations: None,
        confirmations_needed: None,
        transactions: Transactions::default(),
        expires_at: None,
        expired_at: None,
        activated_at: None,
        review: None,
        review_detail: None,
        review_opened_at: None,
        settlement: None,
        settled_at: None,
        settled_note: None,
        kept: false,
        reported_tx: None,
        reported_at: None,
        creating_until: None,
        reading_until: None,
        read_at: None,
        read_failures: 0,
        next_read_at: Some(now),
        detail: None,
        version: 1,
        created_at: now,
        changed_at: now,
    }
}
