//! That the check can fail: trees of a few lines, and what is said of each.

use crate::{arrows, map};

const MAP: &str = "one/src/\n  low.rs, error.rs\n  high/\ntwo/src/\n  only.rs\n";
const PRIVATE: &[(&str, &str)] = &[];

/// The faults of a tree of two crates with sources that are in order, but for those in `files`.
fn faults(private: &[(&str, &str)], files: &[(&str, &str)]) -> Vec<String> {
    let sound = [
        ("one/Cargo.toml", "[package]\nname = \"one-crate\"\n"),
        (
            "one/src/lib.rs",
            "mod error;\nmod high;\nmod low;\npub use high::{High, inner::Deep};\n",
        ),
        ("one/src/low.rs", "pub struct Low;\n"),
        (
            "one/src/error.rs",
            "use crate::low::Low;\npub struct Error(Low);\n",
        ),
        (
            "one/src/high/mod.rs",
            "pub mod inner;\npub use crate::error::Error;\npub struct High(Error);\n",
        ),
        (
            "one/src/high/inner.rs",
            "use super::Error;\npub struct Deep(Error);\n",
        ),
        ("two/Cargo.toml", "[package]\nname = \"two\"\n"),
        ("two/src/lib.rs", "mod only;\n"),
        ("two/src/another.rs", ""),
        (
            "two/src/only.rs",
            "pub fn only() -> one_crate::High { one_crate::high() }\n",
        ),
    ];
    let read = |path: &str| {
        let all = files.iter().chain(&sound);
        all.copied()
            .find(|(file, _)| *file == path)
            .map(|(_, text)| text.to_owned())
    };
    arrows::faults(&map::read(MAP), private, &read)
}

#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(faults(PRIVATE, &[(path, text)]), expected);
}

#[test]
fn a_tree_in_order_has_no_fault() {
    assert_eq!(faults(PRIVATE, &[]), [""; 0]);
}

#[test]
fn an_import_from_below_names_both_files() {
    check(
        "one/src/low.rs",
        "use crate::high::High;\npub struct Low(High);\n",
        &[
            "one/src/low.rs:1: `crate::high::High` is in one/src/high/mod.rs: `low` may not know `high`, which stands below it in ARCHITECTURE.md's map",
        ],
    );
}

#[test]
fn a_re_export_hides_nothing() {
    check(
        "one/src/error.rs",
        "use crate::{Deep, low::Low};\npub struct Error(Low, Deep);\n",
        &[
            "one/src/error.rs:1: `crate::Deep` is in one/src/high/inner.rs: `error` may not know `high`, which stands below it in ARCHITECTURE.md's map",
        ],
    );
    check(
        "one/src/error.rs",
        "use crate::*;\npub struct Error(Low, inner::Deep);\nuse crate::high::*;\n",
        &[
            "one/src/error.rs:1: `crate` is in one/src/lib.rs, the root, which only puts modules together: give the item a module",
            "one/src/error.rs:2: `inner::Deep` is in one/src/high/inner.rs: `error` may not know `high`, which stands below it in ARCHITECTURE.md's map",
            "one/src/error.rs:3: `crate::high` is in one/src/high/mod.rs: `error` may not know `high`, which stands below it in ARCHITECTURE.md's map",
        ],
    );
}

#[test]
fn paths_in_bodies_and_macros_count() {
    let expected = |line: usize, path: &str| {
        format!(
            "one/src/low.rs:{line}: `{path}` is in one/src/high/mod.rs: `low` may not know `high`, which stands below it in ARCHITECTURE.md's map"
        )
    };
    check(
        "one/src/low.rs",
        "pub struct Low;\nfn a() { println!(\"{}\", one_crate::high::High); }\nmacro_rules! b { () => { $crate::High::new() } }\nfn c() { use super::high as other; other::d(); }\n",
        &[
            &*expected(2, "one_crate::high::High"),
            &*expected(3, "crate::High::new"),
            &*expected(4, "other::d"),
            &*expected(4, "super::high"),
        ],
    );
}

#[test]
fn a_circle_has_an_upward_arrow() {
    check(
        "one/src/low.rs",
        "pub struct Low(Option<Box<crate::error::Error>>);\n",
        &[
            "one/src/low.rs:1: `crate::error::Error` is in one/src/error.rs: `low` may not know `error`, which stands below it in ARCHITECTURE.md's map",
        ],
    );
}

#[test]
fn tests_may_know_everything() {
    check(
        "one/src/low.rs",
        "pub struct Low;\nimpl Low {\n    #[cfg(all(test, unix))]\n    fn high() -> crate::High { crate::High }\n}\n#[cfg(test)]\nmod tests { use crate::High; }\n",
        &[],
    );
    let not_only = "pub struct Low;\n#[cfg(not(test))]\nfn high() -> crate::High { crate::High }\n";
    assert_eq!(faults(PRIVATE, &[("one/src/low.rs", not_only)]).len(), 1);
}

#[test]
fn a_crate_knows_no_crate_below_it() {
    check(
        "one/src/low.rs",
        "pub struct Low;\nfn a() { ::two::only() }\n",
        &[
            "one/src/low.rs:2: the crate `one_crate` names `two`, which does not stand above it in ARCHITECTURE.md's map",
        ],
    );
    assert_eq!(
        faults(&[("other", "one_crate")], &[]),
        ["two/src/only.rs:1: `two` names `one_crate`, and only `other` may"]
    );
}

#[test]
fn the_map_and_the_sources_have_the_same_modules() {
    check(
        "two/src/lib.rs",
        "#[path = \"another.rs\"]\nmod only;\n",
        &[
            "two/src: ARCHITECTURE.md's map does not have the module `another`",
            "two/src: there is no module `only`, which ARCHITECTURE.md's map has",
        ],
    );
}
