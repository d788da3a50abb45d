//! A BTCPay server, played: what a shop asks for and gets, and what it is refused.

use nproxy_sandbox::{Act, BtcPayOptions, SandboxOptions};
use serde_json::{Value, json};

use super::{BTC_KEY, Money, invoice_body, pay};
use crate::structure::same_structure;

const INVOICE: &str = r#"{"id":"4cLstvvUwbmTRpdQ3nAPCG","storeId":"HUZA...","amount":"9.99","paidAmount":"0","currency":"USD","type":"Standard",
 "checkoutLink":"https://btcpay.example/i/4cLstvvUwbmTRpdQ3nAPCG","createdTime":1700562873,"expirationTime":1700566473,
 "monitoringExpiration":1700652873,"status":"New","additionalStatus":"None",
 "availableStatusesForManualMarking":["Settled","Invalid"],"archived":false,
 "metadata":{"orderId":"np_01J..."},"checkout":{},"receipt":{}}"#;

async fn get(money: &Money, target: &str) -> Value {
    let reply = money.btc("GET", target, &Value::Null).await;
    assert_eq!(reply.status, 200, "{target}: {}", reply.json());
    reply.json()
}

#[tokio::test]
async fn an_invoice_has_the_documented_fields() {
    let money = Money::start().await;
    let mut body = invoice_body();
    body["metadata"] = json!({ "orderId": "np-1" });
    let mut created = money.btc("POST", "invoices", &body).await.json();
    let id = created["id"].as_str().expect("text").to_owned();
    assert_eq!(created, get(&money, &format!("invoices/{id}")).await);
    let short =
        money.btc_with("GET", &format!("/api/v1/invoices/{id}"), BTC_KEY, &Value::Null).await.expect("an answer");
    assert_eq!(created, short.json(), "the short path");
    let time = |field: &str| created[field].as_u64().expect("seconds");
    assert_eq!(time("expirationTime") - time("createdTime"), 3600);
    assert_eq!(time("monitoringExpiration") - time("expirationTime"), 24 * 3600);
    assert_eq!(created["amount"], "9");
    let link = format!("{}/i/{id}", money.world.sandbox.btcpay_base_url());
    assert_eq!(created["checkoutLink"], json!(link));
    assert_eq!(created["checkout"]["paymentMethods"], json!(["BTC-CHAIN"]));
    created["checkout"] = json!({});
    created["receipt"] = json!({});
    same_structure(&serde_json::from_str(INVOICE).expect("json"), &created, "invoice");
}

#[tokio::test]
async fn a_payment_method_tells_address_amount_and_what_came() {
    let money = Money::start().await;
    let id = money.invoice().await;
    let target = format!("invoices/{id}/payment-methods");
    let method = get(&money, &target).await[0].clone();
    let address = method["destination"].as_str().expect("an address").to_owned();
    let expected = json!({
        "paymentMethodId": "BTC-CHAIN", "currency": "BTC", "destination": address,
        "paymentLink": format!("bitcoin:{address}?amount=0.00015"), "rate": "60000", "paymentMethodPaid": "0",
        "totalPaid": "0", "due": "0.00015", "amount": "0.00015", "paymentMethodFee": "0", "payments": [],
        "activated": true, "additionalData": {},
    });
    assert_eq!(method, expected);
    money.act(&id, &pay("0.0002"));
    let method = get(&money, &target).await[0].clone();
    assert_eq!((&method["due"], &method["totalPaid"]), (&json!("-0.00005"), &json!("0.0002")), "negative if overpaid");
    let payment = &method["payments"][0];
    let shape = json!({"id": "..", "receivedDate": 1, "value": "..", "fee": "..", "status": "..", "destination": ".."});
    same_structure(&shape, payment, "payment");
    assert_eq!((&payment["status"], &payment["value"]), (&json!("Processing"), &json!("0.0002")));
    assert_eq!(get(&money, &format!("invoices/{id}")).await["paidAmount"], "12");

    money.act(&id, &Act::Vanish);
    assert_eq!(get(&money, &target).await[0]["payments"], json!([]), "what vanished counts no more");
    let all = get(&money, &format!("{target}?onlyAccountedPayments=false")).await;
    assert_eq!(all[0]["payments"][0]["status"], "Invalid");
}

