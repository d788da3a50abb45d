//! How the played processors sign what they send.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha2::{Digest, Sha256, Sha512};

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

/// Crypto Pay's `crypto-pay-api-signature`: of the very bytes that are sent, by the hash of the app's token.
pub(super) fn crypto_pay(token: &str, body: &[u8]) -> String {
    Hmac::<Sha256>::new_from_slice(&Sha256::digest(token))
        .map(|mac| hex::encode(mac.chain_update(body).finalize().into_bytes()))
        .unwrap_or_default()
}

/// Heleket's `sign`, of a request's body and of a webhook's JSON without it.
pub(super) fn heleket(key: &str, json: &[u8]) -> String {
    hex::encode(Md5::digest(format!("{}{key}", BASE64_STANDARD.encode(json))))
}

/// OxaPay's `HMAC`: of the very bytes that are sent.
pub(super) fn oxapay(key: &str, body: &[u8]) -> String {
    Hmac::<Sha512>::new_from_slice(key.as_bytes())
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
    fn the_others_sign_as_their_own_clients_verify() {
        let body = br#"{"update_id":1,"update_type":"invoice_paid","request_date":"2026-01-01T00:00:00.000Z","payload":{"invoice_id":528890,"status":"paid","amount":"10.5"}}"#;
        assert_eq!(
            crypto_pay("12345:AAzQcZWQqQAbsfgPnOLr4FHC8Doa4L7KryC", body),
            "9c70728f2f60bbd1b0be55c1ba69446a6007cc5e987d6b5bf7ec965f4d1f2705"
        );
        assert_eq!(heleket("super-secret-key", b""), "378e56fc949159c7db57153df46c4978");
        let webhook = br#"{"type":"payment","uuid":"62f88b36-a9d5-4fa6-aa26-e040c3dbf26d","order_id":"order-42","amount":"15.00","is_final":true,"status":"paid","additional_data":"https:\/\/example.com\/a"}"#;
        assert_eq!(heleket("webhook-secret", webhook), "97acfc22fe20624e0592b673aaf99b92");
        assert_eq!(
            oxapay("custom-merchant-secret", br#"{"type":"invoice","status":"Paid"}"#),
            "29341ce38b87b4300406f345824c03a63cd42d3c82758144757b4322478d022ea20141cbefb272b79bed466a25ad019747cf1bd21a07cff2ec2bc5922baa50d5"
        );
    }

    #[test]
    fn btcpay_signs_the_bytes_it_sends() {
        let compact = br#"{"type":"InvoiceSettled","invoiceId":"4cLstvvUwbmTRpdQ3nAPCG"}"#;
        assert_eq!(btcpay("HelloWorld", compact), "f6476cfec7235350f89de78d6989bb5e13eb7e110370d1b17f2fc136478bea57");
    }
}
