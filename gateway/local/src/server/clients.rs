//! The clients of one listener: how many there are, how long each may let the server wait, and the memory that they take.

use super::{
    connections::Connections,
    memory::{Charge, Memory},
    refusal::Refusal,
    slot::Slot,
};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use std::time::Duration;
use tokio::time::timeout;

/// How much of a body that is too large is read and dropped, so that its sender comes to read the answer: this many times the limit.
const DROPPED: usize = 4;
/// The most room that a body has before it is there, in bytes.
const EXPECTED: usize = 128 << 10;

/// What the connections of a listener share.
pub(crate) struct Clients {
    pub(super) client_timeout: Duration,
    pub(super) connections: Connections,
    pub(super) memory: Memory,
}

/// What answers the requests of a listener.
pub(crate) trait Site: Send + Sync + 'static {
    /// Whether the log says how streamed answers end.
    const LOGS_STREAMS: bool;

    fn clients(&self) -> &Clients;

    /// The answer to a request. The slot records what the connection waits for.
    fn answer(
        &self,
        request: Request<Incoming>,
        slot: &Slot,
    ) -> impl Future<Output = Answer> + Send;
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) response: Response<Bytes>,
    /// The memory that it occupies until the client has it.
    pub(crate) charge: Charge,
    /// Its body, where that is streamed.
    pub(crate) stream: Option<crate::ByteStream>,
}

impl Clients {
    /// At most this number of connections at once; each client may let the server wait for this time.
    pub(crate) fn new(connections: usize, client_timeout: Duration) -> Self {
        Self {
            client_timeout,
            connections: Connections::new(connections),
            memory: Memory::new(),
        }
    }

    /// Reads a body; `None` if it has more than `limit` bytes.
    ///
    /// # Errors
    ///
    /// When it does not come in time or whole, or there is no memory for it.
    pub(crate) async fn receive(
        &self,
        body: Incoming,
        limit: usize,
        slot: &Slot,
    ) -> Result<(Option<Bytes>, Charge), Refusal> {
        if body.is_end_stream() {
            return Ok((Some(Bytes::new()), Charge::default()));
        }
        slot.receiving();
        let read = timeout(self.client_timeout, self.read(body, limit, slot)).await;
        read.unwrap_or(Err(Refusal::BodyLate(self.client_timeout)))
    }

    async fn read(
        &self,
        mut body: Incoming,
        limit: usize,
        slot: &Slot,
    ) -> Result<(Option<Bytes>, Charge), Refusal> {
        let dropped_limit = DROPPED * limit;
        let announced = body.size_hint().lower();
        if announced > dropped_limit as u64 {
            return Ok((None, Charge::default()));
        }
        let expected = usize::try_from(announced).map_or(EXPECTED, |size| size.min(EXPECTED));
        let (mut bytes, mut size) = (Vec::new(), 0_usize);
        let mut charge = Charge::default();
        while size <= dropped_limit
            && let Some(frame) = body.frame().await
        {
            slot.receiving();
            let Ok(data) = frame.map_err(Refusal::BodyBroken)?.into_data() else {
                continue;
            };
            if size == 0 && body.is_end_stream() && data.len() <= limit {
                return Ok((Some(data), charge));
            }
            size += data.len();
            if size <= limit {
                self.memory.cover(&mut charge, size)?;
                if bytes.is_empty() {
                    bytes.reserve(expected);
                }
                bytes.extend_from_slice(&data);
            } else {
                (bytes, charge) = (Vec::new(), Charge::default());
            }
        }
        Ok(((size <= limit).then(|| bytes.into()), charge))
    }

    /// The memory for an answer of this size.
    ///
    /// # Errors
    ///
    /// When there is none left.
    pub(crate) fn cover(&self, size: usize) -> Result<Charge, Refusal> {
        let mut charge = Charge::default();
        self.memory.cover(&mut charge, size)?;
        Ok(charge)
    }
}
