//! Waits for changes of files.

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};

/// How long nothing may change before a change counts as complete: an editor writes a file in several steps.
const SETTLED: Duration = Duration::from_millis(50);

/// The changes of files, and of all files in folders and below.
///
/// ```no_run
/// # async fn wait() -> notify::Result<()> {
/// let mut changes = apigw_local::cli::Changes::of(["api.yaml"])?;
/// changes.next().await;
/// println!("api.yaml is another one now");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Changes {
    events: UnboundedReceiver<()>,
    /// Ends the watching when it is dropped.
    watcher: RecommendedWatcher,
    scope: Arc<Mutex<Watched>>,
}

/// What concerns the receiver; the paths are absolute.
#[derive(Debug, Default)]
struct Watched {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Watched {
    fn has(&self, path: &Path) -> bool {
        self.files.contains(path) || self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

impl Changes {
    /// Watches `paths` from now on.
    ///
    /// # Errors
    ///
    /// When the operating system cannot watch one of them, or the folder that has it.
    pub fn of(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> notify::Result<Self> {
        let (sender, events) = unbounded_channel();
        let scope = Arc::new(Mutex::new(Watched::default()));
        let shared = Arc::clone(&scope);
        let watcher = recommended_watcher(move |event: notify::Result<Event>| {
            let concerns = event.is_ok_and(|event| {
                let watched = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let is_read = matches!(event.kind, EventKind::Access(_));
                !is_read && event.paths.iter().any(|path| watched.has(path))
            });
            if concerns {
                // The receiver is gone when the server has stopped.
                let _ = sender.send(());
            }
        })?;
        let mut changes = Self {
            events,
            watcher,
            scope,
        };
        for path in paths {
            changes.add(path)?;
        }
        Ok(changes)
    }

    /// Watches `path` too; nothing happens if it is watched already.
    ///
    /// # Errors
    ///
    /// When the operating system cannot watch it, or the folder that has it.
    pub fn add(&mut self, path: impl AsRef<Path>) -> notify::Result<()> {
        let path = std::path::absolute(path)?;
        let mut watched = self.scope.lock().unwrap_or_else(PoisonError::into_inner);
        if watched.has(&path) {
            return Ok(());
        }
        if path.is_dir() {
            self.watcher.watch(&path, RecursiveMode::Recursive)?;
            watched.folders.insert(path);
            return Ok(());
        }
        // Not the file itself: an editor may put a new one in its place.
        let folder = path.parent().unwrap_or(Path::new("/"));
        let is_new = !watched
            .files
            .iter()
            .any(|file| file.parent() == Some(folder));
        if is_new {
            self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        watched.files.insert(path);
        Ok(())
    }

    /// Waits for the next change, and until it is complete.
    pub async fn next(&mut self) {
        if self.events.recv().await.is_none() {
            return std::future::pending().await;
        }
        while let Ok(Some(())) = timeout(SETTLED, self.events.recv()).await {}
    }
}
