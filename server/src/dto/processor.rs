use nproxy_app::payments::{Offers, ProcessorOffers};
use nproxy_domain::processor::{self, CryptoAmount};
use serde::Serialize;
use utoipa::ToSchema;

/// A way to pay.
#[derive(Debug, Serialize, ToSchema)]
pub struct Processor {
    pub id: String,
    pub label: String,
    /// A coin is chosen among `offers` before an invoice is made; else the processor's own page asks for it.
    pub coin_needed: bool,
    /// A person looks after the money: it takes longer.
    pub by_hand: bool,
    /// False: it doesn't answer at the moment; `offers` is empty then.
    pub available: bool,
    /// The coins in which this price can be paid.
    pub offers: Vec<Offer>,
}

/// A coin on a network.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offer {
    /// What `coin` of a new payment says.
    pub id: String,
    #[schema(example = "USDT")]
    pub coin: String,
    /// Money sent on another one is lost.
    #[schema(example = "TRON (TRC-20)")]
    pub network: String,
    /// About what the price is in it now; exact decimal text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub estimate: Option<CryptoAmount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProcessorsReply {
    pub processors: Vec<Processor>,
    /// Where customers find help: an address or a link, as it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub support: Option<String>,
}

impl From<ProcessorOffers> for Processor {
    fn from(asked: ProcessorOffers) -> Self {
        let (available, offers) = match asked.offers {
            Offers::Known(offers) => (true, offers),
            Offers::Unavailable => (false, Vec::new()),
        };
        Self {
            id: asked.id.0,
            label: asked.label,
            coin_needed: asked.coin_needed,
            by_hand: asked.by_hand,
            available,
            offers: offers.into_iter().map(Offer::from).collect(),
        }
    }
}

impl From<processor::Offer> for Offer {
    fn from(offer: processor::Offer) -> Self {
        let processor::Offer { id, coin, network, estimate } = offer;
        Self { id, coin, network, estimate }
    }
}