#[tokio::test]
async fn all_of_the_stores_methods_are_offered_where_none_is_named() {
    let money = Money::start().await;
    let reply = money.btc("POST", "invoices", &json!({ "amount": "8", "currency": "usd" })).await.json();
    let methods = get(&money, &format!("invoices/{}/payment-methods", reply["id"].as_str().expect("text"))).await;
    let asked: Vec<_> = methods.as_array().expect("a list").iter().map(|method| method["amount"].clone()).collect();
    assert_eq!(asked, [json!("0.00013334"), json!("0.00013334"), json!("0.1")]);
    assert!(methods[1]["paymentLink"].as_str().is_some_and(|link| link.starts_with("lightning:lnbc")));
    assert_eq!(
        reply["expirationTime"].as_u64().zip(reply["createdTime"].as_u64()).map(|(end, start)| end - start),
        Some(900)
    );
}

#[tokio::test]
async fn an_invoice_without_an_amount_is_paid_by_whatever_comes() {
    let money = Money::start().await;
    let reply = money.btc("POST", "invoices", &json!({ "amount": null, "currency": "USD" })).await.json();
    assert_eq!((&reply["type"], &reply["amount"]), (&json!("TopUp"), &json!("0")));
    let id = reply["id"].as_str().expect("text");
    assert_eq!(money.act(id, &pay("0.00000001")), "Processing/None");
}

#[tokio::test]
async fn the_list_finds_by_order_state_and_time() {
    let money = Money::start().await;
    money.payment().await;
    for order in ["a", "b", "b", "c"] {
        let mut body = invoice_body();
        body["metadata"]["orderId"] = json!(order);
        body["additionalSearchTerms"] = json!([format!("term-{order}")]);
        money.btc("POST", "invoices", &body).await;
    }
    let first = money.till.find("a")[0].id.clone();
    money.act(&first, &Act::MarkSettled);
    let orders = async |query: &str| {
        let list = get(&money, &format!("invoices{query}")).await;
        let order = |invoice: &Value| invoice["metadata"]["orderId"].as_str().expect("text").to_owned();
        list.as_array().expect("a list").iter().map(order).collect::<Vec<_>>()
    };
    assert_eq!(orders("").await, ["c", "b", "b", "a"], "newest first");
    assert_eq!(orders("?orderId=b").await, ["b", "b"]);
    assert_eq!(orders("?orderId=a&orderId=c").await, ["c", "a"]);
    assert_eq!(orders("?orderId=nobody").await, [""; 0]);
    assert_eq!(orders("?status=Settled").await, ["a"]);
    assert_eq!(orders("?status=New&skip=1&take=1").await, ["b"]);
    assert_eq!(orders("?textSearch=term-c").await, ["c"]);
    assert_eq!(orders("?startDate=1700000000").await.len(), 4);
    assert_eq!(orders("?endDate=1700000000").await.len(), 0);
    let with = get(&money, "invoices?orderId=a&includePaymentMethods=true").await;
    assert_eq!(with[0]["paymentMethods"][0]["amount"], "0.00015");
    for query in ["?skip=-1", "?take=x", "?startDate=soon", "?startDate=2&endDate=1", "?orderID=a"] {
        let reply = money.btc("GET", &format!("invoices{query}"), &Value::Null).await;
        assert_eq!(reply.status, 422, "{query}");
        assert!(reply.json()[0]["path"].is_string() && reply.json()[0]["message"].is_string());
    }
}

#[tokio::test]
async fn what_is_not_an_invoice_is_refused_with_the_fields() {
    let money = Money::start().await;
    let with = |path: &[&str], value: Value| {
        let mut body = invoice_body();
        let mut place = &mut body;
        for step in path {
            place = &mut place[*step];
        }
        *place = value;
        body
    };
    let cases = [
        (with(&["amount"], json!("-1")), "amount"),
        (with(&["amount"], json!("1,5")), "amount"),
        (with(&["amount"], json!(9)), "amount"),
        (with(&["currency"], json!("XYZ")), "currency"),
        (with(&["checkout", "paymentMethods"], json!(["BTC-CHAIN", "DOGE-CHAIN"])), "checkout.paymentMethods[1]"),
        (with(&["checkout", "expirationMinutes"], json!(0)), "checkout.expiration"),
        (with(&["checkout", "paymentTolerance"], json!(101)), "checkout.paymentTolerance"),
        (with(&["checkout", "paymentTolerance"], json!("much")), "checkout.paymentTolerance"),
        (with(&["checkout", "speedPolicy"], json!("Warp")), "checkout.speedPolicy"),
    ];
    for (body, path) in cases {
        let reply = money.btc("POST", "invoices", &body).await;
        assert_eq!((reply.status, &reply.json()[0]["path"]), (422, &json!(path)), "{body}: {}", reply.json());
    }
    let reply = money.btc("POST", "invoices", &json!("nonsense")).await;
    assert_eq!((reply.status, reply.json()["code"].is_string()), (400, true));
    assert!(money.till.invoices().is_empty());
}

