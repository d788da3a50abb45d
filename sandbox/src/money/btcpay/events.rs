//! What a store's webhook tells.

use super::{
    bodies,
    invoice::{Status, StoreInvoice},
};
use crate::money::{entry::News, json::Json, sale::Sale, time::seconds};

/// One event. `place`: the payment's, among the money that came.
#[derive(Debug, Clone)]
pub(in crate::money) enum Event {
    Created,
    ReceivedPayment { place: usize },
    PaymentSettled { place: usize },
    Processing { over: bool },
    Settled { marked: bool, over: bool },
    Expired { partially: bool },
    ExpiredPaidPartial,
    PaidAfterExpiration,
    Invalid { marked: bool },
    Refund { pull_payment: String },
}

/// The types a webhook may be limited to.
pub(in crate::money) const TYPES: [&str; 10] = [
    "InvoiceCreated",
    "InvoiceReceivedPayment",
    "InvoicePaymentSettled",
    "InvoiceProcessing",
    "InvoiceSettled",
    "InvoiceExpired",
    "InvoiceExpiredPaidPartial",
    "InvoicePaidAfterExpiration",
    "InvoiceInvalid",
    "InvoiceRefund",
];

impl Event {
    fn kind(&self) -> &'static str {
        match self {
            Self::Created => "InvoiceCreated",
            Self::ReceivedPayment { .. } => "InvoiceReceivedPayment",
            Self::PaymentSettled { .. } => "InvoicePaymentSettled",
            Self::Processing { .. } => "InvoiceProcessing",
            Self::Settled { .. } => "InvoiceSettled",
            Self::Expired { .. } => "InvoiceExpired",
            Self::ExpiredPaidPartial => "InvoiceExpiredPaidPartial",
            Self::PaidAfterExpiration => "InvoicePaidAfterExpiration",
            Self::Invalid { .. } => "InvoiceInvalid",
            Self::Refund { .. } => "InvoiceRefund",
        }
    }

    /// The event's own fields and the invoice's; the delivery's are put between when it is sent.
    pub(super) fn news(&self, sale: &Sale, invoice: &StoreInvoice) -> News {
        let own = match self {
            Self::Created | Self::ExpiredPaidPartial | Self::PaidAfterExpiration => Json::object([]),
            Self::ReceivedPayment { place } | Self::PaymentSettled { place } => {
                let money = &sale.money[*place];
                Json::object([
                    ("afterExpiration", matches!(invoice.status, Status::Expired | Status::Invalid).into()),
                    ("paymentMethodId", sale.ways[money.way].method.clone().into()),
                    ("payment", bodies::payment(sale, money)),
                ])
            }
            Self::Processing { over } => Json::object([("overPaid", (*over).into())]),
            Self::Settled { marked, over } => {
                Json::object([("manuallyMarked", (*marked).into()), ("overPaid", (*over).into())])
            }
            Self::Expired { partially } => Json::object([("partiallyPaid", (*partially).into())]),
            Self::Invalid { marked } => Json::object([("manuallyMarked", (*marked).into())]),
            Self::Refund { pull_payment } => Json::object([("pullPaymentId", pull_payment.clone().into())]),
        };
        let body = own.with([
            ("type", self.kind().into()),
            ("invoiceId", sale.id.clone().into()),
            ("metadata", invoice.metadata.clone()),
        ]);
        News { kind: self.kind().to_owned(), body }
    }
}

/// Which delivery of an event it is.
#[derive(Debug, Clone)]
pub(in crate::money) struct Delivery {
    pub(in crate::money) id: String,
    /// The first one's.
    pub(in crate::money) original_id: String,
    pub(in crate::money) at_ms: u64,
}

impl Delivery {
    /// The body of this delivery of the event, in the order of the server's own.
    pub(in crate::money) fn body(&self, event: &Json, store_id: &str, webhook_id: &str) -> Json {
        let Json::Object(fields) = event else { return event.clone() };
        let own = fields.iter().take_while(|(name, _)| name != "type");
        let rest = |name: &str| {
            let field = fields.iter().find(|(known, _)| known == name);
            (name.to_owned(), field.map_or(Json::Null, |(_, value)| value.clone()))
        };
        let mut body: Vec<(String, Json)> = own.cloned().collect();
        body.extend([
            ("deliveryId".to_owned(), self.id.clone().into()),
            ("webhookId".to_owned(), webhook_id.into()),
            ("originalDeliveryId".to_owned(), self.original_id.clone().into()),
            ("isRedelivery".to_owned(), (self.id != self.original_id).into()),
            rest("type"),
            ("timestamp".to_owned(), seconds(self.at_ms).into()),
            ("storeId".to_owned(), store_id.into()),
            rest("invoiceId"),
            rest("metadata"),
        ]);
        Json::Object(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::sign;

    #[test]
    fn a_delivery_has_the_bytes_that_a_server_sends_and_signs() {
        let event = Json::object([
            ("manuallyMarked", false.into()),
            ("overPaid", false.into()),
            ("type", "InvoiceSettled".into()),
            ("invoiceId", "4cLstvvUwbmTRpdQ3nAPCG".into()),
            ("metadata", Json::object([("orderId", "167".into())])),
        ]);
        let id = "LJMTFbSEobW7mpmAbfVzJv".to_owned();
        let delivery = Delivery { original_id: id.clone(), id, at_ms: 1_700_562_873_999 };
        let store_id = "HUZAUrnnsHztegnRKHhe9LQMcykQVq1Uaj8UyEbkgcWS";
        let body = delivery.body(&event, store_id, "V9YybsYgDaguxf98N54SJr").pretty();
        assert_eq!(
            sign::btcpay("HelloWorld", body.as_bytes()),
            "1bcc08b382986a219585e426ee2ee85bcd65ae97830980b5acdf318561b643df",
            "{body}"
        );
    }
}
