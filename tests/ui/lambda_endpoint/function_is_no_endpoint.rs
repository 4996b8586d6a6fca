// A handler without the attribute has no route.

use lambda_api_errors::Api;

struct Find;

fn used() {
    let _ = Api::new("carts", "1").endpoint::<Find>().with_state(());
}

fn main() {}
