//! A function of one event type, whose error is an enum with `#[api_errors]`.

use crate::log;
use lambda_runtime::{Diagnostic, LambdaEvent};
use tower::Service;

/// [`lambda_runtime::service_fn`], with the id of the request in the log record of a hidden error, and `correlation_id` (here the same id) and `cold_start`
/// in each record.
///
/// `lambda_runtime` makes the failure of an error after the handler has returned, where only its own span still knows the id, and that
/// one is missing where the log level is above INFO. Here it is made inside of the call.
///
/// ```no_run
/// use lambda_api_errors::{Error, api_errors, lambda_runtime::{self, LambdaEvent}, service_fn};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// #[error("database: {0}")]
/// #[api(status = 500)]
/// struct Database(String);
///
/// async fn count(event: LambdaEvent<Vec<u8>>) -> Result<usize, Database> {
///     Ok(event.payload.len())
/// }
///
/// # async fn main_() -> Result<(), Error> {
/// lambda_runtime::run(service_fn(count)).await
/// # }
/// ```
pub fn service_fn<T, R, E, F, H>(
    mut handler: H,
) -> impl Service<LambdaEvent<T>, Response = R, Error = Diagnostic, Future: Send>
where
    H: FnMut(LambdaEvent<T>) -> F,
    F: Future<Output = Result<R, E>> + Send,
    E: Into<Diagnostic>,
    R: Send,
{
    tower::service_fn(move |event: LambdaEvent<T>| {
        let request_id = event.context.request_id.clone();
        let call = handler(event);
        let request = log::RequestScope::new(request_id, None, None, Some(log::is_cold_start()));
        request.run(async { call.await.map_err(Into::into) })
    })
}
