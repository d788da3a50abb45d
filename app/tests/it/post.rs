//! Letters as they arrive, with the links that are in them.

use nproxy_app::accounts::Language;
use nproxy_app::links::{Link, LinkState, look};
use nproxy_app::notes::{AccountNews, tell_account};
use nproxy_domain::mail::Mail;

use crate::world::World;

/// Everything that was left to be sent arrives; in order.
pub async fn post(world: &World) -> Vec<Mail> {
    let worked = world.work_jobs().await;
    assert_eq!(worked.failed, [""; 0]);
    world.letters.take_whole()
}

/// The one letter that arrives.
pub async fn the_letter(world: &World) -> Mail {
    let [mail] = post(world).await.try_into().expect("one letter");
    mail
}

/// What arrives once another address was asked for: the letter to that one. The account's own is told as well.
pub async fn the_letter_to_the_new_address(world: &World) -> Mail {
    let [letter, told] = post(world).await.try_into().expect("two letters");
    assert_eq!(told.subject, "Another address was asked for at nproxy");
    letter
}

/// What the link in it carries.
pub fn token(mail: &Mail) -> String {
    let (_, behind) = mail.text.split_once('#').unwrap_or_else(|| panic!("no link: {}", mail.text));
    behind.split_whitespace().next().expect("a token").to_owned()
}

/// Whether the link of a letter is still good.
pub async fn state(world: &World, token: &str) -> LinkState {
    look(&world.app, token).await.expect("one of ours").state
}

/// A link by itself, as some deed would send it.
pub async fn sent(world: &World, to: &str, link: fn(Link) -> AccountNews, of: Link) -> String {
    let app = &world.app;
    let left = app.store.write(|tx| async move { tell_account(&tx, app, None, to, Language::En, &link(of)).await });
    left.await.expect("left");
    token(&the_letter(world).await)
}
