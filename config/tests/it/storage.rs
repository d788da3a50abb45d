use nproxy_config::StorageKind;

use crate::Place;

fn storage(lines: &str) -> Place {
    Place::with_file(&format!("[storage]\n{lines}"))
}

const BUCKET: &str = "kind = \"s3\"\ns3_bucket = \"pictures\"\ns3_access_key = \"a\"\ns3_secret_key = \"s3cr3t\"\n";

#[test]
fn pictures_are_files_until_a_bucket_is_named() {
    let storage = Place::with_file("").load().storage;
    assert_eq!((storage.kind, storage.s3_links_s, storage.s3_endpoint), (StorageKind::Fs, 0, None));
}

#[test]
fn a_bucket_needs_its_name_and_its_key() {
    let problems = storage("kind = \"s3\"").problems();
    for key in ["s3_bucket", "s3_access_key", "s3_secret_key"] {
        assert!(problems.contains(&format!("nproxy.toml: storage.{key}: is not set; ")), "{problems}");
    }
    let aside = storage("s3_bucket = \"pictures\"").problems();
    assert!(aside.contains("storage.s3_access_key: is not set; "), "to be copied to: {aside}");
    assert!(storage("kind = \"minio\"").problems().starts_with("nproxy.toml: storage.kind: "));
}

#[test]
fn a_whole_bucket_is_taken_and_its_secret_never_shown() {
    let place = storage(BUCKET).var("NPROXY__STORAGE__S3_ENDPOINT", "http://seaweedfs:8333");
    let storage = place.load().storage;
    assert_eq!(storage.kind, StorageKind::S3);
    assert_eq!(storage.s3_endpoint.as_ref().map(url::Url::as_str), Some("http://seaweedfs:8333/"));
    assert!(!format!("{storage:?}").contains("s3cr3t"));
    let file = place.dir.path().join("secret");
    std::fs::write(&file, "0012\n").unwrap();
    let from_file = Place::with_file("[storage]\nkind = \"s3\"\ns3_bucket = \"pictures\"\ns3_access_key = \"a\"")
        .var("NPROXY__STORAGE__S3_SECRET_KEY_FILE", file.to_str().unwrap());
    from_file.load();
}

#[test]
fn what_is_wrong_with_a_bucket_is_told_before_anybody_is_asked() {
    for (line, said) in [
        ("s3_endpoint = \"seaweedfs\"", "s3_endpoint: is not an address like \"https://s3.example.org\""),
        ("s3_endpoint = \"ftp://host\"", "s3_endpoint: is not an http or https address"),
        ("s3_endpoint = \"https://host/bucket\"", "s3_endpoint: must be a bare origin"),
        ("s3_endpoint = \"https://me:s3cr3t@host\"", "s3_endpoint: must be a bare origin"),
        ("s3_endpoint = \"http://s3.example.org\"", "s3_endpoint: is in the clear"),
        ("s3_public_endpoint = \"http://s3.example.org\"", "s3_public_endpoint: is in the clear"),
        ("s3_endpoint = \"http://127.0.0.1:1\"\ns3_path_style = false", "s3_endpoint: has no name for a bucket"),
        ("s3_prefix = \"nproxy\"", "s3_prefix: is words"),
        ("s3_prefix = \"/nproxy/\"", "s3_prefix: is words"),
        ("s3_prefix = \"a/../b/\"", "s3_prefix: is words"),
        ("s3_region = \"\"", "s3_region: is not set; "),
        ("s3_timeout_s = 0", "s3_timeout_s: 0 is not between 1 and 300"),
        ("s3_links_s = 9", "s3_links_s: 9 is not between 10 and 3600"),
        ("s3_links_s = 86400", "s3_links_s: 86400 is not between 10 and 3600"),
    ] {
        let problems = storage(&format!("{BUCKET}{line}")).problems();
        assert!(problems.starts_with(&format!("nproxy.toml: storage.{said}")), "{line}: {problems}");
        assert!(!problems.contains("s3cr3t"), "{problems}");
    }
    let problems = storage(&BUCKET.replace("pictures", "My_Pictures")).problems();
    assert!(problems.starts_with("nproxy.toml: storage.s3_bucket: is 3 to 63 lower-case"), "{problems}");
}

#[test]
fn backups_lie_in_a_bucket_of_their_own_and_never_among_the_pictures() {
    let with = |pictures: &str, backups: &str| {
        let key = "s3_access_key = \"a\"\ns3_secret_key = \"s3cr3t\"\n";
        Place::with_file(&format!("[storage]\nkind = \"s3\"\n{key}{pictures}\n[backup]\n{key}{backups}"))
    };
    let own = with("s3_bucket = \"pictures\"", "s3_bucket = \"backups\"").load();
    assert!(own.backup.s3().is_named() && !format!("{:?}", own.backup).contains("s3cr3t"));
    with("s3_bucket = \"both\"\ns3_prefix = \"pictures/\"", "s3_bucket = \"both\"\ns3_prefix = \"backups/\"").load();
    let mixed = with("s3_bucket = \"both\"", "s3_bucket = \"both\"\ns3_prefix = \"backups/\"").problems();
    assert!(mixed.starts_with("nproxy.toml: backup.s3_bucket: is where pictures lie"), "{mixed}");
    let unset = Place::with_file("[backup]\ns3_bucket = \"backups\"").problems();
    assert!(unset.contains("backup.s3_access_key: is not set; "), "{unset}");
    let far = Place::with_file("[backup]\ns3_endpoint = \"http://s3.example.org\"").problems();
    assert!(far.contains("backup.s3_endpoint: is in the clear"), "{far}");
}
