//! A developer adds a provider: one folder, three lines, and a kit that says what is missing.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// The files that get a line each.
const LINES_IN: [&str; 3] = ["Cargo.toml", "cli/Cargo.toml", "cli/src/plugins.rs"];

/// A checkout to change: the files that get a line are copies, everything else is the real one.
struct Checkout(PathBuf);

impl Checkout {
    fn lay(at: &Path) -> Self {
        let root = fs::canonicalize(ROOT).unwrap();
        link_all(&root, at, &|path| path.join("Cargo.toml").exists() || path.extension().is_some_and(|e| e == "toml"));
        for folder in ["providers", "cli", "cli/src"] {
            let _ = fs::remove_file(at.join(folder));
            link_all(&root.join(folder), &at.join(folder), &|_| true);
        }
        for file in LINES_IN.into_iter().chain(["Cargo.lock"]) {
            let _ = fs::remove_file(at.join(file));
            fs::copy(root.join(file), at.join(file)).unwrap();
        }
        Self(at.to_owned())
    }

    fn new_provider(&self, name: &str) -> Output {
        Command::new(format!("{ROOT}/scripts/new-provider")).arg(name).arg(&self.0).output().unwrap()
    }

    fn cargo(&self, args: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        // The target folder of this very build: what it has is not compiled again.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        cargo.args(args).current_dir(&self.0).env("CARGO_TARGET_DIR", target).output().unwrap()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    fn lines(&self) -> [String; 3] {
        LINES_IN.map(|file| self.read(file))
    }
}

/// Links to a folder's entries from another folder.
fn link_all(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if wanted(&entry.path()) {
            symlink(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn done(output: &Output) {
    assert!(output.status.success(), "{}", text(output));
}

#[test]
fn a_provider_is_one_folder_and_three_lines() {
    let dir = tempfile::tempdir().unwrap();
    let checkout = Checkout::lay(dir.path());
    let before = checkout.lines();
    let answer = checkout.new_provider("acme_images");
    done(&answer);
    let after = checkout.lines();

    let added = [
        "nproxy-provider-acme-images = { path = \"providers/acme-images\" }",
        "nproxy-provider-acme-images.workspace = true",
    ];
    for (n, line) in added.into_iter().enumerate() {
        assert!(after[n].contains(&format!("\n{line}\n")), "{}", after[n]);
        assert_eq!(after[n].replacen(&format!("{line}\n"), "", 1), before[n], "{} has that line more", LINES_IN[n]);
        assert!(text(&answer).contains(line), "the line is shown: {}", text(&answer));
    }
    let listed = |text: &str| text.matches("::PLUGIN").count();
    assert_eq!(listed(&after[2]), listed(&before[2]) + 1);
    assert!(after[2].contains("nproxy_provider_acme_images::PLUGIN"));

    for file in files(&dir.path().join("providers/acme-images")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("@KIND@") && !text.contains("@FOLDER@"), "{} has a gap left", file.display());
        assert!(file.extension().is_none_or(|e| e != "tmpl"), "{}", file.display());
    }
    let metadata = checkout.cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    done(&metadata);
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = |name: &str| packages.iter().find(|p| p["name"] == name).expect("a member of the workspace");
    package("nproxy-provider-acme-images");
    let binary = package("nproxy-cli")["dependencies"].as_array().unwrap();
    assert!(binary.iter().any(|d| d["name"] == "nproxy-provider-acme-images"), "the binary knows it");
}

#[test]
fn a_provider_that_is_there_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let checkout = Checkout::lay(dir.path());
    done(&checkout.new_provider("acme_images"));
    let config = "providers/acme-images/src/config.rs";
    fs::write(dir.path().join(config), "// hours of work").unwrap();
    let before = checkout.lines();
    for name in ["acme_images", "nano_banana"] {
        let answer = checkout.new_provider(name);
        assert_eq!(answer.status.code(), Some(2), "{}", text(&answer));
        assert!(text(&answer).contains("is there already"), "{}", text(&answer));
    }
    assert_eq!(checkout.read(config), "// hours of work");
    assert_eq!(checkout.lines(), before);

    fs::remove_dir_all(dir.path().join("providers/acme-images")).unwrap();
    done(&checkout.new_provider("acme_images"));
    assert_eq!(checkout.lines(), before, "lines that are there from an earlier time are not added again");
}

#[test]
fn a_bad_name_is_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let checkout = Checkout::lay(dir.path());
    let before = (checkout.lines(), fs::read_dir(dir.path().join("providers")).unwrap().count());
    let long = "a".repeat(41);
    // They mean something else among the providers, or in the configuration or the language.
    for name in [
        "self",
        "config",
        "kit",
        "template",
        "Acme",
        "acme-images",
        "1acme",
        "_acme",
        "acme_",
        "acme__images",
        "../acme",
        "acme images",
        "a;b",
        "büro",
        &long,
    ] {
        let answer = checkout.new_provider(name);
        assert_eq!(answer.status.code(), Some(2), "{name}: {}", text(&answer));
        assert!(text(&answer).contains("can't be a provider's name"), "{name}: {}", text(&answer));
    }
    assert_eq!((checkout.lines(), fs::read_dir(dir.path().join("providers")).unwrap().count()), before);

    let nameless = Command::new("make").args(["-C", ROOT, "new-provider", "NAME="]).output().unwrap();
    assert_eq!(nameless.status.code(), Some(2));
    assert!(text(&nameless).contains("make new-provider NAME=acme_images"), "{}", text(&nameless));
}

