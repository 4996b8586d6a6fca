//! The server's loop: takes connections in, ends those whose clients are late, and stops.

use super::{LOG, clients::Site, connection, slot::Slot};
use std::{pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    task::{Id, JoinError, JoinSet},
    time::{Interval, MissedTickBehavior},
};

/// How long the server waits after a connection that could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long a client may do nothing while another one waits for a place, or the server stops.
const GRACE: Duration = Duration::from_secs(1);

/// The loop's own state.
struct Loop<S> {
    site: Arc<S>,
    tasks: JoinSet<()>,
    /// A client that waits until another connection ends.
    waiting: Option<TcpStream>,
    tick: Interval,
}

/// Serves until `stop` ends, then until the requests are finished that run by then.
///
/// `stopping` is called between the two.
pub(crate) async fn serve<S: Site>(
    listener: TcpListener,
    site: Arc<S>,
    stop: impl Future<Output = ()>,
    stopping: impl FnOnce(),
) {
    let mut stop = pin!(stop);
    let mut state = Loop::new(site);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept(), if state.waiting.is_none() => match accepted {
                Ok((stream, _)) => state.take_in(stream),
                Err(error) => state.not_accepted(&error).await,
            },
            Some(ended) = state.tasks.join_next_with_id() => state.remove(&ended),
            _ = state.tick.tick() => state.close_late(),
        }
    }
    drop(listener);
    stopping();
    state.finish().await;
}

impl<S: Site> Loop<S> {
    fn new(site: Arc<S>) -> Self {
        // Often enough that no client gets much more than its time.
        let period =
            (site.clients().client_timeout / 4).clamp(Duration::from_millis(10), GRACE / 4);
        let mut tick = tokio::time::interval(period);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            site,
            tasks: JoinSet::new(),
            waiting: None,
            tick,
        }
    }

    fn take_in(&mut self, stream: TcpStream) {
        while let Some(ended) = self.tasks.try_join_next_with_id() {
            self.site.clients().connections.remove(id(&ended));
        }
        if self.tasks.len() < self.site.clients().connections.limit {
            self.spawn(stream);
        } else {
            self.waiting = Some(stream);
            self.site.clients().connections.set_closing(true);
            self.site.clients().connections.close_longest_spare(GRACE);
        }
    }

    fn spawn(&mut self, stream: TcpStream) {
        let slot = Slot::new();
        let connection = connection::serve(stream, Arc::clone(&self.site), Arc::clone(&slot));
        let task = self.tasks.spawn(connection);
        self.site.clients().connections.add(task, slot);
    }

    fn remove(&mut self, ended: &Result<(Id, ()), JoinError>) {
        self.site.clients().connections.remove(id(ended));
        if let Some(stream) = self.waiting.take() {
            self.site.clients().connections.set_closing(false);
            self.spawn(stream);
        }
    }

    /// The client is gone, or the process has no file left: then a connection has to end before the next one comes in.
    async fn not_accepted(&mut self, error: &std::io::Error) {
        tracing::warn!(target: LOG, %error, "a connection could not be accepted");
        self.site.clients().connections.close_longest_spare(GRACE);
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }

    fn close_late(&self) {
        let connections = &self.site.clients().connections;
        connections.close_late(self.site.clients().client_timeout);
        if self.waiting.is_some() {
            connections.close_longest_spare(GRACE);
        }
    }

    async fn finish(mut self) {
        let connections = &self.site.clients().connections;
        connections.set_closing(true);
        drop(self.waiting.take());
        let grace = GRACE.min(self.site.clients().client_timeout);
        connections.close_spare(grace);
        while !self.tasks.is_empty() {
            tokio::select! {
                _ = self.tasks.join_next() => {}
                _ = self.tick.tick() => connections.close_spare(grace),
            }
        }
    }
}

fn id(ended: &Result<(Id, ()), JoinError>) -> Id {
    match ended {
        Ok((id, ())) => *id,
        Err(error) => error.id(),
    }
}
