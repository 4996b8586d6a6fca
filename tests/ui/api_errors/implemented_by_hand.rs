// A contract without its proof is not a contract.

use lambda_api_errors::{ApiError, Claim, Contract, DeclaredResponse, Occurrence, Problem, Style};

#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
struct NoCart;

impl ApiError for NoCart {
    type Body = Problem;
    const STYLE: Style = Style::Prefixed;
    const CONTRACT: &'static Contract = &Contract::new(
        &[DeclaredResponse::new(404, "NoCart", "No cart", "Internal Server Error: ")],
        &[Claim::new("No cart: ", 404)],
        &[],
    );

    fn visit(&self, _: &mut dyn FnMut(&Occurrence<'_>)) {}
}

fn main() {}
