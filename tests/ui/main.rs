//! What the macros say of mistakes, and what they must take.

mod pass;
mod rendered;

#[test]
fn mistakes() {
    let fixtures = trybuild::TestCases::new();
    fixtures.compile_fail("api_errors/*.rs");
    fixtures.compile_fail("lambda_endpoint/*.rs");
}
