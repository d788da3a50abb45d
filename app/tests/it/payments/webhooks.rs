//! A processor tells what happened: once, several times, in any order, or not at all.

use chrono::Duration;
use nproxy_app::payments::{self, WebhookRefused};
use nproxy_domain::ProcessorId;
use nproxy_domain::processor::{ExternalId, PaymentSnapshot, PaymentStatus, WebhookCall, WebhookError};
use nproxy_store::both;
use nproxy_store::payments::EventKind;
use nproxy_store::testing::TestDb;

use super::{buy, hear, months, place, recorded, row, stands, sweep, tells, the_invoice, wish, wrong};
use crate::world::{ASKED, BANK, BankScript, Call, World, coins, event};

both! {
    async fn one_webhook_activates(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        let answer = hear(&world.app, "e", &invoice).await.expect("believed");
        assert_eq!((answer.status.as_u16(), answer.body), (200, "heard"));
        assert_eq!(months(&world, user).await, 0, "it only leads to a reading");
        assert_eq!(world.work_jobs().await.done, ["payment_read", "mail"]);
        let row = row(&world, id).await;
        assert_eq!((row.state.as_str(), row.received.as_deref()), ("paid", Some(ASKED)));
        assert_eq!((row.activated_at, months(&world, user).await), (Some(world.app.env.now()), 1));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn three_times_the_same_webhook_is_one(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        for _ in 0..3 {
            hear(&world.app, "e", &invoice).await.expect("believed");
            world.pass(Duration::seconds(1));
            world.work_jobs().await;
        }
        assert_eq!((recorded(&world, id, EventKind::Webhook).await, months(&world, user).await), (1, 1));
        assert_eq!((recorded(&world, id, EventKind::Read).await, world.bank.calls(Call::Status)), (1, 1));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn webhooks_in_the_wrong_order_change_nothing(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        for key in ["finished", "confirming", "waiting"] {
            hear(&world.app, key, &invoice).await.expect("believed");
        }
        world.work_jobs().await;
        assert_eq!(stands(&world, id).await, ("paid".into(), None));
        assert_eq!((months(&world, user).await, recorded(&world, id, EventKind::Webhook).await), (1, 3));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn a_lost_webhook_is_made_good_by_the_sweep(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Confirming, ASKED);
        world.pass(Duration::minutes(1));
        sweep(&world).await;
        assert_eq!(stands(&world, id).await.0, "confirming");
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        sweep(&world).await;
        assert_eq!(stands(&world, id).await.0, "confirming", "it is not due again");
        world.pass(Duration::minutes(1));
        sweep(&world).await;
        assert_eq!((stands(&world, id).await.0.as_str(), months(&world, user).await), ("paid", 1));
        assert_eq!(world.letters.take().len(), 2);
        world.end().await;
    }

    async fn two_webhooks_at_the_same_instant_activate_once(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        let other = world.another_process().await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        let (a, b) = tokio::join!(hear(&world.app, "e", &invoice), hear(&other, "e", &invoice));
        a.and(b).expect("believed");
        assert_eq!(recorded(&world, id, EventKind::Webhook).await, 1);
        let (a, b) = tokio::join!(payments::read(&world.app, id), payments::read(&other, id));
        assert!(a.is_ok() || b.is_ok(), "one of the two reads");
        world.work_jobs().await;
        assert_eq!((months(&world, user).await, stands(&world, id).await.0.as_str()), (1, "paid"));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn a_duplicate_reads_again_where_the_reading_failed(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        let (_, invoice) = buy(&world, user).await;
        world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
        world.bank.then(Call::Status, [BankScript::Down]);
        hear(&world.app, "e", &invoice).await.expect("believed");
        assert_eq!(world.work_jobs().await.failed, ["payment_read"]);
        world.pass(Duration::seconds(1));
        hear(&world.app, "e", &invoice).await.expect("believed");
        assert_eq!(world.jobs_left().await, 2);
        world.work_jobs().await;
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 1));
        world.end().await;
    }

    async fn what_is_not_signed_is_not_believed(db: TestDb) {
        let world = World::new(db).await;
        let (_, invoice) = buy(&world, world.visitor().await).await;
        let (mut headers, body) = event("e", &invoice);
        let bank = ProcessorId::from(BANK);
        let nobody = ProcessorId::from("nobody");
        let elsewhere = payments::webhook(&world.app, &nobody, &WebhookCall { headers: &headers, body: &body }).await;
        assert!(matches!(elsewhere, Err(WebhookRefused::UnknownProcessor)));
        let garbled = payments::webhook(&world.app, &bank, &WebhookCall { headers: &headers, body: b"{" }).await;
        assert!(matches!(garbled, Err(WebhookRefused::Unreadable(_))));
        headers.insert("x-signature", http::HeaderValue::from_static("hash"));
        let wrong = payments::webhook(&world.app, &bank, &WebhookCall { headers: &headers, body: &body }).await;
        assert!(matches!(wrong, Err(WebhookRefused::Signature(WebhookError::SignatureWrong))));
        headers.clear();
        let missing = payments::webhook(&world.app, &bank, &WebhookCall { headers: &headers, body: &body }).await;
        assert!(matches!(missing, Err(WebhookRefused::Signature(WebhookError::SignatureMissing))));
        assert_eq!(world.jobs_left().await, 0);
        world.end().await;
    }

    async fn a_webhook_that_is_quicker_than_the_answer_gives_the_payment_its_invoice(db: TestDb) {
        let world = World::new(db).await;
        let user = world.visitor().await;
        world.bank.then(Call::Checkout, [BankScript::Lost]);
        let id = place(&world, &wish(user, "k")).await.payment.id;
        let invoice = the_invoice(&world, id);
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        assert_eq!((stands(&world, id).await.0.as_str(), months(&world, user).await), ("paid", 1));
        world.pass(Duration::seconds(46));
        sweep(&world).await;
        assert_eq!((world.bank.calls(Call::Checkout), world.bank.calls(Call::Search)), (1, 0));
        assert_eq!(world.letters.take().len(), 1);
        world.end().await;
    }

    async fn a_webhook_of_an_unknown_invoice_is_kept_and_looked_up(db: TestDb) {
        let world = World::new(db).await;
        let stray = ExternalId("stray".to_owned());
        world.bank.invent(PaymentSnapshot::new(stray.clone(), PaymentStatus::Pending));
        hear(&world.app, "e", &stray).await.expect("believed");
        assert_eq!(world.work_jobs().await.done, ["payment_look_up"]);
        assert_eq!(wrong(&world).await, [""; 0], "no money came");
        tells(&world, &stray, PaymentStatus::Paid, "7").await;
        assert_eq!(wrong(&world).await, ["payments_unknown:bank"]);
        // Money that is sent once more to a used address is a payment of its own, which names the first.
        let user = world.visitor().await;
        let (id, invoice) = buy(&world, user).await;
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        let again = ExternalId("again".to_owned());
        let more = PaymentSnapshot::new(again.clone(), PaymentStatus::Paid);
        world.bank.invent(PaymentSnapshot { parent: Some(invoice), received: Some(coins("3")), ..more });
        hear(&world.app, "again", &again).await.expect("believed");
        world.work_jobs().await;
        assert_eq!(stands(&world, id).await, ("paid".into(), Some("second_payment".into())));
        assert_eq!((months(&world, user).await, world.letters.take().len()), (1, 1));
        world.end().await;
    }
}
