//! Stands in for the methods of features that are off: a call does not compile, and the error says which feature has the method.
//!
//! `for<'a>` in front of a bound that holds for no type keeps rustc from refusing the bound itself.

use super::{Api, ApiService};

#[cfg(any(not(feature = "lambda"), not(feature = "http")))]
type Outcome = std::future::Ready<Result<(), crate::Error>>;

#[cfg(not(feature = "openapi"))]
#[diagnostic::on_unimplemented(
    message = "`openapi` is a method of the feature `openapi` of lambda-api-errors",
    label = "the feature is off",
    note = "run `cargo add lambda-api-errors --features openapi`"
)]
pub trait FeatureOpenapi {}

#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
impl<S> Api<S> {
    /// ```compile_fail,E0277
    /// let api = lambda_api_errors::Api::<()>::new("carts", "1.0.0");
    /// api.openapi();
    /// ```
    pub fn openapi(&self)
    where
        for<'a> Self: FeatureOpenapi,
    {
    }
}

#[cfg(not(feature = "openapi"))]
#[doc(hidden)]
impl ApiService {
    /// ```compile_fail,E0277
    /// let service = lambda_api_errors::Api::<()>::new("carts", "1.0.0").service().unwrap();
    /// service.openapi();
    /// ```
    pub fn openapi(&self)
    where
        for<'a> Self: FeatureOpenapi,
    {
    }
}

#[cfg(not(feature = "http"))]
#[diagnostic::on_unimplemented(
    message = "`serve` is a method of the feature `http` of lambda-api-errors",
    label = "the feature is off",
    note = "run `cargo add lambda-api-errors --features http`; to serve the API behind the local gateway, call `lambda_api_errors::main` with the feature `cli`"
)]
pub trait FeatureHttp {}

#[cfg(not(feature = "http"))]
#[doc(hidden)]
impl<S> Api<S> {
    /// ```compile_fail,E0277
    /// let api = lambda_api_errors::Api::<()>::new("carts", "1.0.0");
    /// async { api.serve("127.0.0.1:0").await.unwrap() };
    /// ```
    pub fn serve<A>(self, _: A) -> Outcome
    where
        for<'a> Self: FeatureHttp,
    {
        std::future::ready(Ok(()))
    }
}

#[cfg(not(feature = "http"))]
#[doc(hidden)]
impl ApiService {
    /// ```compile_fail,E0277
    /// let service = lambda_api_errors::Api::<()>::new("carts", "1.0.0").service().unwrap();
    /// async { service.serve("127.0.0.1:0").await.unwrap() };
    /// ```
    pub fn serve<A>(self, _: A) -> Outcome
    where
        for<'a> Self: FeatureHttp,
    {
        std::future::ready(Ok(()))
    }
}

#[cfg(not(feature = "lambda"))]
#[diagnostic::on_unimplemented(
    message = "`run` is a method of the feature `lambda` of lambda-api-errors",
    label = "the feature is off",
    note = "remove `default-features = false` from the dependency in Cargo.toml, or run `cargo add lambda-api-errors --features lambda`"
)]
pub trait FeatureLambda {}

#[cfg(not(feature = "lambda"))]
#[doc(hidden)]
impl<S> Api<S> {
    /// ```compile_fail,E0277
    /// let api = lambda_api_errors::Api::<()>::new("carts", "1.0.0");
    /// async { api.run().await.unwrap() };
    /// ```
    pub fn run(self) -> Outcome
    where
        for<'a> Self: FeatureLambda,
    {
        std::future::ready(Ok(()))
    }
}

#[cfg(not(feature = "lambda"))]
#[doc(hidden)]
impl ApiService {
    /// ```compile_fail,E0277
    /// let service = lambda_api_errors::Api::<()>::new("carts", "1.0.0").service().unwrap();
    /// async { service.run().await.unwrap() };
    /// ```
    pub fn run(self) -> Outcome
    where
        for<'a> Self: FeatureLambda,
    {
        std::future::ready(Ok(()))
    }
}
