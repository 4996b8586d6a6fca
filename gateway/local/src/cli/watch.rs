//! Waits for changes of files.

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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

    /// Adds `path`. What is to be watched for it, if it is not watched already.
    fn take_up(&mut self, path: &Path) -> Option<(PathBuf, RecursiveMode)> {
        if self.has(path) {
            return None;
        }
        if path.is_dir() {
            self.folders.insert(path.to_owned());
            return Some((path.to_owned(), RecursiveMode::Recursive));
        }
        // Not the file itself: an editor may put a new one in its place.
        let folder = path.parent().unwrap_or(Path::new("/"));
        let mut files = self.files.iter();
        let is_new = !files.any(|file| file.parent() == Some(folder));
        self.files.insert(path.to_owned());
        is_new.then(|| (folder.to_owned(), RecursiveMode::NonRecursive))
    }

    fn leave_out(&mut self, path: &Path) {
        self.files.remove(path);
        self.folders.remove(path);
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
                let is_read = matches!(event.kind, EventKind::Access(_));
                !is_read && {
                    let watched = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    event.paths.iter().any(|path| watched.has(path))
                }
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
        let Some((place, mode)) = self.scope().take_up(&path) else {
            return Ok(());
        };
        // Without the lock: the watcher takes this on between two events, each of which waits for the lock.
        let added = self.watcher.watch(&place, mode);
        if added.is_err() {
            self.scope().leave_out(&path);
        }
        added
    }

    fn scope(&self) -> MutexGuard<'_, Watched> {
        self.scope.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next change, and until it is complete.
    pub async fn next(&mut self) {
        if self.events.recv().await.is_none() {
            return std::future::pending().await;
        }
        while let Ok(Some(())) = timeout(SETTLED, self.events.recv()).await {}
    }
}

#[cfg(test)]
mod tests {
    use super::Changes;
    use std::{
        fs,
        sync::{
            atomic::{AtomicBool, Ordering},
            mpsc,
        },
        thread,
        time::Duration,
    };

    /// A build reads and writes the files that are watched, while others are added.
    #[test]
    fn paths_are_added_while_files_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let busy = folder.path().join("busy");
        let new: Vec<_> = (0..200)
            .map(|n| folder.path().join(n.to_string()))
            .collect();
        for folder in new.iter().chain([&busy]) {
            fs::create_dir(folder).expect("a folder");
        }
        let (sender, ended) = mpsc::channel();
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                let file = busy.join("file");
                while !is_over.load(Ordering::Relaxed) {
                    fs::write(&file, "text").expect("a file");
                    fs::read(&file).expect("a file");
                }
            });
            let watched = [busy.clone()].into_iter().chain(new);
            thread::spawn(move || sender.send(Changes::of(watched).map(drop)));
            let ended = ended.recv_timeout(Duration::from_secs(60));
            is_over.store(true, Ordering::Relaxed);
            ended.expect("an end").expect("folders that can be watched");
        });
    }

    #[test]
    fn a_folder_that_cannot_be_watched_is_not_watched() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut changes = Changes::of([folder.path()]).expect("a folder");
        let missing = folder.path().join("missing").join("file");
        assert!(
            changes.add(&missing).is_ok(),
            "it is below a folder that is watched"
        );
        let elsewhere = tempfile::tempdir().expect("a folder").path().join("file");
        assert!(changes.add(&elsewhere).is_err());
        assert!(changes.add(&elsewhere).is_err(), "it was tried again");
    }
}