/// Compiles in the same place each time, so that only the new crate is compiled again.
#[test]
fn a_new_provider_compiles_at_once_and_the_kit_tells_what_is_missing() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-provider");
    fs::create_dir_all(&dir).unwrap();
    let alone = fs::File::create(dir.join("lock")).unwrap();
    alone.lock().unwrap();
    let checkout = dir.join("checkout");
    let _ = fs::remove_dir_all(&checkout);
    let checkout = Checkout::lay(&checkout);
    done(&checkout.new_provider("acme_images"));

    let package = ["--offline", "--package", "nproxy-provider-acme-images"];
    let clippy = [&["clippy", "--no-deps"], &package[..], &["--all-targets", "--", "-D", "warnings"]].concat();
    done(&checkout.cargo(&clippy));
    done(&checkout.cargo(&["fmt", "--check", "--package", "nproxy-provider-acme-images"]));

    let tested = checkout.cargo(&[&["test"], &package[..]].concat());
    let said = text(&tested);
    assert_eq!(tested.status.code(), Some(101), "{said}");
    let missing: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    let expected = [
        "at begin model-1: auto text_to_image with 0 inputs: about() offers it, but begin sends no request, it answers \
         model_gone, spent no: \"request::body of acme_images is not written yet\"",
        "at ok: no file in fixtures says `@expect ok`",
        "at policy_prompt: no file in fixtures says `@expect policy_prompt`",
        "at policy_output: no file in fixtures says `@expect policy_output`",
        "at bad_request: no file in fixtures says `@expect bad_request`",
        "at too_large: no file in fixtures says `@expect too_large`",
        "at no_image: no file in fixtures says `@expect no_image`",
        "at key_invalid: no file in fixtures says `@expect key_invalid`",
        "at rate_limited: no file in fixtures says `@expect rate_limited`",
        "at out_of_funds: no file in fixtures says `@expect out_of_funds`",
        "at model_gone: no file in fixtures says `@expect model_gone`",
        "at check: it is not written, it answers None",
        "at check: no file in fixtures says `@call check` and `@expect ok`",
    ];
    for (told, expected) in missing.iter().zip(expected) {
        assert!(told.contains(expected), "{expected:?} is not what is told:\n{told}");
    }
    assert_eq!(missing.len(), expected.len(), "{said}");
    assert!(said.contains("CONTRIBUTING.md, \"Adding a provider\""), "{said}");
}
