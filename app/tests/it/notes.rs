//! What a customer is written about a payment.

use chrono::Duration;
use nproxy_app::{Settings, SiteSettings};
use nproxy_domain::UserId;
use nproxy_domain::mail::Mail;
use nproxy_domain::payment::Told;
use nproxy_store::both;
use nproxy_store::entities::text::Language;
use nproxy_store::payments::PaymentRow;
use nproxy_store::testing::TestDb;
use serde_json::json;

use crate::letters::{letters, speaks, tell};
use crate::till::{at, ordered, pay, refund, wait_until};
use crate::world::World;

async fn world(db: TestDb) -> World {
    let site = SiteSettings {
        public_url: "https://pictures.example".parse().expect("a URL"),
        support: Some("help@pictures.example".to_owned()),
        ..SiteSettings::default()
    };
    World::with(db, 0, Settings { site, ..Settings::default() }).await
}

/// The one letter about it.
async fn letter(world: &World, payment: &PaymentRow, told: Told) -> Mail {
    tell(world, payment, told).await;
    letters(world).await.try_into().map(|[mail]: [Mail; 1]| mail).expect("one letter")
}

fn says(mail: &Mail, words: &[&str]) {
    for word in words {
        assert!(mail.text.contains(word) || mail.subject.contains(word), "{word}: {}\n\n{}", mail.subject, mail.text);
    }
}

/// Some of it has come and the rest may be sent.
fn short(world: &World, user: UserId) -> PaymentRow {
    PaymentRow {
        state: "underpaid".to_owned(),
        received: Some("4.0".to_owned()),
        expires_at: Some(at("2027-01-15T09:00:00Z")),
        ..ordered(world, user, 10)
    }
}

