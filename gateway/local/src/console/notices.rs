//! What all open pages say at their top, such as that a new program is being built.

use std::sync::Arc;
use tokio::sync::watch;

/// Shows notices on all pages of a console, those that are open and those that are loaded later.
///
/// ```no_run
/// use apigw_local::console::Console;
///
/// # async fn rebuild(console: Console) {
/// let notices = console.notices();
/// tokio::spawn(console.run());
/// notices.show("The program is being built again. Until it is ready, the former one answers.");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Notices(Arc<watch::Sender<String>>);

impl Notices {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(String::new())))
    }

    /// Shows a text in the place of the one before; an empty text shows nothing.
    pub fn show(&self, text: impl Into<String>) {
        self.0.send_replace(text.into());
    }

    /// The text that is shown; empty if there is none.
    pub(super) fn shown(&self) -> String {
        self.0.borrow().clone()
    }

    /// News of texts from now on.
    pub(super) fn follow(&self) -> watch::Receiver<String> {
        self.0.subscribe()
    }
}
