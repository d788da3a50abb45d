//! A developer adds a provider or a processor: one folder, three lines, and a kit that says what is missing.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// The files that get a line each.
const LINES_IN: [&str; 3] = ["Cargo.toml", "cli/Cargo.toml", "cli/src/plugins.rs"];

/// What can be added.
#[derive(Clone, Copy)]
struct Sort {
    /// As the script, the make target and the crates name it.
    name: &'static str,
    home: &'static str,
    /// In `cli/src/plugins.rs`.
    list: &'static str,
    kind: &'static str,
    folder: &'static str,
    example: &'static str,
}

const PROVIDER: Sort = Sort {
    name: "provider",
    home: "providers",
    list: "pub const PROVIDERS: &[ProviderPlugin]",
    kind: "acme_images",
    folder: "acme-images",
    example: "make new-provider NAME=acme_images",
};
const PROCESSOR: Sort = Sort {
    name: "processor",
    home: "billing-processors",
    list: "pub const PROCESSORS: &[ProcessorPlugin]",
    kind: "acme_pay",
    folder: "acme-pay",
    example: "make new-processor NAME=acme_pay",
};
const SORTS: [Sort; 2] = [PROVIDER, PROCESSOR];

impl Sort {
    fn krate(self) -> String {
        format!("nproxy-{}-{}", self.name, self.folder)
    }

    fn entry(self) -> String {
        format!("nproxy_{}_{}::PLUGIN", self.name, self.kind)
    }
}

/// A checkout to change: the files that get a line are copies, everything else is the real one.
struct Checkout(PathBuf);

impl Checkout {
    fn lay(at: &Path) -> Self {
        let root = fs::canonicalize(ROOT).unwrap();
        link_all(&root, at, &|path| path.join("Cargo.toml").exists() || path.extension().is_some_and(|e| e == "toml"));
        for folder in ["providers", "billing-processors", "cli", "cli/src"] {
            let _ = fs::remove_file(at.join(folder));
            link_all(&root.join(folder), &at.join(folder), &|_| true);
        }
        for file in LINES_IN.into_iter().chain(["Cargo.lock"]) {
            let _ = fs::remove_file(at.join(file));
            fs::copy(root.join(file), at.join(file)).unwrap();
        }
        Self(at.to_owned())
    }

