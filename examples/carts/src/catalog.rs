//! What the shop sells.

/// A product.
#[derive(Debug)]
pub struct Product {
    /// The name under which it is ordered.
    pub sku: &'static str,
    /// The price in cents.
    pub price: u64,
    /// How many one cart can hold.
    pub in_stock: u64,
}

static PRODUCTS: [Product; 3] = [
    Product {
        sku: "apple",
        price: 45,
        in_stock: 500,
    },
    Product {
        sku: "bread",
        price: 320,
        in_stock: 40,
    },
    Product {
        sku: "melon",
        price: 290,
        in_stock: 3,
    },
];

/// The schema of a product's name: the shop has no others.
#[cfg(feature = "openapi")]
#[must_use]
pub fn sku_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let skus = PRODUCTS.each_ref().map(|product| product.sku);
    schemars::json_schema!({"type": "string", "enum": skus})
}

/// The product that is ordered as `sku`.
#[must_use]
pub fn find(sku: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.sku == sku)
}
