//! What has hooks around a snapshot of `SnapStart`.

use lambda_runtime::SnapStartResource;
use std::{fmt, sync::Arc};

/// Resources in the order in which they depend on each other, foundations first.
#[derive(Clone, Default)]
pub(crate) struct SnapStartResources(pub(crate) Vec<Arc<dyn SnapStartResource>>);

impl PartialEq for SnapStartResources {
    /// Whether both are the same resources.
    fn eq(&self, other: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&other.0);
        self.0.len() == other.0.len() && pairs.all(|(one, other)| Arc::ptr_eq(one, other))
    }
}

impl fmt::Debug for SnapStartResources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SnapStartResources")
            .field(&self.0.len())
            .finish()
    }
}
