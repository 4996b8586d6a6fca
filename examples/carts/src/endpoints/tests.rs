//! Handlers are ordinary functions: these tests call them, without a request or an event.

use super::*;
use crate::store::{DAMAGED, Item};
use lambda_api_errors::ApiError;

/// A shop with one cart in it that holds two melons.
async fn shop_with_melons() -> (State<Shop>, CartId) {
    let shop = State(Shop::default());
    let cart = shop.store.create("ada".to_owned()).id;
    put(&shop, cart, "melon", 2).await.unwrap();
    (shop, cart)
}

/// Puts an item in, and gives the cart.
async fn put(
    shop: &State<Shop>,
    cart: CartId,
    sku: &str,
    quantity: u64,
) -> Result<Cart, ItemError> {
    let item = NewItem {
        sku: sku.to_owned(),
        quantity,
    };
    let Json(cart) = add_item(shop.clone(), Path(cart), Json(item)).await?;
    Ok(cart)
}

async fn pay(
    shop: &State<Shop>,
    cart: CartId,
    token: &str,
) -> Result<Created<Receipt>, CheckoutError> {
    let order = Order {
        card: token.to_owned(),
    };
    checkout(shop.clone(), Path(cart), Json(order)).await
}

#[tokio::test]
async fn a_new_cart_says_where_it_is() {
    let shop = State(Shop::default());
    let customer = "ada".to_owned();
    let created = create_cart(shop.clone(), Json(NewCart { customer }))
        .await
        .unwrap();
    assert_eq!(created.location(), Some("/carts/1"));
    let Json(cart) = get_cart(shop, Path(CartId(1))).await.unwrap();
    assert_eq!(&cart, created.body());
}

#[tokio::test]
async fn a_customer_has_a_name() {
    let customer = String::new();
    let refused = create_cart(State(Shop::default()), Json(NewCart { customer })).await;
    let Err(CreateError::InvalidCart(errors)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(errors[0].source.as_deref(), Some("/customer"));
}

#[tokio::test]
async fn items_of_one_product_are_added_up() {
    let (shop, cart) = shop_with_melons().await;
    put(&shop, cart, "apple", 4).await.unwrap();
    let cart = put(&shop, cart, "melon", 1).await.unwrap();
    let item = |sku: &str, quantity| Item {
        sku: sku.to_owned(),
        quantity,
    };
    assert_eq!(cart.items, [item("melon", 3), item("apple", 4)]);
    assert_eq!(cart.total, 3 * 290 + 4 * 45);
}

#[tokio::test]
async fn every_invalid_field_is_named() {
    let (shop, cart) = shop_with_melons().await;
    let Err(ItemError::InvalidItem(errors)) = put(&shop, cart, "unicorn", 0).await else {
        panic!("a unicorn was sold")
    };
    let sources: Vec<_> = errors
        .iter()
        .filter_map(|error| error.source.as_deref())
        .collect();
    assert_eq!(sources, ["/sku", "/quantity"]);
}

#[tokio::test]
async fn what_is_in_the_cart_counts_for_the_stock() {
    let (shop, cart) = shop_with_melons().await;
    let error = put(&shop, cart, "melon", 2).await.unwrap_err();
    assert!(matches!(error, ItemError::OutOfStock { available: 3, .. }));
    let Json(cart) = get_cart(shop, Path(cart)).await.unwrap();
    assert_eq!(cart.items[0].quantity, 2);
}

#[tokio::test]
async fn a_paid_cart_is_closed() {
    let (shop, cart) = shop_with_melons().await;
    let receipt = pay(&shop, cart, "tok_visa").await.unwrap();
    assert_eq!(receipt.body(), &Receipt { cart, paid: 580 });
    let again = pay(&shop, cart, "tok_visa").await.unwrap_err();
    assert_eq!(again.response().code(), "CartNotFound");
}

#[tokio::test]
async fn an_unpaid_cart_stays_open() {
    for (token, code, status) in [
        ("tok_declined", "CardDeclined", 402),
        ("tok_overused", "TooManyAttempts", 429),
        ("tok_timeout", "PaymentTimeout", 504),
    ] {
        let (shop, cart) = shop_with_melons().await;
        let error = pay(&shop, cart, token).await.unwrap_err();
        assert!(matches!(error, CheckoutError::Payment(_)), "{token}");
        assert_eq!(error.response().code(), code);
        assert_eq!(error.response().status(), status);
        assert!(get_cart(shop, Path(cart)).await.is_ok(), "{token}");
    }
}

#[tokio::test]
async fn a_damaged_cart_can_be_neither_read_nor_deleted() {
    let shop = State(Shop::default());
    let read = get_cart(shop.clone(), Path(DAMAGED)).await.unwrap_err();
    assert!(matches!(read, StoreError::RecordDamaged { .. }));
    let deleted = delete_cart(shop, Path(DAMAGED)).await.unwrap_err();
    assert!(deleted.response().is_opaque());
}

#[tokio::test]
async fn reminders_go_to_the_carts_that_are_worth_it() {
    let (shop, cart) = shop_with_melons().await;
    let accepted = remind_customers(shop.clone(), Query(Worth { at_least: 580 }))
        .await
        .unwrap();
    assert_eq!(accepted.body().carts, [cart]);
    let nobody = remind_customers(shop, Query(Worth { at_least: 581 })).await;
    assert!(matches!(
        nobody,
        Err(ReminderError::NobodyToRemind { at_least: 581 })
    ));
}
