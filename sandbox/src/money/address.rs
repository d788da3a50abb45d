//! Addresses that look like a coin's own, to which nobody has the keys, and the numbers that processors give.

use crate::dice::Dice;

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const HEX: &[u8; 16] = b"0123456789abcdef";

fn letters(dice: &mut Dice, alphabet: &[u8], length: usize) -> String {
    let letter = |_| {
        let place = dice.below(u64::try_from(alphabet.len()).unwrap_or(1));
        usize::try_from(place).ok().and_then(|place| alphabet.get(place)).map_or('x', |letter| char::from(*letter))
    };
    (0..length).map(letter).collect()
}

/// On the network with this name, as NOWPayments and BTCPay write it in small letters.
pub(super) fn on(network: &str, dice: &mut Dice) -> String {
    match network {
        "btc" => format!("bc1q{}", letters(dice, BECH32, 38)),
        "ltc" => format!("ltc1q{}", letters(dice, BECH32, 38)),
        "btc-ln" => format!("lnbc1{}", letters(dice, BECH32, 180)),
        "trx" | "tron" => format!("T{}", letters(dice, BASE58, 33)),
        "xrp" => format!("r{}", letters(dice, BASE58, 33)),
        "eth" => format!("0x{}", letters(dice, HEX, 40)),
        _ => letters(dice, BASE58, 34),
    }
}

/// As BTCPay makes ids.
pub(super) fn btcpay_id(dice: &mut Dice) -> String {
    letters(dice, BASE58, 22)
}

/// Of a link by which a buyer claims a refund.
pub(super) fn pull_payment(dice: &mut Dice) -> String {
    letters(dice, BASE58, 20)
}

/// Of an invoice in the wallet's bot.
pub(super) fn invoice_hash(dice: &mut Dice) -> String {
    letters(dice, BASE58, 12)
}

pub(super) fn uuid(dice: &mut Dice) -> String {
    let parts = [8, 4, 4, 4, 12].map(|length| letters(dice, HEX, length));
    parts.join("-")
}

pub(super) fn transaction(dice: &mut Dice) -> String {
    letters(dice, HEX, 64)
}

/// So many digits, the first of them no zero.
pub(super) fn digits(length: u32, dice: &mut Dice) -> String {
    let first = 10_u64.pow(length - 1);
    (first + dice.below(first * 9)).to_string()
}
