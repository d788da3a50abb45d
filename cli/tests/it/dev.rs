//! `nproxy dev`: everything in one process, found again on the next start.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::support::{Nproxy, Running, Site, ids};

#[tokio::test]
async fn a_second_start_finds_the_accounts_and_the_pictures_of_the_first() {
    let nproxy = Nproxy::new();
    let first = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let said = first.said.clone();
    let site = Site::sign_in(first.url(), &said["customer"]).await;
    let asked = json!({ "mode": "text_to_image", "prompt": "a lighthouse", "resolution": "square", "batch_size": 1 });
    let answer = site.submit("one", &asked).await;
    let made = site.wait(&ids(&answer)).await;
    assert_eq!(made[0]["state"], "succeeded", "{made:?}");
    assert!(first.interrupt().await.success(), "Ctrl-C is an orderly end");

    let second = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    assert_eq!(second.said["customer"], said["customer"]);
    assert_eq!(second.said["admin"], said["admin"]);
    assert_eq!(second.said["sandbox"]["gemini"]["keys"], said["sandbox"]["gemini"]["keys"]);
    let site = Site::sign_in(second.url(), &said["customer"]).await;
    let (_, picture) = site.picture(made[0]["asset"]["url"].as_str().unwrap()).await;
    assert!(picture.len() > 1000);
    let answer = site.submit("two", &asked).await;
    assert_eq!(site.wait(&ids(&answer)).await[0]["state"], "succeeded", "the stored keys still open");
}

#[tokio::test]
async fn it_says_where_it_is_and_whom_it_knows_and_tells_nobody_else() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0", "--data", "elsewhere"], &[]).await;
    let said = &dev.said;
    assert!(said["url"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{said}");
    for account in ["customer", "admin"] {
        assert!(said[account]["email"].as_str().unwrap().contains('@'), "{said}");
        assert_eq!(said[account]["password"].as_str().unwrap().len(), 16, "{said}");
        let me = Site::sign_in(dev.url(), &said[account]).await.get("/api/v1/me").await;
        assert_eq!(me["user"]["role"], account);
    }
    let gemini = &said["sandbox"]["gemini"];
    assert!(gemini["base_url"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{said}");
    assert_eq!(gemini["model"], "gemini-nano-banana-2.1");
    assert!(gemini["keys"].as_array().unwrap().len() >= 4, "{said}");
    assert!(said["sandbox"]["control_url"].is_string(), "{said}");
    for secret in ["dev.json", "master.key"] {
        let mode = std::fs::metadata(nproxy.dir().join("elsewhere").join(secret)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{secret}");
    }
}

#[tokio::test]
async fn only_one_process_may_use_the_folder() {
    let nproxy = Nproxy::new();
    let _first = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let second = nproxy.run(&["dev", "--listen", "127.0.0.1:0"]).await;
    assert_eq!(second.code, Some(2), "{second:?}");
    assert!(second.stderr.contains("another `nproxy dev` uses the folder data"), "{second:?}");
}

#[tokio::test]
async fn nobody_from_outside_can_reach_it() {
    let refused = Nproxy::new().run(&["dev", "--listen", "0.0.0.0:0"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("loopback"), "{refused:?}");
}

#[tokio::test]
async fn whoever_signs_up_is_signed_in_unless_the_environment_or_the_file_wants_a_proof() {
    let sign_up = async |dev: Running| {
        let body = json!({ "email": "ada@example.com", "password": "correct horse battery" });
        let request = Site::browser().post(format!("{}/api/v1/auth/register", dev.url().trim_end_matches('/')));
        let answer = request.header("origin", dev.url().trim_end_matches('/')).json(&body).send().await.unwrap();
        answer.status().as_u16()
    };
    let start = ["dev", "--listen", "127.0.0.1:0"];
    assert_eq!(sign_up(Nproxy::new().start(&start, &[]).await).await, 201);
    let wanted = [("NPROXY__AUTH__REQUIRE_VERIFIED", "true")];
    assert_eq!(sign_up(Nproxy::new().start(&start, &wanted).await).await, 202);
    let named = Nproxy::new();
    named.write("strict.toml", "[auth]\nrequire_verified = true\n");
    assert_eq!(sign_up(named.start(&[&start[..], &["--config", "strict.toml"]].concat(), &[]).await).await, 202);
}
