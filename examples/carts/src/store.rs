//! Where open carts are kept: in memory, one JSON record for each, as a key-value store would have them.

use crate::{catalog::Product, errors::StoreError};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The number of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CartId(pub u64);

/// A cart whose record is damaged: every operation on it is an opaque 500.
pub const DAMAGED: CartId = CartId(0);

impl fmt::Display for CartId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Cart {
    /// Its number.
    pub id: CartId,
    /// Whose it is.
    pub customer: String,
    /// What is in it.
    pub items: Vec<Item>,
    /// What it costs, in cents.
    pub total: u64,
}

/// Some of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Item {
    /// The product.
    pub sku: String,
    /// How many.
    pub quantity: u64,
}

impl Cart {
    /// How many of `product` are in the cart.
    #[must_use]
    pub fn quantity_of(&self, product: &Product) -> u64 {
        let item = self.items.iter().find(|item| item.sku == product.sku);
        item.map_or(0, |item| item.quantity)
    }

    /// Adds `quantity` of `product` to those that are there.
    pub fn put(&mut self, product: &Product, quantity: u64) {
        match self.items.iter_mut().find(|item| item.sku == product.sku) {
            Some(item) => item.quantity += quantity,
            None => self.items.push(Item {
                sku: product.sku.to_owned(),
                quantity,
            }),
        }
        self.total += product.price * quantity;
    }
}

/// The open carts. A clone is the same store.
#[derive(Debug, Clone)]
pub struct Store(Arc<Mutex<Records>>);

#[derive(Debug)]
struct Records {
    by_id: BTreeMap<CartId, String>,
    last: CartId,
}

impl Default for Store {
    /// A store that holds the [`DAMAGED`] cart alone.
    fn default() -> Self {
        let damaged = r#"{"id":0,"customer":"#.to_owned();
        Self(Arc::new(Mutex::new(Records {
            by_id: BTreeMap::from([(DAMAGED, damaged)]),
            last: DAMAGED,
        })))
    }
}

impl Store {
    /// Opens a cart, under a number that no other has had.
    #[must_use]
    pub fn create(&self, customer: String) -> Cart {
        let mut records = self.records();
        records.last.0 += 1;
        let cart = Cart {
            id: records.last,
            customer,
            items: Vec::new(),
            total: 0,
        };
        records.write(&cart);
        cart
    }

    /// The cart of this number.
    ///
    /// # Errors
    ///
    /// When there is no such cart, or its record is damaged.
    pub fn get(&self, id: CartId) -> Result<Cart, StoreError> {
        self.records().read(id)
    }

    /// Changes a cart, unless `change` fails; no other change happens meanwhile.
    ///
    /// # Errors
    ///
    /// When there is no such cart, its record is damaged, or `change` fails.
    pub fn update<E: From<StoreError>>(
        &self,
        id: CartId,
        change: impl FnOnce(&mut Cart) -> Result<(), E>,
    ) -> Result<Cart, E> {
        let mut records = self.records();
        let mut cart = records.read(id)?;
        change(&mut cart)?;
        records.write(&cart);
        Ok(cart)
    }

    /// Takes a cart out. One that is damaged stays, so that it can be looked into.
    ///
    /// # Errors
    ///
    /// When there is no such cart, or its record is damaged.
    pub fn remove(&self, id: CartId) -> Result<Cart, StoreError> {
        let mut records = self.records();
        let cart = records.read(id)?;
        records.by_id.remove(&id);
        Ok(cart)
    }

    /// Every cart that can be read, by number.
    #[must_use]
    pub fn readable(&self) -> Vec<Cart> {
        let records = self.records();
        let ids = records.by_id.keys();
        ids.filter_map(|id| records.read(*id).ok()).collect()
    }

    /// Every change is one insertion, so a panic elsewhere leaves no half-changed record behind.
    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    fn read(&self, cart: CartId) -> Result<Cart, StoreError> {
        let record = self
            .by_id
            .get(&cart)
            .ok_or(StoreError::CartNotFound { cart })?;
        serde_json::from_str(record).map_err(|source| StoreError::RecordDamaged { cart, source })
    }

    fn write(&mut self, cart: &Cart) {
        let record = serde_json::to_string(cart).expect("a cart is made of text and numbers");
        self.by_id.insert(cart.id, record);
    }
}
