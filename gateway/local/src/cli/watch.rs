//! Waits for changes of files.

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};

/// How long nothing may change before a change counts as complete: an editor writes a file in several steps.
const SETTLED: Duration = Duration::from_millis(50);

/// The changes of a file, or of all files in a folder and below.
///
/// ```no_run
/// # async fn wait() -> notify::Result<()> {
/// let mut changes = apigw_local::cli::Changes::of("api.yaml")?;
/// changes.next().await;
/// println!("api.yaml is another one now");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Changes {
    events: UnboundedReceiver<()>,
    /// Ends the watching when it is dropped.
    _watcher: RecommendedWatcher,
}

impl Changes {
    /// Watches `path` from now on.
    ///
    /// # Errors
    ///
    /// When the operating system cannot watch the folder that has it.
    pub fn of(path: impl AsRef<Path>) -> notify::Result<Self> {
        let path = path.as_ref();
        let (sender, events) = unbounded_channel();
        let is_folder = path.is_dir();
        let name = path.file_name().map(PathBuf::from);
        let mut watcher = recommended_watcher(move |event: notify::Result<Event>| {
            let concerns = event.is_ok_and(|event| {
                let is_read = matches!(event.kind, EventKind::Access(_));
                let named =
                    |path: &PathBuf| path.file_name() == name.as_ref().map(|name| name.as_os_str());
                !is_read && (is_folder || event.paths.iter().any(named))
            });
            if concerns {
                // The receiver is gone when the server has stopped.
                let _ = sender.send(());
            }
        })?;
        // Not the file itself: an editor may put a new one in its place.
        let (folder, mode) = match path.parent() {
            _ if is_folder => (path, RecursiveMode::Recursive),
            Some(folder) if folder.as_os_str() != "" => (folder, RecursiveMode::NonRecursive),
            _ => (Path::new("."), RecursiveMode::NonRecursive),
        };
        watcher.watch(folder, mode)?;
        Ok(Self {
            events,
            _watcher: watcher,
        })
    }

    /// Waits for the next change, and until it is complete.
    pub async fn next(&mut self) {
        if self.events.recv().await.is_none() {
            return std::future::pending().await;
        }
        while let Ok(Some(())) = timeout(SETTLED, self.events.recv()).await {}
    }
}
