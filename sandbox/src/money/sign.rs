//! How the played processors sign what they send.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha512};

use super::json::Json;

/// NOWPayments' `x-nowpayments-sig`: of the body's JSON with every object's fields by name, without any space, whatever
/// the order on the wire.
pub(super) fn nowpayments(secret: &str, body: &Json) -> String {
    let signed = body.sorted().to_string();
    Hmac::<Sha512>::new_from_slice(secret.trim().as_bytes())
        .map(|mac| hex::encode(mac.chain_update(signed).finalize().into_bytes()))
        .unwrap_or_default()
}

/// BTCPay's `BTCPay-Sig`, without the `sha256=` before it: of the very bytes that are sent.
pub(super) fn btcpay(secret: &str, body: &[u8]) -> String {
    Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .map(|mac| hex::encode(mac.chain_update(body).finalize().into_bytes()))
        .unwrap_or_default()
}

/// The same but for one bit.
pub(super) fn broken(signature: &str) -> String {
    let mut bytes = hex::decode(signature).unwrap_or_default();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        serde_json::from_str::<serde_json::Value>(text).expect("json").into()
    }

    #[test]
    fn nowpayments_signs_as_its_own_client_verifies() {
        let body = r#"{"payment_id":123456789,"parent_payment_id":987654321,"invoice_id":null,"payment_status":"finished",
            "pay_address":"address","payin_extra_id":null,"price_amount":1,"price_currency":"usd","pay_amount":15,
            "actually_paid":15,"actually_paid_at_fiat":0,"pay_currency":"trx","order_id":null,"order_description":null,
            "purchase_id":"123456789","outcome_amount":14.8106,"outcome_currency":"trx","payment_extra_ids":null}"#;
        // Its digits would not outlive a float.
        let deposit = Json::Number("0.09853637216235617".to_owned());
        let nothing = || Json::Number("0".to_owned());
        let fee = [
            ("currency", "btc".into()),
            ("depositFee", deposit),
            ("withdrawalFee", nothing()),
            ("serviceFee", nothing()),
        ];
        let body = json(body).with([("fee", Json::object(fee))]);
        assert_eq!(
            nowpayments("np-ipn-secret", &body),
            "268dc3fc5df08ab59fd89f03edb63c5e018a1fbd5fbc9b3af60318a862efac09bc52181f105ae35f80ad352c12c1ed5d7ac22f114261e2436e11896fedbfb8c4"
        );
        let nested =
            Json::object([("b", 2_u64.into()), ("a", Json::object([("d", 4_u64.into()), ("c", 3_u64.into())]))]);
        let expected = "1b6be51d5b318df11f120aaf9ee56ba94b34bd97a1a35fa90b3e46b6de55baf094487d61d30a73bf589c3b5afa6c7aeb8e204ebfadfa66b1d26eb7031c1f6dec";
        assert_eq!(nowpayments("secret", &nested), expected);
        assert_eq!(nowpayments(" secret\n", &nested), expected, "blanks around a secret are not part of it");
        assert_ne!(broken(expected), expected);
        assert_eq!(broken(&broken(expected)), expected);
    }

    #[test]
    fn btcpay_signs_the_bytes_it_sends() {
        let compact = br#"{"type":"InvoiceSettled","invoiceId":"4cLstvvUwbmTRpdQ3nAPCG"}"#;
        assert_eq!(btcpay("HelloWorld", compact), "f6476cfec7235350f89de78d6989bb5e13eb7e110370d1b17f2fc136478bea57");
    }
}
