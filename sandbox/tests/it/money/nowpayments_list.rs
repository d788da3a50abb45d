//! The list of payments: for whoever has the key and knows the password.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Money, NP_KEY};
use crate::client::Reply;

async fn token(money: &Money) -> String {
    let body = json!({ "email": "shop@example.com", "password": "played-nowpayments-password" });
    let reply = money.np_with("POST", "/v1/auth", "", &body).await.expect("an answer");
    assert_eq!(reply.status, 200);
    reply.json()["token"].as_str().expect("a token").to_owned()
}

async fn list(money: &Money, query: &str, token: &str) -> Reply {
    let headers = format!("{NP_KEY}authorization: Bearer {token}\r\n");
    money.np_with("GET", &format!("/v1/payment/{query}"), &headers, &Value::Null).await.expect("an answer")
}

fn orders(list: &Reply) -> Vec<String> {
    let data = list.json()["data"].as_array().expect("a list").clone();
    data.iter().map(|payment| payment["order_id"].as_str().expect("text").to_owned()).collect()
}

#[tokio::test]
async fn a_token_is_for_whoever_knows_the_password_and_lasts_five_minutes() {
    let money = Money::start().await;
    for (body, status) in [
        (json!({ "email": "shop@example.com", "password": "wrong" }), 403),
        (json!({ "email": "other@example.com", "password": "played-nowpayments-password" }), 403),
        (json!({ "email": "shop@example.com" }), 400),
        (json!([]), 400),
    ] {
        let reply = money.np_with("POST", "/v1/auth", "", &body).await.expect("an answer");
        assert_eq!(reply.status, status, "{body}");
    }
    let token = token(&money).await;
    assert_eq!(token.split('.').count(), 3);
    assert_eq!(list(&money, "", &token).await.status, 200);
    assert_eq!(list(&money, "", "another").await.status, 401);
    let without = money.np("GET", "/v1/payment/", &Value::Null).await;
    assert_eq!((without.status, &without.json()["code"]), (401, &json!("AUTH_REQUIRED")));
    money.till.advance(Duration::from_secs(4 * 60 + 30));
    assert_eq!(list(&money, "", &token).await.status, 200);
    money.till.advance(Duration::from_secs(30));
    assert_eq!(list(&money, "", &token).await.status, 401);
}

#[tokio::test]
async fn it_comes_page_by_page() {
    let money = Money::start().await;
    money.invoice().await;
    for order in ["a", "b", "c", "d", "e"] {
        let mut body = money.payment_body();
        body["order_id"] = json!(order);
        money.np("POST", "/v1/payment", &body).await;
        money.till.advance(Duration::from_millis(10));
    }
    let token = token(&money).await;
    let first = list(&money, "?limit=2&page=0&sortBy=created_at&orderBy=asc", &token).await;
    assert_eq!(orders(&first), ["a", "b"]);
    let mut numbers = first.json();
    numbers["data"] = Value::Null;
    assert_eq!(numbers, json!({ "data": null, "limit": 2, "page": 0, "pagesCount": 3, "total": 5 }));
    assert_eq!(orders(&list(&money, "?limit=2&page=2", &token).await), ["e"]);
    assert!(orders(&list(&money, "?limit=2&page=3", &token).await).is_empty());
    assert_eq!(orders(&list(&money, "?limit=500&orderBy=desc", &token).await), ["e", "d", "c", "b", "a"]);
    assert!(orders(&list(&money, "?dateFrom=2099-01-01", &token).await).is_empty());
    assert!(
        orders(&list(&money, "?invoiceId=1", &token).await).is_empty(),
        "of a hosted invoice, of which there are none"
    );
    assert_eq!(orders(&list(&money, "?dateFrom=2020-01-01&dateTo=2099-01-01T00:00:00.000Z", &token).await).len(), 5);
    for query in [
        "?limit=0",
        "?limit=501",
        "?limit=x",
        "?page=-1",
        "?sortBy=colour",
        "?orderBy=up",
        "?dateFrom=soon",
        "?dateform=2020-01-01",
    ] {
        assert_eq!(list(&money, query, &token).await.status, 400, "{query}");
    }
    let one = &first.json()["data"][0];
    let id = one["payment_id"].as_u64().expect("a number");
    assert_eq!(*one, money.np("GET", &format!("/v1/payment/{id}"), &Value::Null).await.json(), "as it is told alone");
}
