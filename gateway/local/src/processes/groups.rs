//! The process groups that run. None outlives this process.
//!
//! A process that is killed cannot clean up. So a shell waits for the end of a pipe that only this process has open, and kills
//! the groups that are left then.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// All groups that run.
#[derive(Debug, Default)]
pub(super) struct Groups(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    running: BTreeSet<u32>,
    stopped: bool,
    #[cfg(unix)]
    watchdog: Option<watchdog::Watchdog>,
}

/// A group that runs; dropped, it is killed.
#[derive(Debug)]
pub(super) struct Group {
    id: u32,
    groups: Arc<Groups>,
}

impl Groups {
    /// Takes the group of the process `id`, its leader; `None` if all are stopped, and then the group is killed.
    pub(super) fn add(self: &Arc<Self>, id: u32) -> Option<Group> {
        let mut state = self.state();
        if state.stopped {
            kill(id);
            return None;
        }
        state.running.insert(id);
        #[cfg(unix)]
        state.tell('+', id);
        Some(Group {
            id,
            groups: Arc::clone(self),
        })
    }

    /// Kills all, and every group that comes.
    pub(super) fn stop(&self) {
        let mut state = self.state();
        state.stopped = true;
        for id in std::mem::take(&mut state.running) {
            kill(id);
            #[cfg(unix)]
            state.tell('-', id);
        }
    }

    pub(super) fn are_stopped(&self) -> bool {
        self.state().stopped
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Group {
    /// Kills what is left of the group; nothing happens the second time, since the number may be another group's by then.
    pub(super) fn end(&self) {
        let mut state = self.groups.state();
        if state.running.remove(&self.id) {
            kill(self.id);
            #[cfg(unix)]
            state.tell('-', self.id);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(unix)]
fn kill(id: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        // It is gone already when all of its processes have ended.
        let _ = kill_process_group(id, Signal::KILL);
    }
}

/// The process itself ends when its handle is dropped.
#[cfg(not(unix))]
fn kill(_: u32) {}

#[cfg(unix)]
impl State {
    fn tell(&mut self, change: char, id: u32) {
        if self.watchdog.is_none() {
            self.watchdog = watchdog::Watchdog::start();
        }
        if let Some(watchdog) = &mut self.watchdog {
            watchdog.tell(change, id);
        }
    }
}

#[cfg(unix)]
mod watchdog {
    use super::super::LOG;
    use std::{
        io::Write,
        os::unix::process::CommandExt,
        process::{Child, Command, Stdio},
    };

    /// Reads `+ GROUP` and `- GROUP`, and kills at the end of its input what was not taken back.
    const SCRIPT: &str = r#"
trap '' INT TERM HUP
groups=
while read -r change id; do
    left=
    for group in $groups; do
        [ "$group" = "$id" ] || left="$left $group"
    done
    groups=$left
    [ "$change" = - ] || groups="$groups $id"
done
for group in $groups; do
    kill -s KILL -- "-$group" 2>/dev/null
done
"#;

    /// The shell, at the other end of its pipe.
    #[derive(Debug)]
    pub(super) struct Watchdog(Child);

    impl Watchdog {
        pub(super) fn start() -> Option<Self> {
            let started = Command::new("/bin/sh")
                .args(["-c", SCRIPT])
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .process_group(0)
                .spawn();
            started
                .inspect_err(|error| {
                    tracing::warn!(target: LOG, "/bin/sh cannot be started, so processes of functions may stay if this one is killed: {error}");
                })
                .map(Self)
                .ok()
        }

        pub(super) fn tell(&mut self, change: char, id: u32) {
            if let Some(pipe) = &mut self.0.stdin {
                // A shell that was killed does not watch any longer; the groups are still killed by this process.
                let _ = pipe.write_all(format!("{change} {id}\n").as_bytes());
            }
        }
    }

    impl Drop for Watchdog {
        fn drop(&mut self) {
            drop(self.0.stdin.take());
            let _ = self.0.wait();
        }
    }
}
