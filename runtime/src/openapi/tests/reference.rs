//! The error reference.

use super::api;
use crate::{Json, api_errors, lambda_endpoint, openapi::ErrorReference};

#[api_errors(type_base = "https://example.org/errors#")]
#[derive(Debug, thiserror::Error)]
#[expect(dead_code, reason = "only the contract is looked at")]
enum CartError {
    /// There is no `cart` | <script>alert(1)</script> of this number.
    #[error("no cart {cart}")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        cart: u32,
        #[api(extension)]
        near: Option<Vec<u32>>,
        #[api(header = "Retry-After")]
        seconds: u32,
    },
    #[error("<b>broken</b>")]
    #[api(status = 409, title = "a|b<c>")]
    Broken,
}

/// Another failure of the same name.
#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("gone")]
#[api(status = 410, code = "NotFound")]
struct Gone;

#[lambda_endpoint(GET, "/cart")]
async fn cart() -> Result<Json<u32>, CartError> {
    Ok(Json(1))
}

#[lambda_endpoint(DELETE, "/cart")]
async fn remove() -> Result<Json<u32>, CartError> {
    Ok(Json(1))
}

#[lambda_endpoint(GET, "/gone")]
async fn gone() -> Result<Json<u32>, Gone> {
    Err(Gone)
}

fn reference() -> ErrorReference {
    let api = api()
        .endpoint::<cart>()
        .endpoint::<remove>()
        .endpoint::<gone>();
    api.openapi().error_reference()
}

#[test]
fn a_page_has_each_code_once_with_all_its_operations() {
    let page = reference().to_html();
    assert_eq!(page.matches("<section id=\"NotFound\">").count(), 1);
    assert_eq!(page.matches("<section id=\"NotFound-410\">").count(), 1);
    assert_eq!(
        page.matches("<section id=\"InternalServerError\">").count(),
        1
    );
    let section = page.split("<section id=\"NotFound\">").nth(1).unwrap();
    let section = section.split("</section>").next().unwrap();
    for part in [
        "<code>cart</code> GET /cart",
        "<code>remove</code> DELETE /cart",
        "https://example.org/errors#NotFound",
        "<tr><td><code>near</code></td><td>array of integer</td><td>no</td>",
        "<tr><td><code>cart</code></td><td>integer</td><td>yes</td>",
        "<code>Retry-After</code>",
        "&quot;detail&quot;: &quot;no cart 1&quot;",
    ] {
        assert!(section.contains(part), "{part}\n{section}");
    }
}

#[test]
fn texts_of_the_program_are_no_markup() {
    let page = reference().to_html();
    assert!(
        page.contains("There is no <code>cart</code> | &lt;script&gt;"),
        "{page}"
    );
    assert!(!page.contains("<script") && !page.contains("<b>"), "{page}");
    let page = reference().to_markdown();
    assert!(!page.contains("<script"), "{page}");
    let rows = page.lines().filter(|line| line.starts_with("| [`"));
    for row in rows {
        let cells = row.replace("\\|", "").matches('|').count();
        assert_eq!(cells, 4, "{row}");
    }
    assert!(
        page.contains("| [`Broken`](#broken) | 409 | a\\|b&lt;c> |"),
        "{page}"
    );
    assert!(page.contains("\n## NotFound\n"), "{page}");
}
