//! The handlers. Each is an ordinary async function; the attribute adds the route and the contract.

#![expect(
    clippy::missing_errors_doc,
    reason = "these comments describe the API, and its contract lists the errors"
)]

#[cfg(test)]
mod tests;

use crate::{
    Shop, catalog,
    errors::{CheckoutError, CreateError, ItemError, ReminderError, StoreError},
    store::{Cart, CartId},
};
use lambda_api_errors::{
    Accepted, Created, FieldError, Json, NoContent, Path, Query, State, lambda_endpoint,
};
use serde::{Deserialize, Serialize};

/// A cart to be opened.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewCart {
    /// Whose it is: 1 to 50 characters.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 50)))]
    pub customer: String,
}

/// An item to be put into a cart.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewItem {
    /// The product.
    #[cfg_attr(feature = "openapi", schemars(schema_with = "catalog::sku_schema"))]
    pub sku: String,
    /// How many: 1 to 1000.
    #[cfg_attr(feature = "openapi", schemars(range(min = 1, max = 1000)))]
    pub quantity: u64,
}

/// An order for what is in a cart.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Order {
    /// The token of the card that pays; it starts with `tok_`.
    #[cfg_attr(feature = "openapi", schemars(regex(pattern = "^tok_")))]
    pub card: String,
}

/// The proof that a cart was paid.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// The cart, which is closed now.
    pub cart: CartId,
    /// What was paid, in cents.
    pub paid: u64,
}

/// Which carts to remind of.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Worth {
    /// What they are worth at least, in cents.
    pub at_least: u64,
}

/// The reminders that are going to be sent.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Reminders {
    /// The carts whose customers are reminded.
    pub carts: Vec<CartId>,
}

/// Open a cart.
#[lambda_endpoint(POST, "/carts")]
pub async fn create_cart(
    State(shop): State<Shop>,
    Json(NewCart { customer }): Json<NewCart>,
) -> Result<Created<Cart>, CreateError> {
    if !(1..=50).contains(&customer.chars().count()) {
        let error = FieldError::new("WrongLength", "a customer has 1 to 50 characters");
        return Err(CreateError::InvalidCart(vec![error.at("/customer")]));
    }
    let cart = shop.store.create(customer);
    let location = format!("/carts/{}", cart.id);
    Ok(Created::new(cart).at(location))
}

/// Look into a cart.
#[lambda_endpoint(GET, "/carts/{cart}")]
pub async fn get_cart(
    State(shop): State<Shop>,
    Path(cart): Path<CartId>,
) -> Result<Json<Cart>, StoreError> {
    shop.store.get(cart).map(Json)
}

/// Put an item into a cart.
///
/// What the cart holds of the product already stays in it.
#[lambda_endpoint(POST, "/carts/{cart}/items")]
pub async fn add_item(
    State(shop): State<Shop>,
    Path(cart): Path<CartId>,
    Json(NewItem { sku, quantity }): Json<NewItem>,
) -> Result<Json<Cart>, ItemError> {
    let mut errors = Vec::new();
    let product = catalog::find(&sku);
    if product.is_none() {
        errors.push(FieldError::new("UnknownProduct", "the shop has no such product").at("/sku"));
    }
    if !(1..=1000).contains(&quantity) {
        let error = FieldError::new("OutOfRange", "the quantity is out of range").at("/quantity");
        errors.push(error.detail("One item is 1 to 1000 pieces of a product."));
    }
    let Some(product) = product.filter(|_| errors.is_empty()) else {
        return Err(ItemError::InvalidItem(errors));
    };
    let changed = shop.store.update(cart, |cart| {
        if cart.quantity_of(product) + quantity > product.in_stock {
            return Err(ItemError::OutOfStock {
                sku: product.sku,
                available: product.in_stock,
            });
        }
        cart.put(product, quantity);
        Ok(())
    });
    changed.map(Json)
}

/// Pay for what is in a cart.
///
/// The cart is closed once it is paid.
#[lambda_endpoint(POST, "/carts/{cart}/checkout")]
pub async fn checkout(
    State(shop): State<Shop>,
    Path(id): Path<CartId>,
    Json(Order { card }): Json<Order>,
) -> Result<Created<Receipt>, CheckoutError> {
    if !card.starts_with("tok_") {
        let error = FieldError::new("NotAToken", "a card token starts with `tok_`").at("/card");
        return Err(CheckoutError::InvalidOrder(vec![error]));
    }
    let cart = shop.store.get(id)?;
    if cart.items.is_empty() {
        return Err(CheckoutError::CartEmpty { cart: id });
    }
    shop.payments.charge(id, cart.total, &card).await?;
    shop.store.remove(id)?;
    Ok(Created::new(Receipt {
        cart: id,
        paid: cart.total,
    }))
}

/// Throw a cart away.
#[lambda_endpoint(DELETE, "/carts/{cart}")]
pub async fn delete_cart(
    State(shop): State<Shop>,
    Path(cart): Path<CartId>,
) -> Result<NoContent, StoreError> {
    shop.store.remove(cart)?;
    Ok(NoContent)
}

/// Remind customers of the carts that they left open.
///
/// The reminders are sent later.
#[lambda_endpoint(POST, "/reminders")]
pub async fn remind_customers(
    State(shop): State<Shop>,
    Query(Worth { at_least }): Query<Worth>,
) -> Result<Accepted<Reminders>, ReminderError> {
    let carts = shop.store.readable().into_iter();
    let carts: Vec<_> = carts
        .filter(|cart| cart.total >= at_least)
        .map(|cart| cart.id)
        .collect();
    if carts.is_empty() {
        return Err(ReminderError::NobodyToRemind { at_least });
    }
    tracing::info!(?carts, "reminders are to be sent");
    Ok(Accepted::new(Reminders { carts }))
}
