//! Every message: the mistake, and what is said about it.

mod cases;
mod fields;
mod items;
mod texts;

use super::run;
use expect_test::Expect;

pub(super) fn check(arguments: &str, item: &str, expected: &Expect) {
    expected.assert_eq(&run(arguments, item).messages.join("\n"));
}

/// An enum with `variants`.
fn check_variants(variants: &str, expected: &Expect) {
    check("", &format!("enum E {{ {variants} }}"), expected);
}
