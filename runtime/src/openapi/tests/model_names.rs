//! How the models of failures are called.

use super::{api, at, document, names};
use crate::{
    Api, FieldError, Message, NoContent, Problem, ResultErrors, StatusErrors, api_errors,
    lambda_endpoint,
};

macro_rules! errors {
    ($($name:ident = $operation:ident $path:literal [$($setting:tt)*] { $($variants:tt)* })*) => {$(
        #[api_errors($($setting)*)]
        #[derive(Debug, thiserror::Error)]
        #[expect(dead_code, reason = "only the contract is looked at")]
        enum $name { $($variants)* }

        #[lambda_endpoint(GET, $path)]
        async fn $operation() -> Result<NoContent, $name> {
            Ok(NoContent)
        }
    )*};
}

errors! {
    Numbered = numbered "/numbered" [body = StatusErrors] {
        #[error("one")]
        #[api(status = 404, code = "301")]
        One,
        #[error("fields")]
        #[api(status = 400, code = "123")]
        Fields(#[api(errors)] Vec<FieldError>),
    }
    First = first "/first" [body = Message] {
        #[error("no cart")]
        #[api(status = 404)]
        NoCart,
        #[error("no item")]
        #[api(status = 404)]
        NoItem,
    }
    Titled = titled "/titled" [body = ResultErrors] {
        #[error("sold out")]
        #[api(status = 409, title = "sold out")]
        SoldOut,
        #[error("shut")]
        #[api(status = 409, title = "sold out")]
        Shut,
    }
    Dotted = dotted "/dotted" [body = Problem] {
        #[error("gone")]
        #[api(status = 410, code = "cart.gone_for-ever")]
        Gone,
    }
}

fn shop() -> Api<()> {
    api()
        .endpoint::<numbered>()
        .endpoint::<first>()
        .endpoint::<titled>()
        .endpoint::<dotted>()
}

/// Names of types in most languages.
fn are_names_of_types(models: &[&str]) {
    for model in models {
        let first = model.chars().next().unwrap();
        assert!(first.is_ascii_uppercase(), "{model}");
        let others = |character: char| character.is_ascii_alphanumeric();
        assert!(model.chars().all(others), "{model}");
    }
}

#[test]
fn the_gateways_models_are_named_by_what_tells_their_bodies_apart() {
    let document = document(&shop());
    let models = names(at(&document, &["components", "schemas"]));
    are_names_of_types(&models);
    for expected in ["Error301", "ErrorMessage", "SoldOut", "CartGoneForEver"] {
        assert!(models.contains(&expected), "{expected} of {models:?}");
    }
    for code in ["NoCart", "NoItem", "Shut"] {
        let named = |model: &&str| model.contains(code);
        assert!(!models.iter().any(named), "{code} of {models:?}");
    }
}

#[test]
fn each_code_has_a_model_for_clients() {
    let clients = shop().openapi().clients_document().unwrap();
    let models = names(at(clients.root(), &["components", "schemas"]));
    are_names_of_types(&models);
    for expected in [
        "Error301",
        "Error123",
        "NoCart",
        "NoItem",
        "SoldOut",
        "Shut",
        "CartGoneForEver",
    ] {
        assert!(models.contains(&expected), "{expected} of {models:?}");
    }
}
