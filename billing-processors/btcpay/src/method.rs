//! Payment methods: their names on the wire, and what customers read.

use nproxy_domain::processor::Offer;

const ID_CHARS_MAX: usize = 40;

/// Code, network in words, scheme of the addresses that wallets open.
const CHAINS: [(&str, &str, &str); 5] = [
    ("BTC", "Bitcoin", "bitcoin"),
    ("LTC", "Litecoin", "litecoin"),
    ("DOGE", "Dogecoin", "dogecoin"),
    ("DASH", "Dash", "dash"),
    ("XMR", "Monero", "monero"),
];
const LIGHTNING: &str = "lightning";

/// Endings before and since version 2 of the server.
const RENAMED: [(&str, &str); 6] = [
    ("-LightningNetwork", "-LN"),
    ("-LightningLike", "-LN"),
    ("_LightningLike", "-LN"),
    ("-LNURLPAY", "-LNURL"),
    ("_LNURLPAY", "-LNURL"),
    ("-OnChain", "-CHAIN"),
];

/// Whether a name can be a payment method's.
pub(crate) fn is_id(id: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(known)
}

/// One name for a method, whatever the server's version: `BTC` and `BTC-CHAIN` are the same.
pub(crate) fn newest_name(id: &str) -> String {
    let renamed = RENAMED.iter().find_map(|(old, new)| Some(format!("{}{new}", id.strip_suffix(old)?)));
    match renamed {
        Some(name) => name,
        None if id.contains(['-', '_']) => id.to_owned(),
        None => format!("{id}-CHAIN"),
    }
}

pub(crate) fn offer(id: &str) -> Offer {
    let name = newest_name(id);
    let (coin, kind) = name.split_once('-').unwrap_or((&name, ""));
    let chain = CHAINS.iter().find(|(code, ..)| *code == coin).map_or(coin, |(_, words, _)| words);
    let network = match kind {
        "CHAIN" => chain.to_owned(),
        "LN" | "LNURL" => "Lightning".to_owned(),
        other => format!("{chain} ({other})"),
    };
    Offer { id: id.to_owned(), coin: coin.to_owned(), network, estimate: None }
}

/// A link that a wallet opens, as far as it is of the method's own kind: a browser would follow any other just as well.
pub(crate) fn wallet_link(id: &str, link: &str) -> Option<String> {
    let name = newest_name(id);
    let (coin, kind) = name.split_once('-')?;
    let scheme = match kind {
        "LN" | "LNURL" => LIGHTNING,
        "CHAIN" => CHAINS.iter().find(|(code, ..)| *code == coin)?.2,
        _ => return None,
    };
    let rest = link.strip_prefix(scheme)?.strip_prefix(':')?;
    rest.bytes().all(|b| b.is_ascii_graphic()).then(|| link.to_owned())
}

/// Addresses and invoices of Bitcoin's test networks.
pub(crate) fn is_of_a_test_network(destination: &str) -> bool {
    const PREFIXES: [&str; 4] = ["tb1", "bcrt1", "lntb", "lnbcrt"];
    let destination = destination.to_ascii_lowercase();
    PREFIXES.iter().any(|prefix| destination.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_has_one_name_and_is_read_in_words() {
        for (id, name, coin, network) in [
            ("BTC", "BTC-CHAIN", "BTC", "Bitcoin"),
            ("BTC-CHAIN", "BTC-CHAIN", "BTC", "Bitcoin"),
            ("BTC-LN", "BTC-LN", "BTC", "Lightning"),
            ("BTC-LightningNetwork", "BTC-LN", "BTC", "Lightning"),
            ("BTC_LNURLPAY", "BTC-LNURL", "BTC", "Lightning"),
            ("XMR-CHAIN", "XMR-CHAIN", "XMR", "Monero"),
            ("ZEC-CHAIN", "ZEC-CHAIN", "ZEC", "ZEC"),
            ("USDT-TRON", "USDT-TRON", "USDT", "USDT (TRON)"),
        ] {
            let offer = offer(id);
            assert_eq!(newest_name(id), name);
            assert_eq!((offer.id.as_str(), offer.coin.as_str(), offer.network.as_str()), (id, coin, network));
        }
    }

    #[test]
    fn only_a_wallets_link_is_a_wallets_link() {
        assert!(wallet_link("BTC-CHAIN", "bitcoin:bc1q?amount=0.1").is_some());
        assert!(wallet_link("BTC-LN", "lightning:LNBC1").is_some());
        for (id, link) in [
            ("BTC-CHAIN", "javascript:alert(1)"),
            ("BTC-CHAIN", "https://elsewhere.example/"),
            ("BTC-CHAIN", "bitcoin"),
            ("BTC-CHAIN", "bitcoin:bc1q \u{202E}"),
            ("BTC-LN", "bitcoin:bc1q"),
            ("ZEC-CHAIN", "zcash:t1"),
        ] {
            assert_eq!(wallet_link(id, link), None, "{link}");
        }
    }
}
