// A broken endpoint is one error, and its registration none.

use lambda_api_errors::{Api, Json, Path, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "carts/{cart}")]
async fn find(Path(cart): Path<u32>, _: Json<u32>) -> Result<Json<u32>, Infallible> {
    Ok(Json(cart))
}

fn used() {
    let _ = Api::new("carts", "1").endpoint::<find>().with_state(());
}

fn main() {}
