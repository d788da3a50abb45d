//! Long random lives of payments, through the whole driver: whatever happens in whatever order.

use std::collections::BTreeSet;

use chrono::Duration;
use nproxy_app::audit::By;
use nproxy_app::payments::desk::{self, Act};
use nproxy_app::{cycles, payments};
use nproxy_domain::processor::{ExternalId, PaymentStatus};
use nproxy_domain::{Env, PaymentId, UserId};
use nproxy_store::both;
use nproxy_store::incidents::payment_in_review;
use nproxy_store::testing::TestDb;

use super::{hear, row, sweep, wish, wrong};
use crate::world::{ASKED, BankScript, Call, World};

const LIVES: u64 = 4;
const STEPS: usize = 60;
const AMOUNTS: [&str; 5] = ["0", "4", "9.97", ASKED, "17"];
const TROUBLES: [BankScript; 5] =
    [BankScript::Cut, BankScript::Lost, BankScript::Down, BankScript::Nonsense, BankScript::Refused];

struct Life<'a> {
    world: &'a World,
    dice: Env,
    users: Vec<UserId>,
    payments: Vec<PaymentId>,
    /// Those that activated once.
    active: BTreeSet<PaymentId>,
}

impl Life<'_> {
    fn roll<T: Copy>(&self, among: &[T]) -> T {
        let n = self.dice.uuid().as_u128() % among.len() as u128;
        among[usize::try_from(n).expect("few")]
    }

    fn invoice(&self) -> Option<(PaymentId, ExternalId)> {
        let payment = (!self.payments.is_empty()).then(|| self.roll(&self.payments))?;
        let invoices = self.world.bank.invoices_of(payment);
        invoices.last().map(|invoice| (payment, invoice.clone()))
    }

    async fn step(&mut self, step: usize) {
        let world = self.world;
        let some = self.invoice();
        match (self.roll(&[0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8]), some) {
            (0, _) => {
                let wish = wish(self.roll(&self.users), &format!("step-{step}"));
                if let Ok(placed) = payments::place(&world.app, &wish).await
                    && !self.payments.contains(&placed.payment.id)
                {
                    self.payments.push(placed.payment.id);
                }
            }
            (1, Some((_, invoice))) => {
                let status = self.roll(&PaymentStatus::ALL);
                world.bank.says(&invoice, status, self.roll(&AMOUNTS));
            }
            (2, Some((_, invoice))) => {
                let key = format!("{invoice}:{}", self.roll(&[0, 1, 2]));
                hear(&world.app, &key, &invoice).await.expect("believed");
            }
            (3, _) => drop(world.work_jobs().await),
            (4, _) => {
                world.pass(self.roll(&[1, 50, 700, 4000, 90_000].map(Duration::seconds)));
                sweep(world).await;
            }
            (5, _) => world.bank.then(self.roll(&[Call::Checkout, Call::Status, Call::Search]), [self.roll(&TROUBLES)]),
            (6, Some((payment, _))) => {
                let act = match self.roll(&[0, 1, 2, 3]) {
                    0 => Act::Activate,
                    1 => Act::Reject,
                    2 => Act::Keep,
                    _ => Act::RefundNoted { address: "a".into(), amount: "1".into(), transaction: "t".into() },
                };
                // What can't be done now is refused.
                let _ = desk::act(&world.app, &By::operator(), payment, act, "a test").await;
            }
            (7, Some((payment, _))) => {
                let owner = UserId(row(world, payment).await.user_id);
                let _ = payments::report(&world.app, owner, payment, "0xabc").await;
            }
            (8, _) => {
                let value = self.roll(&["created_at", "NULL"]);
                let user = self.roll(&self.users);
                let sql = format!("UPDATE users SET suspended_at = {value} WHERE email = '{user}@example.com'");
                world.sql(sql).await;
            }
            _ => {}
        }
    }

    async fn hold_true(&mut self) {
        let wrong = wrong(self.world).await;
        for id in &self.payments {
            let row = row(self.world, *id).await;
            let month = nproxy_store::cycles::by_payment(self.world.app.store.read(), *id).await.expect("readable");
            assert_eq!(row.activated_at.is_some(), month.is_some(), "{row:?}");
            assert!(!self.active.contains(id) || row.activated_at.is_some(), "what was activated stays so: {row:?}");
            assert_eq!(row.review.is_some(), wrong.contains(&payment_in_review(*id)), "{row:?}");
            if row.activated_at.is_some() {
                self.active.insert(*id);
            }
        }
    }

    /// In the end everything is paid in full, and everybody may buy.
    async fn end(&mut self) {
        let world = self.world;
        world.sql("UPDATE users SET suspended_at = NULL".to_owned()).await;
        world.bank.forget_scripts();
        for _ in 0..4 {
            // Some get their invoice only now.
            for invoice in self.payments.iter().flat_map(|id| world.bank.invoices_of(*id)) {
                world.bank.says(&invoice, PaymentStatus::Paid, ASKED);
            }
            world.pass(Duration::days(2));
            sweep(world).await;
            payments::review(&world.app).await.expect("the database is there");
            world.work_jobs().await;
        }
        world.work_jobs().await;
        self.hold_true().await;
        for id in &self.payments {
            let row = row(world, *id).await;
            let settled = row.activated_at.is_some() || row.review.is_some() || row.settlement.is_some();
            let no_money = world.bank.invoices_of(*id).is_empty();
            assert!(settled || no_money || row.state == "refunded", "money is forgotten: {row:?}");
        }
    }
}

both! {
    async fn whatever_happens_months_are_opened_once_and_no_money_is_forgotten(db: TestDb) {
        let world = World::with(db, 0, nproxy_app::Settings::default()).await;
        for seed in 0..LIVES {
            let users = vec![world.visitor().await, world.visitor().await];
            let dice = world.db.env_of(1000 + seed);
            let mut life = Life { world: &world, dice, users, payments: Vec::new(), active: BTreeSet::new() };
            for step in 0..STEPS {
                life.step(step).await;
                life.hold_true().await;
            }
            life.end().await;
        }
        assert_eq!(cycles::check_ledger(&world.app).await.expect("readable"), []);
        world.letters.take();
        world.end().await;
    }
}
