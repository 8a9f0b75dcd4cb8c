//! A request on a connection that is open and logged on, performed by whoever asks: no other thread has to be woken to
//! send it.
//!
//! Whoever polls it sees to the socket ([`crate::proto::Awaited`]); the I/O thread tells when the time is over. Whatever is
//! not as simple as question and answer (a dead connection, another log-on) is the I/O thread's from the start.

use super::auth::{Cover, Event, Step};
use super::exchange::{Post, Slot};
use super::failure::{Failure, Phase};
use super::pool::{Connection, Pool};
use super::receive::receive;
use super::request::{cover, of_headers, request, send};
use crate::sync::Arc;
use hyper::header;
use std::pin::Pin;

/// How it ended.
pub enum Ended {
    Done(Result<Vec<u8>, Failure>),
    /// Not here: nothing was sent, or it may be sent again.
    Elsewhere,
}

/// The request under way. Holds the connection until it has ended.
pub type Warm = Pin<Box<dyn Future<Output = Ended> + Send>>;

pub fn begin(pool: Arc<Pool>, id: u64, connection: Connection, post: Arc<Post>, slot: Arc<Slot>) -> Warm {
    let given_back = GivenBack { pool, id };
    Box::pin(async move {
        let mut connection = connection;
        let ended = perform(&mut connection, &post, &slot).await;
        if let Ended::Done(Ok(_)) = ended {
            given_back.pool.put(post.endpoint.id, connection);
        }
        ended
    })
}

/// However it ends, nobody is to be woken at its deadline any more.
struct GivenBack {
    pool: Arc<Pool>,
    id: u64,
}

impl Drop for GivenBack {
    fn drop(&mut self) {
        self.pool.take_back(self.id);
    }
}

async fn perform(connection: &mut Connection, post: &Post, slot: &Slot) -> Ended {
    match on(connection, post, slot).await {
        Ok(Some(body)) => Ended::Done(Ok(body)),
        Ok(None) => Ended::Elsewhere,
        Err(Failure::Lost { .. }) if post.repeatable => Ended::Elsewhere,
        Err(failure) => Ended::Done(Err(failure)),
    }
}

async fn on(connection: &mut Connection, post: &Post, slot: &Slot) -> Result<Option<Vec<u8>>, Failure> {
    let authorization = match &mut connection.log_on {
        None => None,
        Some(current) => {
            current.authenticator.body(&post.body);
            match current.authenticator.step(Event::Request) {
                Step::Authorize(secret) => Some(secret),
                Step::Ready => None,
                Step::Failed(_) => return Ok(None),
            }
        }
    };
    let cover = cover(connection, post)?;
    let sealed = match cover {
        Cover::Clear => false,
        Cover::Sealed { .. } => true,
        Cover::Withheld => return Ok(None),
    };
    let request = request(post, cover, authorization, &connection.withheld)?;
    slot.phase(Phase::Wait);
    let Some(answer) = send(connection, request, slot).await? else { return Ok(None) };
    let challenges = of_headers(answer.headers(), header::WWW_AUTHENTICATE);
    // Only the log-on was looked at: it may be asked again.
    if answer.status().as_u16() == 401 {
        return Ok(None);
    }
    if let Some(current) = &mut connection.log_on
        && let Step::Failed(reason) = current.authenticator.step(Event::Accepted(challenges))
    {
        let name = post.endpoint.log_on[current.index].name();
        return Err(Failure::Unauthorized { offered: Vec::new(), tried: vec![format!("{name} ({reason})")] });
    }
    receive(answer, sealed, post, slot, connection).await.map(Some)
}
