//! What the macros say of mistakes, and what they must take.

mod pass;
mod rendered;

#[test]
fn api_errors() {
    trybuild::TestCases::new().compile_fail("ui/api_errors/*.rs");
}

#[test]
fn lambda_endpoint() {
    trybuild::TestCases::new().compile_fail("ui/lambda_endpoint/*.rs");
}
