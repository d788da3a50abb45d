//! Somebody leaves: what can be kept for a week, and what is gone after it.

use bytes::Bytes;
use chrono::Duration;
use nproxy_app::accounts::{
    self, CloseAccount, CloseError, Forgotten, KeepError, ProofError, Registration, SignInError, UserView,
};
use nproxy_app::audit::By;
use nproxy_app::links::LinkError;
use nproxy_app::switches::{self, Switch};
use nproxy_app::turns::{self, IdempotencyKey, Submit};
use nproxy_app::{App, assets, conversations, cycles, trash};
use nproxy_domain::processor::PaymentStatus;
use nproxy_domain::provider::Mode;
use nproxy_domain::turn::Draft;
use nproxy_domain::{GenerationId, Timestamp, UserId};
use nproxy_store::both;
use nproxy_store::entities::{assets as asset_rows, ledger_entries, payments as payment_rows, users};
use nproxy_store::testing::sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use nproxy_store::testing::{TestDb, tables_with};

use crate::account_changes::{is_signed_in, signed_in};
use crate::accounts::post::wanted;
use crate::house::{PASSWORD, address, browser, customer};
use crate::payments::{buy, stands, tells};
use crate::pictures::{png, two_halves};
use crate::post::{post, the_letter, the_letter_to_the_new_address, token};
use crate::world::{ASKED, Script, World};

const ADA: &str = "ada@example.org";
const LETTERS_COUNTED: &str =
    "SELECT count(*) AS n FROM login_attempts WHERE subject LIKE 'letters:%' AND subject NOT LIKE 'letters:of:%'";
const MARKER: &str = "a heron that nobody else asked for";

async fn close(app: &App, user: &UserView, password: &str) -> Result<Timestamp, CloseError> {
    let wanted = CloseAccount { user: user.id, password: password.into(), from: address("192.0.2.1") };
    accounts::close(app, wanted).await
}

/// Asks for pictures in words that can be found again.
async fn ask(world: &World, user: UserId, n: u32, inputs: Vec<nproxy_domain::AssetId>) -> Vec<GenerationId> {
    let draft = Draft {
        mode: if inputs.is_empty() { Mode::TextToImage } else { Mode::ImageToImage },
        prompt: MARKER.to_owned(),
        resolution: "auto".to_owned(),
        batch_size: n,
        image_strength: None,
        inputs,
    };
    let key = IdempotencyKey::parse(&format!("{}-heron", world.app.env.uuid())).expect("a plain key");
    let submitted = turns::submit(&world.app, &Submit { user, key, conversation: None, model: None, draft }).await;
    submitted.expect("room for it").turn.generations.iter().map(|g| g.id).collect()
}

/// A customer who has used everything there is: paid, uploaded, asked, was refused, changed the address.
async fn lived(world: &World) -> UserView {
    let app = &world.app;
    let ada = customer(app, "ada@old.example").await;
    world.grant(ada.id, 10).await;
    let wish = accounts::ChangeEmail {
        user: ada.id,
        password: PASSWORD.into(),
        email: ADA.into(),
        from: address("192.0.2.1"),
    };
    accounts::change_email(app, wish).await.expect("asked for");
    accounts::confirm_email(app, &token(&the_letter_to_the_new_address(world).await)).await.expect("confirmed");
    assert_eq!(post(world).await.len(), 1);
    signed_in(app, ADA, PASSWORD).await.expect("signed in");
    let input = assets::upload(app, ada.id, Bytes::from(png(&two_halves(8, 8)))).await.expect("uploaded");
    assets::upload(app, ada.id, Bytes::from(png(&two_halves(16, 8)))).await.expect("uploaded");
    ask(world, ada.id, 2, vec![input.id]).await;
    world.work().await;
    world.wire.then([Script::Refused("no herons: a heron that nobody else asked for")]);
    ask(world, ada.id, 1, Vec::new()).await;
    world.work().await;
    let title = format!("about {MARKER}");
    let kept = conversations::create(app, ada.id, Some(&title)).await.expect("created");
    trash::delete_conversation(app, ada.id, kept.id).await.expect("deleted");
    UserView { email: ADA.to_owned(), ..ada }
}