    fn new_plugin(&self, sort: Sort, name: &str) -> Output {
        let script = format!("{ROOT}/scripts/new-plugin");
        Command::new(script).args([sort.name, name]).arg(&self.0).output().unwrap()
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

    /// The entries of a list of plugins, in order.
    fn listed(&self, sort: Sort) -> Vec<String> {
        let text = self.read(LINES_IN[2]);
        let (_, list) = text.split_once(&format!("{} =", sort.list)).expect("the list");
        let (list, _) = list.trim_start().strip_prefix("&[").expect("a list").split_once("];").expect("its end");
        list.split(',').map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect()
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
fn a_plugin_is_one_folder_and_three_lines() {
    let dir = tempfile::tempdir().unwrap();
    let checkout = Checkout::lay(dir.path());
    for sort in SORTS {
        let before = checkout.lines();
        let listed = checkout.listed(sort);
        let answer = checkout.new_plugin(sort, sort.kind);
        done(&answer);
        let after = checkout.lines();

        let added = [
            format!("{} = {{ path = \"{}/{}\" }}", sort.krate(), sort.home, sort.folder),
            format!("{}.workspace = true", sort.krate()),
        ];
        for (n, line) in added.iter().enumerate() {
            assert!(after[n].contains(&format!("\n{line}\n")), "{}", after[n]);
            assert_eq!(after[n].replacen(&format!("{line}\n"), "", 1), before[n], "{} has that line more", LINES_IN[n]);
            assert!(text(&answer).contains(line), "the line is shown: {}", text(&answer));
        }
        assert_eq!(checkout.listed(sort), [listed, vec![sort.entry()]].concat());
        assert_eq!(after[2].matches("::PLUGIN").count(), before[2].matches("::PLUGIN").count() + 1, "in no other list");

        for file in files(&dir.path().join(sort.home).join(sort.folder)) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("@KIND@") && !text.contains("@FOLDER@"), "{} has a gap left", file.display());
            assert!(file.extension().is_none_or(|e| e != "tmpl"), "{}", file.display());
        }
    }
    done(
        &Command::new("rustfmt")
            .args(["--check", "--edition", "2024"])
            .arg(dir.path().join(LINES_IN[2]))
            .output()
            .unwrap(),
    );
    let metadata = checkout.cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    done(&metadata);
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = |name: &str| packages.iter().find(|p| p["name"] == name).expect("a member of the workspace");
    let binary = package("nproxy-cli")["dependencies"].as_array().unwrap();
    for sort in SORTS {
        package(&sort.krate());
        assert!(binary.iter().any(|d| d["name"] == *sort.krate()), "the binary knows it");
    }
}

#[test]
fn a_list_of_plugins_may_be_empty_short_or_long() {
    let entries = |lists: [&str; 2]| {
        let dir = tempfile::tempdir().unwrap();
        let checkout = Checkout::lay(dir.path());
        let lists = SORTS.iter().zip(lists).map(|(sort, list)| format!("{} = {list};\n", sort.list));
        fs::write(dir.path().join(LINES_IN[2]), lists.collect::<Vec<_>>().join("\n")).unwrap();
        SORTS.map(|sort| {
            done(&checkout.new_plugin(sort, sort.kind));
            checkout.listed(sort).into_iter().filter(|entry| *entry != sort.entry()).collect::<Vec<_>>()
        })
    };
    let short = "&[a::PLUGIN, b::PLUGIN]";
    let long = "&[\n    a::PLUGIN,\n    // Why it is there.\n    b::PLUGIN,\n]";
    let below = "\n    &[a::PLUGIN, b::PLUGIN]";
    assert_eq!(entries(["&[]", short]), [vec![], vec!["a::PLUGIN", "b::PLUGIN"]]);
    assert_eq!(entries([below, "&[]"]), [vec!["a::PLUGIN", "b::PLUGIN"], vec![]]);
    assert_eq!(entries(["&[a::PLUGIN]", "&[a::PLUGIN,]"]), [["a::PLUGIN"], ["a::PLUGIN"]]);
    let commented = "// Why it is there.\n    b::PLUGIN";
    assert_eq!(entries([long, long]), [["a::PLUGIN", commented], ["a::PLUGIN", commented]]);
}

#[test]
fn where_there_is_no_place_for_its_lines_nothing_is_written() {
    for (file, said) in [
        ("Cargo.toml", "Cargo.toml has no line with"),
        ("cli/Cargo.toml", "cli/Cargo.toml has no line with"),
        ("cli/src/plugins.rs", "cli/src/plugins.rs has no list"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let checkout = Checkout::lay(dir.path());
        fs::write(dir.path().join(file), "").unwrap();
        for sort in SORTS {
            let before = checkout.lines();
            let answer = checkout.new_plugin(sort, sort.kind);
            assert_eq!(answer.status.code(), Some(2), "{}", text(&answer));
            assert!(text(&answer).contains(said), "{}", text(&answer));
            assert_eq!(checkout.lines(), before);
            assert!(!dir.path().join(sort.home).join(sort.folder).exists());
        }
    }
}

#[test]
fn a_plugin_that_is_there_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let checkout = Checkout::lay(dir.path());
    for (sort, there) in [(PROVIDER, "nano_banana"), (PROCESSOR, "btcpay")] {
        done(&checkout.new_plugin(sort, sort.kind));
        let folder = format!("{}/{}", sort.home, sort.folder);
        let config = format!("{folder}/src/config.rs");
        fs::write(dir.path().join(&config), "// hours of work").unwrap();
        let before = checkout.lines();

        for name in [sort.kind, there] {
            let answer = checkout.new_plugin(sort, name);
            assert_eq!(answer.status.code(), Some(2), "{}", text(&answer));
            assert!(text(&answer).contains("is there already"), "{}", text(&answer));
        }
        assert_eq!(checkout.read(&config), "// hours of work");
        assert_eq!(checkout.lines(), before);

        fs::remove_dir_all(dir.path().join(folder)).unwrap();
        done(&checkout.new_plugin(sort, sort.kind));
        assert_eq!(checkout.lines(), before, "lines that are there from an earlier time are not added again");
    }
}

#[test]
fn a_bad_name_is_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let checkout = Checkout::lay(dir.path());
    let count = |sort: Sort| fs::read_dir(dir.path().join(sort.home)).unwrap().count();
    let state = || (checkout.lines(), SORTS.map(count));
    let before = state();
    let long = "a".repeat(41);
    // They mean something else among the plugins, or in the configuration or the language.
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
        for sort in SORTS {
            let answer = checkout.new_plugin(sort, name);
            assert_eq!(answer.status.code(), Some(2), "{name}: {}", text(&answer));
            let said = format!("can't be a {}'s name", sort.name);
            assert!(text(&answer).contains(&said), "{name}: {}", text(&answer));
        }
    }
    for sort in SORTS {
        let nameless = checkout.new_plugin(sort, "");
        assert!(text(&nameless).contains(sort.example), "{}", text(&nameless));
        let target = format!("new-{}", sort.name);
        let nameless = Command::new("make").args(["-C", ROOT, &target, "NAME="]).output().unwrap();
        assert_eq!(nameless.status.code(), Some(2));
        assert!(text(&nameless).contains(sort.example), "{}", text(&nameless));
    }
    let neither = Command::new(format!("{ROOT}/scripts/new-plugin")).args(["acme_images"]).output().unwrap();
    assert_eq!(neither.status.code(), Some(2));
    assert!(text(&neither).contains("provider or processor?"), "{}", text(&neither));
    assert_eq!(state(), before);
}

/// A new plugin, compiled in the same place each time, so that only the new crate is compiled again.
fn compiled(sort: Sort) -> Output {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("new-{}", sort.name));
    fs::create_dir_all(&dir).unwrap();
    let alone = fs::File::create(dir.join("lock")).unwrap();
    alone.lock().unwrap();
    let checkout = dir.join("checkout");
    let _ = fs::remove_dir_all(&checkout);
    let checkout = Checkout::lay(&checkout);
    done(&checkout.new_plugin(sort, sort.kind));

    let krate = sort.krate();
    let package = ["--offline", "--package", &krate];
    let clippy = [&["clippy", "--no-deps"], &package[..], &["--all-targets", "--", "-D", "warnings"]].concat();
    done(&checkout.cargo(&clippy));
    done(&checkout.cargo(&["fmt", "--check", "--package", &krate]));
    checkout.cargo(&[&["test"], &package[..]].concat())
}

#[test]
fn a_new_provider_compiles_at_once_and_the_kit_tells_what_is_missing() {
    let tested = compiled(PROVIDER);
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

#[test]
fn a_new_processor_compiles_at_once_and_keeps_every_promise() {
    let tested = compiled(PROCESSOR);
    done(&tested);
    let said = text(&tested);
    assert!(said.contains("acme_pay_keeps_the_promises_of_a_processor ... ok"), "{said}");
}
