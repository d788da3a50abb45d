//! A customer is written about a payment.

use nproxy_domain::payment::{AccountStanding, PaymentState, Told};
use nproxy_domain::processor::{CryptoAmount, Price};
use nproxy_domain::redact::{line, plain};
use nproxy_domain::{PaymentId, UserId};
use nproxy_store::entities::users;
use nproxy_store::payments::{self, PaymentRow};
use nproxy_store::{StoreError, Tx, cycles};

use super::news::{BillingPage, PaymentNews, Purchase, Sent};
use super::{en, ru};
use crate::accounts::Language;
use crate::{App, mail};

/// Writes it in the transaction of what it tells of: `user` and `payment` are the rows as that transaction leaves them,
/// its month opened or ended already. Told twice it is written once; a deleted account is not written to.
pub async fn tell_payment(
    tx: &Tx,
    app: &App,
    user: &users::Model,
    payment: &PaymentRow,
    told: Told,
) -> Result<(), StoreError> {
    if user.deleted_at.is_some() {
        return Ok(());
    }
    let (id, site) = (PaymentId(payment.id), &app.settings.site);
    let purchase = purchase(tx, app, payment, told).await?;
    let letter = match user.language {
        Language::En => en::payment(&purchase),
        Language::Ru => ru::payment(&purchase),
    };
    let letter = letter.mail(site, &user.email, user.language, site.payment_page(id).as_str());
    mail::post_once(tx, &app.env, UserId(user.id), &once_key(id, told), &letter).await?;
    Ok(())
}

/// What the mail is called, so that it is written once and found again.
pub(crate) fn once_key(payment: PaymentId, told: Told) -> String {
    format!("payment:{payment}:{}", told.as_str())
}

async fn purchase(tx: &Tx, app: &App, payment: &PaymentRow, told: Told) -> Result<Purchase, StoreError> {
    // How the account stands is no matter here.
    let facts = payments::facts(payment, AccountStanding::Good)?;
    let coin = payment.coin_name.as_deref().map(|name| plain(name, &[]));
    let in_words = |amount: CryptoAmount| in_coins(&amount.to_string(), coin.as_deref());
    let news = match told {
        Told::Seen => PaymentNews::Seen { confirmations_needed: payment.confirmations_needed },
        Told::Short => {
            let missing = facts.asked.zip(facts.received).map(|(asked, received)| received.missing_to(asked));
            PaymentNews::Short { missing: missing.map(in_words), until: payment.expires_at }
        }
        Told::ClosedShort => PaymentNews::ClosedShort,
        Told::Late => PaymentNews::Late,
        Told::InReview => PaymentNews::InReview,
        Told::Activated => activated(tx, app, payment, facts.state).await?,
        Told::Refunded => refunded(tx, payment, coin.as_deref()).await?,
    };
    Ok(Purchase {
        plan: plain(&payment.plan_label, &[]),
        price: Price { minor_units: payment.price_minor_units, currency: payment.currency.clone() }.to_string(),
        network: payment.network.as_deref().map(|network| plain(network, &[])),
        asked: facts.asked.map(in_words),
        came: facts.received.filter(|received| !received.is_zero()).map(in_words),
        news,
    })
}

async fn activated(tx: &Tx, app: &App, payment: &PaymentRow, state: PaymentState) -> Result<PaymentNews, StoreError> {
    let opened = cycles::by_payment(tx, PaymentId(payment.id)).await?;
    let month = opened.ok_or_else(|| StoreError::Internal(format!("payment {} opened no month", payment.id)))?;
    Ok(PaymentNews::Activated {
        requests: month.request_limit,
        starts_at: month.starts_at,
        ends_at: month.ends_at,
        waits: (month.starts_at > app.env.now()).then(|| BillingPage(app.settings.site.billing_page().to_string())),
        excess: state == PaymentState::Overpaid,
    })
}

async fn refunded(tx: &Tx, payment: &PaymentRow, coin: Option<&str>) -> Result<PaymentNews, StoreError> {
    let opened = cycles::by_payment(tx, PaymentId(payment.id)).await?;
    let month_ended = opened.is_some_and(|month| month.voided_at.is_some() || month.cut_from.is_some());
    Ok(PaymentNews::Refunded { sent: sent(payment, coin), month_ended })
}

/// As an admin noted it; a processor that sent it back by itself noted nothing.
fn sent(payment: &PaymentRow, coin: Option<&str>) -> Option<Sent> {
    let note = payment.settled_note.as_ref()?;
    let field = |name: &str| Some(line(note.get(name)?.as_str()?));
    let amount = in_coins(&field("amount")?, coin);
    Some(Sent { amount, address: field("address")?, transaction: field("transaction")? })
}

fn in_coins(amount: &str, coin: Option<&str>) -> String {
    coin.map_or_else(|| amount.to_owned(), |coin| format!("{amount} {coin}"))
}
