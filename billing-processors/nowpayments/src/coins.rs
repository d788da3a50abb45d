//! What the ids of coins mean, in the words that customers read. Money sent on another network is lost, so an id that is
//! not known for sure is shown as it is.

use crate::wallet::Link;

/// A coin on a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coin {
    /// `USDT`.
    pub name: String,
    /// `TRON (TRC-20)`.
    pub network: String,
    pub link: Link,
    /// Its address is all that is needed: no tag beside it.
    pub tagless: bool,
}

struct Row(&'static str, &'static str, &'static str, Link, bool);

/// Ids with a meaning of their own: id, name, network, link, whether it is tagless.
const COINS: [Row; 23] = [
    Row("btc", "BTC", "Bitcoin", Link::Amount("bitcoin"), true),
    Row("ltc", "LTC", "Litecoin", Link::Amount("litecoin"), true),
    Row("doge", "DOGE", "Dogecoin", Link::Amount("dogecoin"), true),
    Row("bch", "BCH", "Bitcoin Cash", Link::Amount("bitcoincash"), true),
    Row("dash", "DASH", "Dash", Link::Amount("dash"), true),
    Row("zec", "ZEC", "Zcash", Link::Amount("zcash"), true),
    Row("xmr", "XMR", "Monero", Link::Monero, true),
    Row("eth", "ETH", "Ethereum", Link::Ether, true),
    Row("sol", "SOL", "Solana", Link::Amount("solana"), true),
    Row("etc", "ETC", "Ethereum Classic", Link::None, true),
    Row("trx", "TRX", "TRON", Link::None, true),
    Row("ada", "ADA", "Cardano", Link::None, true),
    Row("dot", "DOT", "Polkadot", Link::None, true),
    Row("avaxc", "AVAX", "Avalanche C-Chain", Link::None, true),
    Row("usdc", "USDC", "Ethereum (ERC-20)", Link::None, true),
    Row("dai", "DAI", "Ethereum (ERC-20)", Link::None, true),
    Row("xrp", "XRP", "XRP Ledger", Link::None, false),
    Row("xlm", "XLM", "Stellar", Link::None, false),
    Row("ton", "TON", "TON", Link::None, false),
    Row("hbar", "HBAR", "Hedera", Link::None, false),
    Row("atom", "ATOM", "Cosmos Hub", Link::None, false),
    Row("eos", "EOS", "EOS", Link::None, false),
    Row("xem", "XEM", "NEM", Link::None, false),
];

/// Coins that are on several networks: their ids are the coin's name and the network's.
const TOKENS: [&str; 6] = ["usdt", "usdc", "dai", "eth", "bnb", "tusd"];

/// End of the id, network, whether it is tagless.
const NETWORKS: [(&str, &str, bool); 9] = [
    ("trc20", "TRON (TRC-20)", true),
    ("erc20", "Ethereum (ERC-20)", true),
    ("bsc", "BNB Smart Chain (BEP-20)", true),
    ("sol", "Solana", true),
    ("matic", "Polygon", true),
    ("arb", "Arbitrum One", true),
    ("op", "Optimism", true),
    ("base", "Base", true),
    ("ton", "TON", false),
];

const ID_CHARS_MAX: usize = 24;

/// Whether it can be the id of a coin.
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (2..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain)
}

impl Coin {
    pub fn of(id: &str) -> Self {
        if let Some(Row(_, name, network, link, tagless)) = COINS.iter().find(|row| row.0 == id) {
            return Self { name: (*name).to_owned(), network: (*network).to_owned(), link: *link, tagless: *tagless };
        }
        let on = |(end, network, tagless): &(&str, &str, bool)| {
            let token = id.strip_suffix(end).filter(|token| TOKENS.contains(token))?;
            Some((token.to_ascii_uppercase(), (*network).to_owned(), *tagless))
        };
        let (name, network, tagless) = NETWORKS.iter().find_map(on).unwrap_or_else(|| {
            let name = id.to_ascii_uppercase();
            let network = format!("the one that NOWPayments calls {name}");
            (name, network, false)
        });
        Self { name, network, link: Link::None, tagless }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_is_named_with_the_network_that_its_money_must_come_on() {
        for (id, name, network) in [
            ("btc", "BTC", "Bitcoin"),
            ("usdttrc20", "USDT", "TRON (TRC-20)"),
            ("usdterc20", "USDT", "Ethereum (ERC-20)"),
            ("usdcsol", "USDC", "Solana"),
            ("usdc", "USDC", "Ethereum (ERC-20)"),
            ("bnbbsc", "BNB", "BNB Smart Chain (BEP-20)"),
            ("ethbase", "ETH", "Base"),
            ("sol", "SOL", "Solana"),
        ] {
            let coin = Coin::of(id);
            assert_eq!((coin.name.as_str(), coin.network.as_str()), (name, network), "{id}");
        }
    }

    #[test]
    fn an_id_that_is_not_known_is_not_guessed_at() {
        for id in ["shop", "trc20", "shibbsc", "usdtnew"] {
            let coin = Coin::of(id);
            assert_eq!(coin.name, id.to_ascii_uppercase());
            assert_eq!(coin.network, format!("the one that NOWPayments calls {}", coin.name));
            assert_eq!((coin.link, coin.tagless), (Link::None, false), "{id}");
        }
    }

    #[test]
    fn every_row_is_reached() {
        for row in &COINS {
            assert_eq!(Coin::of(row.0).name, row.1);
        }
        for (end, network, _) in NETWORKS {
            assert_eq!(Coin::of(&format!("usdt{end}")).network, network);
        }
    }
}
