//! The code of functions: when it changes, their processes start anew.

use super::Changes;
use crate::{FunctionCommand, FunctionProcesses};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The target of the log's events.
const LOG: &str = "apigw_local";
/// How many files are watched. A function has fewer; a folder with more is not that of a function.
const FILES: usize = 2_000;
/// Folders that programs fill, and people do not write in.
const GENERATED: [&str; 4] = ["node_modules", "target", "__pycache__", "venv"];

/// Watches the programs of functions and the files of their folders from now on; `None` if there are none, or they cannot be
/// watched.
pub(super) fn watch(processes: &FunctionProcesses) -> Option<Changes> {
    let files = files(processes);
    if files.len() >= FILES {
        tracing::warn!(target: LOG, "the functions have more files than the {FILES} that are watched: a change of another restarts nothing");
    }
    if files.is_empty() {
        return None;
    }
    Changes::of(&files)
        .inspect_err(|error| {
            tracing::warn!(target: LOG, "the code of the functions cannot be watched, so a change of it restarts nothing: {error}");
        })
        .ok()
}

/// Starts the processes of functions anew at each change.
pub(super) async fn restart(processes: &FunctionProcesses, changes: Option<Changes>) {
    let Some(mut changes) = changes else {
        return std::future::pending().await;
    };
    loop {
        changes.next().await;
        processes.restart();
        tracing::info!(target: LOG, "code of the functions changed: the next requests start new processes");
    }
}

/// The programs, and the files below their folders.
fn files(processes: &FunctionProcesses) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    let commands = processes.commands();
    files.extend(commands.iter().flat_map(FunctionCommand::files));
    let folders = commands.iter().map(FunctionCommand::working_folder);
    let mut folders: Vec<PathBuf> = folders.map(Path::to_owned).collect();
    folders.sort();
    folders.dedup();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.filter_map(Result::ok) {
            if files.len() >= FILES {
                return files;
            }
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && is_written_by_people(&path) => folders.push(path),
                Ok(kind) if kind.is_file() => {
                    files.insert(path);
                }
                _ => {}
            }
        }
    }
    files
}

fn is_written_by_people(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with('.') && !GENERATED.contains(&&*name)
}