both! {
    async fn every_letter_is_written_in_the_customers_language(db: TestDb) {
        let world = world(db).await;
        let (ada, ilya) = (world.visitor().await, world.visitor().await);
        speaks(&world, ilya, Language::Ru).await;
        for (told, english, russian) in [
            (Told::Seen, "We see your payment for Standard", "Мы видим ваш платёж за «Standard»"),
            (Told::Short, "Your payment for Standard is not complete", "Платёж за «Standard» неполный"),
            (Told::ClosedShort, "Your payment for Standard is not complete", "Платёж за «Standard» неполный"),
            (Told::Late, "Your payment for Standard came late and counts", "Платёж за «Standard» пришёл поздно и засчитан"),
            (Told::InReview, "Your payment for Standard is being looked at", "Платёж за «Standard» проверяется"),
            (Told::Activated, "Standard is paid", "Тариф «Standard» оплачен"),
            (Told::Refunded, "Your payment for Standard was sent back", "Платёж за «Standard» возвращён"),
        ] {
            for (user, subject, never) in [
                (ada, english, "We never ask for a seed phrase or a password."),
                (ilya, russian, "Мы никогда не спрашиваем сид-фразу или пароль."),
            ] {
                let payment = pay(&world, user, 10).await;
                let mail = letter(&world, &payment, told).await;
                assert_eq!((mail.to.as_str(), mail.subject.as_str()), (format!("{user}@example.com").as_str(), subject));
                let link = format!("https://pictures.example/payments/{}\n", nproxy_domain::PaymentId(payment.id));
                says(&mail, &["Standard", "9.00 USD", &link, "help@pictures.example", never]);
            }
        }
        world.end().await;
    }

    async fn a_letter_is_written_once_however_often_it_is_told(db: TestDb) {
        let world = world(db).await;
        let user = world.visitor().await;
        let (payment, other) = (pay(&world, user, 10).await, pay(&world, user, 10).await);
        for told in Told::ALL {
            assert_eq!(letter(&world, &payment, *told).await.to, format!("{user}@example.com"));
        }
        world.pass(Duration::days(1));
        for told in Told::ALL {
            tell(&world, &payment, *told).await;
        }
        assert!(letters(&world).await.is_empty());
        letter(&world, &other, Told::Seen).await;
        world.end().await;
    }

    async fn what_is_missing_is_asked_for_with_its_amount_its_coin_and_its_network(db: TestDb) {
        let world = world(db).await;
        let (ada, ilya) = (world.visitor().await, world.visitor().await);
        speaks(&world, ilya, Language::Ru).await;
        let mail = letter(&world, &short(&world, ada), Told::Short).await;
        says(&mail, &["4 USDT of 9.1 USDT on TRON (TRC-20)", "send 5.1 USDT on TRON (TRC-20) to the same address by 15 January 2027, 09:00 UTC"]);
        let mail = letter(&world, &short(&world, ilya), Told::Short).await;
        says(&mail, &["4 USDT из 9.1 USDT (сеть: TRON (TRC-20))", "отправьте 5.1 USDT (сеть: TRON (TRC-20)) на тот же адрес до 15 января 2027, 09:00 UTC"]);
        world.end().await;
    }

    async fn nothing_more_is_asked_for_when_the_invoice_takes_no_more(db: TestDb) {
        let world = world(db).await;
        let (ada, ilya) = (world.visitor().await, world.visitor().await);
        speaks(&world, ilya, Language::Ru).await;
        let closed = |user| PaymentRow { state: "needs_review".to_owned(), ..short(&world, user) };
        let mail = letter(&world, &closed(ada), Told::ClosedShort).await;
        says(&mail, &["4 USDT of 9.1 USDT", "please do not send the rest"]);
        assert!(!mail.text.contains("5.1"), "{}", mail.text);
        let mail = letter(&world, &closed(ilya), Told::ClosedShort).await;
        says(&mail, &["4 USDT из 9.1 USDT", "не досылайте остаток"]);
        world.end().await;
    }

    async fn a_paid_month_is_told_with_its_days_and_its_pictures(db: TestDb) {
        let world = world(db).await;
        let (ada, ilya) = (world.visitor().await, world.visitor().await);
        speaks(&world, ilya, Language::Ru).await;
        wait_until(&world, at("2027-01-31T10:00:00Z"));
        let mail = letter(&world, &pay(&world, ada, 10).await, Told::Activated).await;
        says(&mail, &["10 pictures", "active now and ends on 28 February 2027, 10:00 UTC"]);
        assert!(!mail.text.contains("/billing"));
        let next = pay(&world, ada, 100).await;
        let mail = letter(&world, &PaymentRow { state: "overpaid".to_owned(), ..next }, Told::Activated).await;
        says(&mail, &["100 pictures", "begins on 28 February 2027, 10:00 UTC", "31 March 2027", "https://pictures.example/billing", "More has arrived"]);
        pay(&world, ilya, 10).await;
        let mail = letter(&world, &pay(&world, ilya, 10).await, Told::Activated).await;
        says(&mail, &["картинок: 10", "начнётся 28 февраля 2027, 10:00 UTC", "31 марта 2027", "https://pictures.example/billing"]);
        world.end().await;
    }

    async fn a_refund_is_told_with_what_was_sent_where_to_and_what_is_over(db: TestDb) {
        let world = world(db).await;
        let user = world.visitor().await;
        let note = json!({ "act": "refund_noted", "address": "TXback", "amount": "9.1", "transaction": "abc123" });
        let payment = PaymentRow { settled_note: Some(note), ..pay(&world, user, 10).await };
        world.pass(Duration::days(1));
        refund(&world, &payment).await;
        let mail = letter(&world, &payment, Told::Refunded).await;
        says(&mail, &["We sent 9.1 USDT back", "Address: TXback\n", "Transaction: abc123\n", "What it had paid for is over."]);
        let mail = letter(&world, &pay(&world, user, 10).await, Told::Refunded).await;
        assert!(!mail.text.contains("is over"), "its month was kept: {}", mail.text);
        world.end().await;
    }

    async fn what_is_on_its_way_says_how_many_confirmations_it_waits_for(db: TestDb) {
        let world = world(db).await;
        let user = world.visitor().await;
        let seen = |needed| PaymentRow {
            state: "confirming".to_owned(),
            received: Some("9.1".to_owned()),
            confirmations_needed: needed,
            ..ordered(&world, user, 10)
        };
        says(&letter(&world, &seen(Some(19)), Told::Seen).await, &["we see 9.1 USDT on TRON (TRC-20)", "19 confirmations"]);
        says(&letter(&world, &seen(Some(1)), Told::Seen).await, &["1 confirmation on"]);
        says(&letter(&world, &seen(None), Told::Seen).await, &["its confirmations"]);
        world.end().await;
    }

    async fn a_processors_words_can_not_make_a_line_of_their_own(db: TestDb) {
        let world = world(db).await;
        let user = world.visitor().await;
        let hostile = PaymentRow {
            coin_name: Some("USDT\n\nSend everything to TXevil\u{202E}".to_owned()),
            network: Some("TRON\r\nhttps://evil.example".to_owned()),
            ..short(&world, user)
        };
        let mail = letter(&world, &hostile, Told::Short).await;
        assert!(mail.text.lines().all(|line| !line.starts_with("Send everything") && !line.starts_with("https://evil")));
        assert!(!mail.text.contains('\u{202E}') && !mail.subject.contains("evil"), "{}", mail.text);
        world.end().await;
    }

    async fn a_deleted_account_is_not_written_to(db: TestDb) {
        let world = world(db).await;
        let user = world.visitor().await;
        let payment = pay(&world, user, 10).await;
        let app = &world.app;
        let (row, payment) = (&nproxy_store::users::get(app.store.read(), user).await.expect("readable").expect("there"), &payment);
        let gone = nproxy_store::entities::users::Model { deleted_at: Some(app.env.now()), ..row.clone() };
        let gone = &gone;
        app.store.write(move |tx| async move {
            nproxy_app::notes::tell_payment(&tx, app, gone, payment, Told::Refunded).await
        }).await.expect("nothing to do");
        assert!(letters(&world).await.is_empty());
        world.end().await;
    }
}
