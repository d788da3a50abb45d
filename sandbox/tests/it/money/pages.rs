//! The pages that a person pays on.

use nproxy_sandbox::Act;
use serde_json::{Value, json};

use super::{Money, invoice_body};
use crate::client::{Reply, send};

async fn page(url: &str, method: &str, path: &str, form: &str) -> Reply {
    let headers = "content-type: application/x-www-form-urlencoded\r\n";
    send(url, method, path, headers, form.as_bytes()).await.expect("an answer")
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).expect("text")
}

fn location(reply: &Reply) -> &str {
    reply.head.lines().find_map(|line| line.strip_prefix("location: ")).expect("a location")
}

#[tokio::test]
async fn a_person_pays_by_pressing_buttons() {
    let money = Money::start().await;
    let np = (money.world.sandbox.nowpayments_base_url(), format!("/pay/{}", money.payment().await), "finished");
    let btc = (money.world.sandbox.btcpay_base_url(), format!("/i/{}", money.invoice().await), "Settled");
    for (base, path, end) in [np, btc] {
        let id = path.rsplit('/').next().expect("an id");
        let shown = page(&base, "GET", &path, "").await;
        assert!(shown.status == 200 && shown.head.contains("text/html"));
        let invoice = money.till.invoice(id).expect("known");
        assert_eq!(invoice.page_url, format!("{base}{path}"));
        for part in [invoice.methods[0].address.as_str(), "0.00015 BTC", "9 USD", "np-1", "Pay in full", "Expire now"] {
            assert!(text(&shown).contains(part), "{part}");
        }
        assert!(!text(&shown).contains("value=\"confirm\""), "there is nothing to confirm");
        for deed in ["pay_half", "pay_in_full"] {
            let done = page(&base, "POST", &format!("{path}/act"), &format!("act={deed}")).await;
            assert_eq!((done.status, location(&done).starts_with(&base)), (303, true), "{deed}");
            if base == money.world.sandbox.nowpayments_base_url() {
                break;
            }
        }
        let shown = text(&page(&base, "GET", &path, "").await);
        assert!(shown.contains("value=\"confirm\"") && shown.contains("seen, not confirmed"), "{shown}");
        page(&base, "POST", &format!("{path}/act"), "act=confirm").await;
        if end == "finished" {
            page(&base, "POST", &format!("{path}/act"), "act=mark_settled").await;
        }
        assert_eq!(money.till.invoice(id).expect("known").status, end);
    }
}

#[tokio::test]
async fn what_can_not_be_done_is_said_on_the_page() {
    let money = Money::start().await;
    let base = money.world.sandbox.nowpayments_base_url();
    let path = format!("/pay/{}/act", money.payment().await);
    for form in ["act=confirm", "act=pay&amount=much", "act=melt", "", "act=pay&amount=0"] {
        let reply = page(&base, "POST", &path, form).await;
        assert!(reply.status == 409 && text(&reply).contains("role=\"alert\""), "{form}");
    }
    let done = page(&base, "POST", &path, "act=pay&amount=+0.00015+").await;
    assert_eq!(done.status, 303);
    let again = page(&base, "POST", &path, "act=redeposit&amount=0.0001").await;
    let new = money.till.find("np-1").last().expect("two").page_url.clone();
    assert_eq!((again.status, location(&again)), (303, new.as_str()), "on to the payment that was made");
    for (method, path) in
        [("GET", "/pay/nobody"), ("POST", "/pay/nobody/act"), ("GET", "/pay/1/act"), ("DELETE", "/pay/1")]
    {
        assert_eq!(page(&base, method, path, "act=expire").await.status, 404, "{method} {path}");
    }
}

#[tokio::test]
async fn an_order_that_looks_like_html_is_text() {
    let money = Money::start().await;
    let mut body = invoice_body();
    body["metadata"]["orderId"] = json!("<script>alert('x')</script>\"&");
    let id = money.btc("POST", "invoices", &body).await.json()["id"].as_str().expect("text").to_owned();
    let base = money.world.sandbox.btcpay_base_url();
    let shown = text(&page(&base, "GET", &format!("/i/{id}"), "").await);
    assert!(!shown.contains("<script>") && shown.contains("&lt;script&gt;alert(&#39;x&#39;)"), "{shown}");
    let index = money.world.control("GET", "/till?find=%3Cscript%3E", &Value::Null).await;
    assert!(!text(&index).contains("<script>") && text(&index).contains("&lt;script&gt;"));
}

#[tokio::test]
async fn the_page_leads_back_to_the_shop() {
    let money = Money::start().await;
    let base = money.world.sandbox.btcpay_base_url();
    for (url, leads) in [("https://shop.example/p?i={InvoiceId}&o={OrderId}", true), ("javascript:alert(1)", false)] {
        let mut body = invoice_body();
        body["checkout"]["redirectURL"] = json!(url);
        let id = money.btc("POST", "invoices", &body).await.json()["id"].as_str().expect("text").to_owned();
        let shown = text(&page(&base, "GET", &format!("/i/{id}"), "").await);
        assert_eq!(shown.contains(&format!("href=\"https://shop.example/p?i={id}&amp;o=np-1\"")), leads, "{url}");
        assert!(!shown.contains("javascript:"), "{url}");
    }
}

#[tokio::test]
async fn the_till_lists_all_and_finds_by_address() {
    let money = Money::start().await;
    let index = async |target: &str| text(&money.world.control("GET", target, &Value::Null).await);
    assert!(index("/till").await.contains("None yet"));
    let (payment, invoice) = (money.payment().await, money.invoice().await);
    let [payment, invoice] = [payment, invoice].map(|id| money.till.invoice(&id).expect("known"));
    let all = index("/till").await;
    for known in [&payment, &invoice] {
        assert!(all.contains(&format!("href=\"{}\"", known.page_url)) && all.contains(&known.methods[0].address));
    }
    let found = index(&format!("/till?find={}", invoice.methods[0].address)).await;
    assert!(found.contains(&invoice.page_url) && !found.contains(&payment.page_url));
    assert!(index("/till?find=nobody").await.contains("no such invoice"));
    money.act(&payment.id, &Act::Expire);
    assert!(index("/till").await.contains("<h2>Ended</h2>"));
}

#[tokio::test]
async fn links_are_https_where_the_world_is() {
    let secure = crate::through::Secure::start().await;
    assert!(secure.sandbox.nowpayments_base_url().starts_with("https://"));
    let client = secure.client(None);
    let url = format!("{}/api/v1/stores/PlayedStore1/invoices", secure.sandbox.btcpay_base_url());
    let request = client.post(url).header("authorization", "token played-btcpay-key").json(&invoice_body());
    let created: Value = request.send().await.expect("an answer").json().await.expect("json");
    let link = created["checkoutLink"].as_str().expect("a link");
    let shown = client.get(link).send().await.expect("a page").text().await.expect("text");
    assert!(link.starts_with("https://") && shown.contains("Pay in full"));
}
