//! What customers are written, taken out of the box before it is sent.

use nproxy_app::notes::tell_payment;
use nproxy_domain::UserId;
use nproxy_domain::mail::Mail;
use nproxy_domain::payment::Told;
use nproxy_store::entities::mails;
use nproxy_store::entities::text::Language;
use nproxy_store::payments::PaymentRow;
use nproxy_store::testing::sea_orm::{ConnectionTrait as _, EntityTrait as _, Statement};
use nproxy_store::users;

use crate::world::World;

/// Takes what was written to customers out of the box, in order; each had left a job that would have sent it.
pub async fn letters(world: &World) -> Vec<Mail> {
    let mut rows = mails::Entity::find().all(world.app.store.read()).await.expect("readable");
    rows.sort_by_key(|row| (row.created_at, row.once_key.clone()));
    let jobs = mail_jobs(world).await;
    let to_send = rows.iter().filter(|row| !row.body.is_empty());
    assert_eq!(jobs, i64::try_from(to_send.clone().count()).expect("few"), "one job for each");
    let letters = to_send.map(|row| Mail {
        to: row.recipient.clone(),
        subject: row.subject.clone(),
        text: row.body.clone(),
        html: row.html.clone(),
    });
    let letters = letters.collect();
    world.sql("DELETE FROM river_job WHERE kind = 'mail'".to_owned()).await;
    world.sql("UPDATE mails SET body = ''".to_owned()).await;
    letters
}

/// Writes as a payment's deeds would.
pub async fn tell(world: &World, payment: &PaymentRow, told: Told) {
    let (app, user) = (&world.app, UserId(payment.user_id));
    let written = app.store.write(move |tx| async move {
        let user = users::lock(&tx, user).await?.expect("there");
        tell_payment(&tx, app, &user, payment, told).await
    });
    written.await.expect("written");
}

pub async fn speaks(world: &World, user: UserId, language: Language) {
    let set = world.app.store.write(move |tx| async move { users::set_language(&tx, user, language).await });
    assert!(set.await.expect("it can be set"));
}

async fn mail_jobs(world: &World) -> i64 {
    let store = &world.app.store;
    let sql = "SELECT count(*) AS n FROM river_job WHERE kind = 'mail'";
    let row = store.read().query_one_raw(Statement::from_string(store.backend(), sql)).await.expect("readable");
    row.expect("a count is one row").try_get("", "n").expect("a number")
}
