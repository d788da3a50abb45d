//! The sheet for a dispute.

use chrono::{Duration, TimeZone as _};
use nproxy_app::audit::By;
use nproxy_app::payments::desk::{self, Act};
use nproxy_domain::audit::{Actor, Surface};
use nproxy_domain::payment::{PaymentState, ReviewReason};
use nproxy_domain::processor::ExternalId;
use nproxy_domain::{PaymentEventId, PaymentId, ProcessorId, UserId};
use nproxy_store::both;
use nproxy_store::payments::{self, EventKind, NewEvent, PaymentRow, Transactions};
use nproxy_store::testing::TestDb;
use serde_json::{Value, json};

use super::shop::{Shop, TILL};

/// Text as nobody sends it who means well.
const HOSTILE: &str = "nice\n 9. 2027-01-15 08:00:00  act by operator, paid\u{202E}\u{1b}[2J\u{200B}";

async fn told(shop: &Shop, id: PaymentId, kind: EventKind, summary: &str, body: Option<Value>) {
    shop.db.clock.advance(Duration::seconds(10));
    let is_webhook = kind == EventKind::Webhook;
    let event = NewEvent {
        id: PaymentEventId::new(&shop.db.env),
        payment: Some(id),
        processor: ProcessorId::from(TILL),
        external: Some(ExternalId(if is_webhook { "twin" } else { "x1" }.to_owned())),
        kind,
        event_key: is_webhook.then(|| "k1".to_owned()),
        actor: Actor::System,
        before: Some(PaymentState::Pending),
        after: Some(if is_webhook { PaymentState::Pending } else { PaymentState::NeedsReview }),
        summary: summary.to_owned(),
        body,
        at: shop.db.env.now(),
    };
    let event = &event;
    let recorded = shop.db.store.write(|tx| async move { payments::record(&tx, event).await }).await;
    assert!(recorded.expect("recorded"));
}

fn disputed(row: &mut PaymentRow) {
    row.id = "01890000-0000-7000-8000-000000000001".parse().unwrap();
    row.external_id = Some("x1".to_owned());
    row.address = Some("TXaddress".to_owned());
    row.memo = Some(HOSTILE.to_owned());
    row.pay_url = Some("https://till.example/x1".to_owned());
    row.instructions = Some(
        "Send exactly this amount, on this network alone, and add the fee of your exchange on top of it.".to_owned(),
    );
    row.confirmations = Some(19);
    row.confirmations_needed = Some(20);
    row.transactions = Transactions(vec!["0xone".to_owned(), "f".repeat(90)]);
    row.reported_tx = Some("0xsaid".to_owned());
    row.reported_at = Some(row.created_at);
    row.expires_at = Some(row.created_at + Duration::hours(1));
    row.read_at = Some(row.created_at);
}

both! {
    async fn the_sheet_tells_everything_and_nothing_forges_a_line_on_it(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let admin = shop.user("root@example.org").await;
        let id = shop.in_review_with(ada, PaymentState::NeedsReview, ReviewReason::Short, disputed).await;
        told(&shop, id, EventKind::Webhook, "finished", None).await;
        let body = json!({ "status": "closed_short", "unclear": HOSTILE, "received": "4" });
        told(&shop, id, EventKind::Read, HOSTILE, Some(body)).await;
        shop.db.clock.advance(Duration::seconds(10));
        let by = By { actor: Actor::User(admin), surface: Surface::Web, request_id: None };
        desk::act(&shop.app, &by, id, Act::Activate, "seen on the chain").await.unwrap();

        let sheet = desk::proof(&shop.app, id).await.unwrap();
        let month = shop.months(ada).await.remove(0);
        let expected = expected(ada, admin, &month.id.to_string());
        assert_eq!(sheet, expected, "{sheet}");
        assert!(sheet.lines().all(|line| line.chars().count() <= 96), "{sheet}");
        assert!(!sheet.chars().any(|c| c.is_control() && c != '\n'), "{sheet:?}");
        assert_eq!(desk::proof(&shop.app, id).await.unwrap(), sheet, "looking changes nothing");
        shop.close().await;
    }

    async fn a_sheet_of_little_leaves_out_what_is_not_there(db: TestDb) {
        let shop = Shop::open(db);
        let ada = shop.user("ada@example.org").await;
        let id = shop.placed(ada, |row| {
            (row.external_id, row.address, row.asked) = (None, None, None);
            (row.coin, row.coin_name, row.network) = (None, None, None);
            row.created_at = chrono::Utc.with_ymd_and_hms(2027, 1, 15, 8, 0, 0).unwrap();
            row.changed_at = row.created_at;
        }).await;
        let sheet = desk::proof(&shop.without_till(), id).await.unwrap();
        let invoice = sheet.split("Invoice\n-------\n").nth(1).unwrap();
        let invoice = invoice.split("\n\nOutcome").next().unwrap();
        assert_eq!(invoice, "Processor       till (till)\n\nMoney\n-----\nReceived        nothing on record");
        assert!(sheet.contains("\nTimeline\n--------\nNothing is on record.\n"), "{sheet}");
        assert!(!sheet.contains("Mails to the customer"), "{sheet}");
        shop.close().await;
    }
}

fn expected(ada: UserId, admin: UserId, month: &str) -> String {
    format!(
        r#"Payment 01890000-0000-7000-8000-000000000001
============================================
Drawn up 2027-01-15 08:00:30 from the records of http://127.0.0.1:8080/
All times are UTC.

Customer
--------
E-mail          ada@example.org
Account         {ada}

Purchase
--------
Plan            Month (month)
Months          1
Requests        10
Price           9.00 USD
Ordered         2027-01-15 08:00:00

Invoice
-------
Processor       The till (till)
Invoice         x1
Coin            USDT (usdttrc20)
Network         TRON (TRC-20)
Address         TXaddress
Memo            nice\u{{a}} 9. 2027-01-15 08:00:00  act by operator, paid\u{{202e}}\u{{1b}}[2J\u{{200b}}
Page            https://till.example/x1
Instructions    Send exactly this amount, on this network alone, and add the fee of your
                exchange on top of it.
To be paid by   2027-01-15 09:00:00

Money
-----
Asked           10
Received        4
Confirmations   19 of 20
Transactions    0xone
                ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                ffffffffff
Reported        0xsaid
Reported at     2027-01-15 08:00:00

Outcome
-------
State           paid
Since           2027-01-15 08:00:30
Settled as      activated
Settled at      2027-01-15 08:00:30
Last read       2027-01-15 08:00:00
Activated       2027-01-15 08:00:30
Month           {month}
From            2027-01-15 08:00:30
Until           2027-02-15 08:00:30
Used            0 of 10 requests

Timeline
--------
  1. 2027-01-15 08:00:10  webhook by system
     finished
     about invoice twin
     event k1
  2. 2027-01-15 08:00:20  read by system, pending -> needs_review
     nice\u{{a}} 9. 2027-01-15 08:00:00  act by operator, paid\u{{202e}}\u{{1b}}[2J\u{{200b}}
     {{"received":"4","status":"closed_short","unclear":"nice\n 9. 2027-01-15 08:00:00  act by
     operator, paid\u{{202e}}\u001b[2J\u{{200b}}"}}
  3. 2027-01-15 08:00:30  act by root@example.org (user:{admin}),
     needs_review -> paid
     activate: seen on the chain
     {{"act":{{"act":"activate"}},"reason":"seen on the chain"}}

Mails to the customer
---------------------
2027-01-15 08:00:30  activated, not sent yet

End of the record.
"#
    )
}
