// `Path` takes as many parameters as the path has.

use lambda_api_errors::{NoContent, Path, State, lambda_endpoint};
use std::convert::Infallible;

type Ids = (u32, u32);

#[lambda_endpoint(GET, "/a/{id}")]
async fn too_few(_: State<()>, _: Path<Ids>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/b")]
async fn none(Path(_): Path<u32>, _: String) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/c/{cart}/{item}/{part}")]
async fn too_many(Path((_, _)): Path<(u32, String)>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