async fn erased(app: &App) -> u64 {
    accounts::erase_closed(app).await.expect("the database is there")
}

async fn row(world: &World, user: UserId) -> users::Model {
    users::Entity::find_by_id(user.0).one(world.app.store.read()).await.expect("readable").expect("it stays")
}

/// Where anything is found of what must be gone.
async fn traces(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for text in [ADA, "ada@old.example", "heron", PASSWORD] {
        found.extend(tables_with(&world.app.store, text).await);
    }
    found.extend(world.assets.keys().iter().map(ToString::to_string));
    found
}

both! {
    async fn closing_signs_out_everywhere_cancels_what_waits_and_can_be_taken_back(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        world.grant(ada.id, 10).await;
        let (here, there) = (signed_in(app, ADA, PASSWORD).await.unwrap(), signed_in(app, ADA, PASSWORD).await.unwrap());
        let running = world.queue(ada.id, 1).await;
        let claimed = world.claim_one().await;
        let queued = world.queue(ada.id, 2).await;
        let wrong = close(app, &ada, "wrong password").await;
        assert!(matches!(wrong, Err(CloseError::Proof(ProofError::WrongPassword))), "{wrong:?}");
        assert!(is_signed_in(app, &here).await);

        let erased_at = close(app, &ada, PASSWORD).await.expect("closed");
        assert_eq!(erased_at, app.env.now() + Duration::days(7));
        assert!(!is_signed_in(app, &here).await && !is_signed_in(app, &there).await);
        assert_eq!(world.states(ada.id, &queued).await, ["cancelled", "cancelled"]);
        assert_eq!(world.spent_and_held(ada.id).await, (0, 1));
        world.run(&claimed).await;
        assert_eq!(world.states(ada.id, &running).await, ["succeeded"]);
        let letter = the_letter(&world).await;
        assert_eq!(letter.to, ADA);
        assert!(letter.text.contains("/keep-account#"), "{}", letter.text);
        assert!(matches!(signed_in(app, ADA, PASSWORD).await, Err(SignInError::AccountClosing)));
        assert!(matches!(signed_in(app, ADA, "wrong password").await, Err(SignInError::WrongCredentials)));

        // Asked for again at the same instant, from a page that was open still.
        assert_eq!(close(app, &ada, PASSWORD).await.expect("closed already"), erased_at);
        assert_eq!(post(&world).await.len(), 0);

        world.pass(Duration::days(7) - Duration::seconds(1));
        assert_eq!(erased(app).await, 0);
        assert_eq!(accounts::keep(app, &token(&letter)).await.expect("kept").id, ada.id);
        assert!(matches!(accounts::keep(app, &token(&letter)).await, Err(KeepError::Link(LinkError::Used))));
        world.pass(Duration::days(30));
        assert_eq!(erased(app).await, 0);
        signed_in(app, ADA, PASSWORD).await.expect("signed in");
        world.end().await;
    }

    async fn a_link_that_came_late_keeps_nothing_once_the_time_is_over(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        close(app, &ada, PASSWORD).await.expect("closed");
        // The mail server was away for a day.
        world.pass(Duration::days(1));
        let keep = token(&the_letter(&world).await);
        world.pass(Duration::days(6));
        assert!(matches!(accounts::keep(app, &keep).await, Err(KeepError::Link(LinkError::Expired))));
        assert_eq!(erased(app).await, 1);
        assert_eq!(post(&world).await.len(), 1);
        assert!(matches!(accounts::keep(app, &keep).await, Err(KeepError::Link(LinkError::Unknown))));
        world.end().await;
    }

    async fn the_undo_link_saves_an_account_that_whoever_took_it_closed(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = customer(app, ADA).await;
        let wish = |email: &str| accounts::ChangeEmail {
            user: ada.id, password: PASSWORD.into(), email: email.into(), from: address("192.0.2.1"),
        };
        accounts::change_email(app, wish("thief@example.org")).await.expect("asked for");
        let confirm = token(&the_letter_to_the_new_address(&world).await);
        accounts::confirm_email(app, &confirm).await.expect("confirmed");
        let undo = token(&the_letter(&world).await);
        close(app, &ada, PASSWORD).await.expect("closed");
        let keep = token(&the_letter(&world).await);
        world.pass(Duration::days(6));
        accounts::undo_email(app, &undo).await.expect("undone");
        world.pass(Duration::days(30));
        assert_eq!(erased(app).await, 0);
        assert_eq!(row(&world, ada.id).await.email, ADA);
        assert!(matches!(accounts::keep(app, &keep).await, Err(KeepError::Link(LinkError::Used))));
        assert_eq!(post(&world).await.len(), 1);
        world.end().await;
    }

    async fn nothing_is_counted_for_an_address_whose_account_is_erased(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let home = || browser("192.0.2.1");
        let forgot = async || {
            let asked = Forgotten { email: ADA.into(), language: None, from: home() };
            accounts::forgot_password(app, asked).await.expect("asked for")
        };
        // A stranger is told once, and the second letter is withheld.
        forgot().await;
        forgot().await;
        let (ada, bob) = (customer(app, ADA).await, customer(app, "bob@example.org").await);
        forgot().await;
        accounts::register(app, Registration { from: home(), ..wanted(ADA) }).await.expect("its owner is written to");
        let wish = accounts::ChangeEmail {
            user: bob.id, password: PASSWORD.into(), email: ADA.into(), from: address("192.0.2.1"),
        };
        accounts::change_email(app, wish).await.expect("its owner is written to");
        signed_in(app, ADA, PASSWORD).await.expect("signed in");
        assert_eq!(world.number(LETTERS_COUNTED).await, 6);
        close(app, &ada, PASSWORD).await.expect("closed");
        world.pass(Duration::days(7));
        assert_eq!(erased(app).await, 1);
        assert_eq!(world.number(LETTERS_COUNTED).await, 0, "an address can be found by its hash");
        post(&world).await;
        world.end().await;
    }

    async fn of_an_erased_account_nothing_is_left_but_the_books(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = lived(&world).await;
        let (payment, invoice) = buy(&world, ada.id).await;
        tells(&world, &invoice, PaymentStatus::Paid, ASKED).await;
        let (late, unpaid) = buy(&world, ada.id).await;
        let entries = ledger_entries::Entity::find().count(app.store.read()).await.unwrap();
        let bob = world.customer(10).await;
        let bobs = world.queue(bob, 1).await;
        world.work().await;
        let bobs_pictures = 2;
        close(app, &ada, PASSWORD).await.expect("closed");
        assert!(post(&world).await.len() >= 2, "paid, and closing");
        assert!(!traces(&world).await.is_empty());

        world.pass(Duration::days(7));
        assert_eq!(erased(app).await, 1);
        let last = the_letter(&world).await;
        assert_eq!((last.to.as_str(), last.subject.as_str()), (ADA, "Your account at nproxy is deleted"));
        let traces = traces(&world).await;
        assert_eq!(traces.len(), bobs_pictures, "{traces:?}");
        assert_eq!(world.states(bob, &bobs).await, ["succeeded"]);

        let row = row(&world, ada.id).await;
        assert_eq!((row.email, row.password_hash.as_str()), (format!("erased-{}@invalid", ada.id), ""));
        assert_eq!(row.deleted_at, Some(app.env.now()));
        for email in [ADA, &format!("erased-{}@invalid", ada.id)] {
            for password in [PASSWORD, ""] {
                assert!(matches!(signed_in(app, email, password).await, Err(SignInError::WrongCredentials)));
            }
        }
        let paid = payment_rows::Entity::find().filter(payment_rows::Column::UserId.eq(ada.id.0));
        assert_eq!(paid.count(app.store.read()).await.unwrap(), 2);
        assert!(ledger_entries::Entity::find().count(app.store.read()).await.unwrap() >= entries);
        assert_eq!(stands(&world, payment).await.0, "paid");
        assert!(cycles::check_ledger(app).await.unwrap().is_empty());
        let skeletons = asset_rows::Entity::find().filter(asset_rows::Column::OwnerId.eq(ada.id.0));
        assert_eq!(skeletons.count(app.store.read()).await.unwrap(), 2, "one for each that succeeded");

        // What comes now is nobody's to use.
        tells(&world, &unpaid, PaymentStatus::Paid, ASKED).await;
        assert_eq!(stands(&world, late).await, ("needs_review".into(), Some("account_deleted".into())));
        // The address is free again.
        let again = customer(app, ADA).await;
        assert_ne!(again.id, ada.id);
        world.end().await;
    }

    async fn erasing_twice_and_from_two_processes_is_erasing_once(db: TestDb) {
        let world = World::new(db).await;
        let (app, other) = (&world.app, world.another_process().await);
        let ada = lived(&world).await;
        close(app, &ada, PASSWORD).await.expect("closed");
        assert_eq!(post(&world).await.len(), 1);
        world.pass(Duration::days(7));
        let (one, two) = tokio::join!(erased(app), erased(&other));
        assert_eq!(one + two, 1);
        assert_eq!(erased(app).await, 0);
        assert_eq!(post(&world).await.len(), 1, "one last letter");
        assert_eq!(traces(&world).await, [""; 0]);
        world.end().await;
    }

    async fn an_erasing_that_stopped_half_way_goes_on(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = lived(&world).await;
        close(app, &ada, PASSWORD).await.expect("closed");
        assert_eq!(post(&world).await.len(), 1);
        world.pass(Duration::days(7));
        // Its transaction can't commit while somebody has the name that the row is to get: the bytes are gone by then.
        let forgotten = format!("erased-{}@invalid", ada.id);
        let bob = world.visitor().await;
        world.sql(format!("UPDATE users SET email = '{forgotten}' WHERE email = '{bob}@example.com'")).await;
        assert_eq!(erased(app).await, 0);
        assert_eq!(world.assets.keys(), []);
        assert_eq!(row(&world, ada.id).await.email, ADA, "and all of its rows are as they were");
        assert!(!traces(&world).await.is_empty());
        world.sql(format!("UPDATE users SET email = 'bob@example.com' WHERE email = '{forgotten}'")).await;
        assert_eq!(erased(app).await, 1);
        assert_eq!(post(&world).await.len(), 1);
        assert_eq!(traces(&world).await, [""; 0]);
        world.end().await;
    }

    async fn what_is_still_being_made_comes_to_its_end_first(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = lived(&world).await;
        ask(&world, ada.id, 1, Vec::new()).await;
        let claimed = world.claim_one().await;
        close(app, &ada, PASSWORD).await.expect("closed");
        assert_eq!(post(&world).await.len(), 1);
        world.sql(format!("UPDATE users SET delete_after = created_at WHERE email = '{ADA}'")).await;
        assert_eq!(erased(app).await, 0);
        world.run(&claimed).await;
        switches::set(app, &By::operator(), Switch::ReadOnly(true), None).await.expect("switched");
        assert_eq!(erased(app).await, 0, "nothing changes while nothing is to change");
        switches::set(app, &By::operator(), Switch::ReadOnly(false), None).await.expect("switched");
        assert_eq!(erased(app).await, 1);
        assert_eq!(post(&world).await.len(), 1);
        assert_eq!(traces(&world).await, [""; 0]);
        world.end().await;
    }

    async fn what_a_dead_worker_stored_goes_as_well(db: TestDb) {
        let world = World::new(db).await;
        let app = &world.app;
        let ada = lived(&world).await;
        // Stored by an attempt that was given up: no row of a picture knows of it.
        let attempts = nproxy_store::entities::attempts::Entity::find().all(app.store.read()).await.unwrap();
        let refused = attempts.iter().find(|a| a.class.as_deref() != Some("ok")).expect("one was refused");
        let key = nproxy_domain::assets::StorageKey::output(
            GenerationId(refused.generation_id), nproxy_domain::AttemptId(refused.id));
        app.assets.put(&key, Bytes::from_static(b"a picture")).await.unwrap();
        close(app, &ada, PASSWORD).await.expect("closed");
        world.pass(Duration::days(7));
        assert_eq!(erased(app).await, 1);
        assert_eq!(world.assets.keys(), []);
        // The closing letter had not gone yet, and is not sent to anybody any more.
        let letters = post(&world).await;
        assert_eq!(letters.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Your account at nproxy is deleted"]);
        world.end().await;
    }
}
