//! Links that wallets and QR codes understand.

use nproxy_domain::processor::CryptoAmount;

/// How a coin's wallets want a payment written. Where it is not well known, there is none: a wallet that guesses sends
/// another coin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    None,
    /// `scheme:address?amount=0.17`, as BIP 21 has it, and ZIP 321 and Solana Pay after it.
    Amount(&'static str),
    /// `monero:address?tx_amount=0.17`
    Monero,
    /// `ethereum:address@1?value=170000000000000000`, in wei (ERC-681). Without the chain a wallet takes the one that it is
    /// on, whose coin may be another.
    Ether,
}

const WEI_DECIMALS: usize = 18;

impl Link {
    /// `None`: no link says it.
    pub fn to(self, address: &str, amount: CryptoAmount) -> Option<String> {
        let on_chain = |scheme: &str, chain: &str, key: &str, amount: &str| {
            let prefix = format!("{scheme}:");
            let bare = address.strip_prefix(&prefix).unwrap_or(address);
            let plain = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric());
            plain.then(|| format!("{prefix}{bare}{chain}?{key}={amount}"))
        };
        let with = |scheme: &str, key: &str, amount: &str| on_chain(scheme, "", key, amount);
        match self {
            Self::None => None,
            Self::Amount(scheme) => with(scheme, "amount", &amount.to_string()),
            Self::Monero => with("monero", "tx_amount", &amount.to_string()),
            Self::Ether => on_chain("ethereum", "@1", "value", &in_smallest(&amount.to_string(), WEI_DECIMALS)?),
        }
    }
}

/// A decimal in its smallest unit: `0.17` with 3 decimals is `170`. `None`: it is finer than that.
fn in_smallest(amount: &str, decimals: usize) -> Option<String> {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let zeros = decimals.checked_sub(fraction.len())?;
    let digits = format!("{whole}{fraction}{}", "0".repeat(zeros));
    let digits = digits.trim_start_matches('0');
    Some(if digits.is_empty() { "0".to_owned() } else { digits.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(link: Link, address: &str, amount: &str) -> Option<String> {
        link.to(address, amount.parse().expect("an amount"))
    }

    #[test]
    fn a_link_has_the_exact_amount() {
        for (kind, address, amount, expected) in [
            (Link::Amount("bitcoin"), "bc1qxy", "0.00017070", "bitcoin:bc1qxy?amount=0.0001707"),
            (Link::Amount("bitcoincash"), "bitcoincash:qpm2", "1e-7", "bitcoincash:qpm2?amount=0.0000001"),
            (Link::Monero, "44AFF", "0.1", "monero:44AFF?tx_amount=0.1"),
            (Link::Ether, "0xAb", "0.000000000000000001", "ethereum:0xAb@1?value=1"),
            (Link::Ether, "0xAb", "12.5", "ethereum:0xAb@1?value=12500000000000000000"),
            (Link::Ether, "0xAb", "2", "ethereum:0xAb@1?value=2000000000000000000"),
        ] {
            assert_eq!(link(kind, address, amount).as_deref(), Some(expected));
        }
    }

    #[test]
    fn there_is_no_link_where_it_could_say_something_else() {
        assert_eq!(link(Link::None, "TNDF", "1"), None);
        assert_eq!(link(Link::Ether, "0xAb", "0.0000000000000000001"), None, "finer than a wei");
        for address in ["", "bc1?amount=9", "bc1 q", "bitcoin:", "ethereum:0xAb", "bc1&x"] {
            assert_eq!(link(Link::Amount("bitcoin"), address, "1"), None, "{address:?}");
        }
    }
}
