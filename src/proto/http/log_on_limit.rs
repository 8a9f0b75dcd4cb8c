//! The time that a log-on has, over all of its legs.

use super::failure::{Failure, Phase};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// From the first wait for a KDC, or for the server's word, to the end of the log-on.
const LIMIT: Duration = Duration::from_secs(15);

/// Runs from the first thing that is waited for.
#[derive(Default)]
pub struct LogOnLimit(Option<Instant>);

impl LogOnLimit {
    /// Waits for a part of the log-on, in memory of its own: a connection that is logged on needs none of it.
    pub fn keep<T>(
        &mut self,
        part: impl Future<Output = Result<T, Failure>>,
    ) -> impl Future<Output = Result<T, Failure>> {
        let until = *self.0.get_or_insert_with(|| Instant::now() + LIMIT);
        let part = Box::pin(part);
        async move {
            let late = |_| Failure::Timeout { phase: Phase::LogOn, after: LIMIT };
            timeout_at(until, part).await.map_err(late)?
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::auth::{Authenticator, Cover, Event, LogOn, Secret, Step, Target};
    use super::super::connect::tests::in_no_time;
    use super::super::driver::Shared;
    use super::super::exchange::{Post, Slot};
    use super::super::request::perform;
    use super::super::watch::Watch;
    use super::super::{Endpoint, NativeThreads};
    use super::*;
    use crate::sync::Arc;
    use bytes::Bytes;
    use std::net::TcpListener;

    /// Has something to say, and waits for the answer.
    #[derive(Debug)]
    struct Talkative;

    impl LogOn for Talkative {
        fn name(&self) -> &'static str {
            "Talkative"
        }

        fn permitted(&self, _encrypted: bool) -> Result<(), String> {
            Ok(())
        }

        fn begin(&self, _target: &Target) -> Result<Box<dyn Authenticator>, String> {
            Ok(Box::new(Talkative))
        }
    }

    impl Authenticator for Talkative {
        fn step(&mut self, _event: Event) -> Step {
            Step::Authorize(Secret(b"Talkative first".to_vec()))
        }

        fn cover(&mut self, _content_type: &str, _body: &[u8]) -> Result<Cover, String> {
            Ok(Cover::Withheld)
        }
    }

    #[test]
    fn silent_server_has_fifteen_seconds_to_answer_a_log_on() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let mut endpoint = Endpoint::new("127.0.0.1", port, "/wsman");
        endpoint.log_on.push(Arc::new(Talkative));
        let post = Post {
            endpoint: Arc::new(endpoint),
            content_type: "text/plain",
            body: Bytes::from_static(b"body"),
            deadline: std::time::Instant::now() + Duration::from_secs(600),
            repeatable: false,
            limit: 1000,
            streamed: false,
            anonymous: false,
        };
        let shared = Shared::new(Arc::default(), Watch::new().expect("a watch"), Arc::new(NativeThreads));
        let (failure, took) = in_no_time(async {
            let started = Instant::now();
            (perform(&shared, &post, &Slot::default()).await.err(), started.elapsed())
        });
        let Some(Failure::Timeout { phase: Phase::LogOn, after }) = failure else { panic!("{failure:?}") };
        assert_eq!((after, took.as_secs()), (LIMIT, 15));
    }
}
