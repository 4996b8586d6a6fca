//! From an error value to its callback message or its response, beside the same bytes by serde: `cargo bench -p lambda-api-errors-tests --bench errors`.

#[path = "peers/messages.rs"]
mod messages;

use lambda_api_errors::{axum::response::IntoResponse, callback};
use lambda_api_errors_tests::figures::{Table, compare};
use messages::{Case, Failure, by_axum, by_serde};

fn main() {
    let table = Table::new("error to callback message");
    for case in Case::all() {
        let (failure, errors) = (&case.failure, &case.fields());
        let mut buffer = Vec::new();
        by_serde(&mut buffer, failure, errors);
        assert_eq!(callback::encode(failure).as_bytes(), buffer);
        let (ours, peer) = compare(
            || callback::encode(failure),
            || by_serde(&mut buffer, failure, errors),
        );
        table.row(case.name, "serde, into one buffer", peer, ours);
        let (ours, peer) = compare(
            || callback::encode(failure),
            || {
                by_serde(&mut buffer, failure, errors);
                buffer.as_slice().to_vec()
            },
        );
        table.row(case.name, "the same, and copied", peer, ours);
    }
    let small = || Failure::NotFound { id: 7 };
    let (ours, peer) = compare(|| small().into_response(), || by_axum(&small(), &[]));
    table.row(
        "small, as a response",
        "axum, the body by serde",
        peer,
        ours,
    );
}
