//! Paths where Jayway's way is not the obvious one: `tests/differential` compares with Jayway itself.

use super::{problem_with, rendered};

#[test]
fn a_place_that_has_to_exist_is_looked_for_in_the_item_even_from_the_root() {
    let body = r#"{"n":5,"l":[{"n":5},{"m":5}]}"#;
    for (path, found) in [
        ("$.l[?($.n)]", r#"[{"n":5}]"#),
        ("$.l[?($.l)]", "[]"),
        ("$.l[?($.n == 5)]", r#"[{"n":5},{"m":5}]"#),
        ("$.l[?(@.m == $.n)]", r#"[{"m":5}]"#),
    ] {
        assert_eq!(rendered(&format!("$input.path('{path}')"), body), found);
    }
    let problem = problem_with("$input.path('$.l[?($.n[0])]')", body);
    assert!(problem.ends_with("an index needs a list"), "{problem}");
}
