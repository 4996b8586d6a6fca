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

/// The product that is ordered as `sku`.
#[must_use]
pub fn find(sku: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.sku == sku)
}