#[tokio::test]
async fn who_has_no_key_or_no_right_learns_nothing() {
    let money = Money::start().await;
    let id = money.invoice().await;
    let store = format!("/api/v1/stores/PlayedStore1/invoices/{id}");
    for headers in ["", "authorization: token another\r\n", "authorization: Bearer played-btcpay-key\r\n"] {
        for target in [store.as_str(), "/api/v1/stores/PlayedStore1/invoices", "/api/v1/stores/Another/invoices"] {
            let reply = money.btc_with("GET", target, headers, &Value::Null).await.expect("an answer");
            assert_eq!((reply.status, &reply.json()["code"]), (401, &json!("unauthenticated")), "{target}");
        }
    }
    let forbidden = async |money: &Money, method: &str, target: &str, permission: &str| {
        let reply = money.btc_with(method, target, BTC_KEY, &json!({})).await.expect("an answer");
        assert_eq!((reply.status, &reply.json()["missingPermission"]), (403, &json!(permission)), "{method} {target}");
    };
    let other = "/api/v1/stores/Another/invoices";
    forbidden(&money, "GET", other, "btcpay.store.canviewinvoices").await;
    forbidden(&money, "POST", other, "btcpay.store.cancreateinvoice").await;
    let webhooks = "/api/v1/stores/PlayedStore1/webhooks";
    forbidden(&money, "POST", webhooks, "btcpay.store.webhooks.canmodifywebhooks").await;

    let permissions = vec!["btcpay.store.canviewinvoices".to_owned()];
    let btcpay = BtcPayOptions { permissions, ..BtcPayOptions::default() };
    let poor = Money::with(SandboxOptions { btcpay, ..SandboxOptions::default() }).await;
    let store = "/api/v1/stores/PlayedStore1/invoices";
    forbidden(&poor, "POST", store, "btcpay.store.cancreateinvoice").await;
    forbidden(&poor, "POST", &format!("{store}/x/status"), "btcpay.store.canmodifyinvoices").await;
    forbidden(&poor, "POST", &format!("{store}/x/refund"), "btcpay.store.cancreatepullpayments").await;
    assert_eq!(poor.btc("GET", "invoices", &Value::Null).await.status, 200);
}

#[tokio::test]
async fn an_unknown_invoice_is_not_found() {
    let money = Money::start().await;
    let payment = money.payment().await;
    for id in ["nobody", payment.as_str()] {
        for target in [format!("invoices/{id}"), format!("invoices/{id}/payment-methods")] {
            let reply = money.btc("GET", &target, &Value::Null).await;
            assert_eq!((reply.status, &reply.json()["code"]), (404, &json!("invoice-not-found")), "{target}");
        }
    }
    for (method, target) in [("GET", "/api/v1/nothing"), ("DELETE", "/api/v1/invoices/x"), ("GET", "/api/v1/invoices")]
    {
        assert_eq!(
            money.btc_with(method, target, BTC_KEY, &Value::Null).await.expect("an answer").status,
            404,
            "{target}"
        );
    }
}

#[tokio::test]
async fn the_staff_marks_and_refunds_over_the_same_api() {
    let money = Money::start().await;
    let id = money.invoice().await;
    let refused = money.btc("POST", &format!("invoices/{id}/refund"), &json!({ "refundVariant": "RateThen" })).await;
    assert_eq!((refused.status, &refused.json()["code"]), (400, &json!("non-refundable")));
    let marked = money.btc("POST", &format!("invoices/{id}/status"), &json!({ "status": "Settled" })).await.json();
    assert_eq!((&marked["status"], &marked["additionalStatus"]), (&json!("Settled"), &json!("Marked")));
    assert_eq!(marked["availableStatusesForManualMarking"], json!(["Invalid"]));
    for body in [json!({ "status": "Settled" }), json!({ "status": "Paid" }), json!({})] {
        let reply = money.btc("POST", &format!("invoices/{id}/status"), &body).await;
        assert_eq!((reply.status, &reply.json()[0]["path"]), (422, &json!("status")), "{body}");
    }
    let paid = money.invoice().await;
    money.act(&paid, &Act::PayInFull);
    money.act(&paid, &Act::Confirm);
    let target = format!("invoices/{paid}/refund");
    for body in [json!({}), json!({ "refundVariant": "Custom" })] {
        assert_eq!(money.btc("POST", &target, &body).await.status, 422, "{body}");
    }
    let refund = money.btc("POST", &target, &json!({ "refundVariant": "RateThen" })).await.json();
    assert_eq!((&refund["amount"], &refund["currency"]), (&json!("0.00015"), &json!("BTC")));
    assert!(money.sent().await.contains(&"InvoiceRefund".to_owned()));
    assert_eq!(money.till.invoice(&paid).expect("known").status, "Settled", "no state says refunded");
}
