//! The page that a person pays an invoice on.

use std::fmt::Write as _;

use crate::html::{facts, page, text};
use crate::money::{
    act::Act,
    invoice::{Invoice, InvoiceMethod, TransactionState},
    processor::Processor,
};

/// The deeds with a button of their own; the first that is possible stands out.
const DEEDS: [(Act, &str, &str); 10] = [
    (Act::PayInFull, "pay_in_full", "Pay in full"),
    (Act::Confirm, "confirm", "Confirm"),
    (Act::PayHalf, "pay_half", "Pay too little"),
    (Act::PayTooMuch, "pay_too_much", "Pay too much"),
    (Act::Expire, "expire", "Expire now"),
    (Act::PayLate, "pay_late", "Pay late"),
    (Act::Vanish, "vanish", "Let it vanish"),
    (Act::Refund, "refund", "Refund"),
    (Act::MarkSettled, "mark_settled", "Mark as settled"),
    (Act::MarkInvalid, "mark_invalid", "Mark as invalid"),
];

/// `possible`: whether the invoice allows it. `refused`: why the last deed was not done.
pub(super) fn checkout(invoice: &Invoice, possible: impl Fn(&Act) -> bool, refused: Option<&str>) -> String {
    let mut body = format!(
        "<h1>{} {}</h1><p class=\"soft\">{}, played: no real money moves here.</p>",
        invoice.price,
        text(&invoice.currency.to_uppercase()),
        invoice.processor.label()
    );
    if let Some(reason) = refused {
        let _never_fails = write!(body, "<p class=\"card no\" role=\"alert\">{}</p>", text(reason));
    }
    body += &card(&standing(invoice));
    for method in &invoice.methods {
        body += &card(&way(method));
    }
    body += &transactions(invoice);
    body += &deeds(invoice, possible);
    if let Some(url) = &invoice.return_url {
        let _never_fails = write!(body, "<p><a href=\"{}\">Back to the shop</a></p>", text(url));
    }
    page(&format!("{} {} to pay", invoice.price, invoice.currency.to_uppercase()), &body)
}

fn card(inner: &str) -> String {
    format!("<div class=\"card\">{inner}</div>")
}

fn standing(invoice: &Invoice) -> String {
    let status = match invoice.additional_status.as_deref() {
        None | Some("None") => invoice.status.clone(),
        Some(additional) => format!("{} ({additional})", invoice.status),
    };
    let mut rows = vec![("State", status), ("Invoice", invoice.id.clone())];
    rows.extend(invoice.order_id.clone().map(|order_id| ("Order", order_id)));
    rows.extend(invoice.parent.clone().map(|parent| ("Sent again after", parent)));
    facts(&rows)
}

fn way(method: &InvoiceMethod) -> String {
    let coin = method.coin.to_uppercase();
    let mut rows = vec![
        ("Coin", format!("{coin} on {}", method.network)),
        ("Amount", format!("{} {coin}", method.asked)),
        ("Received", format!("{} {coin}", method.received)),
        ("Still due", format!("{} {coin}", method.due)),
    ];
    rows.extend(method.memo.clone().map(|memo| ("Memo", memo)));
    format!("{}<p class=\"soft\">Address</p><code>{}</code>", facts(&rows), text(&method.address))
}

fn transactions(invoice: &Invoice) -> String {
    if invoice.transactions.is_empty() {
        return String::new();
    }
    let row = |rows: String, transaction: &crate::money::Transaction| {
        let state = match transaction.state {
            TransactionState::Seen => "seen, not confirmed",
            TransactionState::Settled => "confirmed",
            TransactionState::Gone => "gone",
        };
        let amount = format!("{} {}", transaction.amount, transaction.coin.to_uppercase());
        format!("{rows}<li>{}, {state}<br><code>{}</code></li>", text(&amount), text(&transaction.id))
    };
    format!("<h2>What came</h2>{}", card(&format!("<ul>{}</ul>", invoice.transactions.iter().fold(String::new(), row))))
}

fn deeds(invoice: &Invoice, possible: impl Fn(&Act) -> bool) -> String {
    let action = format!("{}/act", invoice.page_url.rsplit('/').next().unwrap_or_default());
    let some_came = invoice.methods.iter().any(|method| !method.received.is_zero());
    let mut buttons = String::new();
    for (act, name, label) in DEEDS.iter().filter(|(act, ..)| possible(act)) {
        let label = if *act == Act::PayInFull && some_came { "Pay the rest" } else { label };
        let first = if buttons.is_empty() { " class=\"first\"" } else { "" };
        let _never_fails = write!(
            buttons,
            "<form method=\"post\" action=\"{action}\"><button name=\"act\" value=\"{name}\"{first}>{label}</button></form>"
        );
    }
    let mut deeds = format!("<h2>What happens next</h2><div class=\"deeds\">{buttons}</div>");
    deeds += &form(&action, "pay", &["amount"], "Pay this much");
    match invoice.processor {
        Processor::NowPayments => {
            deeds += &form(&action, "redeposit", &["amount"], "Send again");
            deeds += &form(&action, "pay_wrong_asset", &["coin", "amount"], "Send another coin");
        }
        Processor::Heleket => deeds += &form(&action, "choose", &["method"], "Choose this coin"),
        Processor::BtcPay | Processor::CryptoPay | Processor::OxaPay => {}
    }
    deeds
}

fn form(action: &str, act: &str, fields: &[&str], label: &str) -> String {
    let field = |name: &str| {
        format!(
            "<input name=\"{name}\" placeholder=\"{name}\" aria-label=\"{label}: {name}\" autocomplete=\"off\" required>"
        )
    };
    let fields: String = fields.iter().map(|name| field(name)).collect();
    format!(
        "<form method=\"post\" action=\"{action}\" class=\"row\">{fields}<button name=\"act\" value=\"{act}\">{label}</button></form>"
    )
}
