//! Credentials below HTTP: hyper's buffers are not wiped, so it writes headers without their value, and the value goes
//! between on its way to the connection, from memory that is.

use super::auth::Secret;
use super::failure::Failure;
use crate::sync::{Arc, Mutex, lock};
use hyper::header::{self, HeaderName, HeaderValue};
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A value and where it belongs.
struct Value {
    /// The line as hyper writes it, without a value. It stands nowhere else in a head: no value has a line end in it.
    line: &'static [u8],
    secret: Secret,
    /// How many of hyper's bytes go before it; None until its line has been seen.
    at: Option<usize>,
    /// How much of it went out.
    sent: usize,
}

/// The values of the request that is being sent on a connection.
#[derive(Clone, Default)]
pub struct Withheld(Arc<Mutex<Vec<Value>>>);

impl Withheld {
    /// For the next request.
    pub fn clear(&self) {
        lock(&self.0).clear();
    }

    /// What hyper gets in place of the value of `Authorization` or `Proxy-Authorization`.
    pub fn put(&self, name: &HeaderName, secret: Secret) -> Result<HeaderValue, Failure> {
        let legal = |byte: &u8| matches!(byte, b' '..=b'~' | 0x80..);
        if secret.0.is_empty() || !secret.0.iter().all(legal) {
            return Err(Failure::Settings { reason: "The credentials do not fit into a header.".into() });
        }
        let line: &[u8] = if *name == header::PROXY_AUTHORIZATION {
            b"\r\nProxy-Authorization: \r\n"
        } else {
            b"\r\nAuthorization: \r\n"
        };
        lock(&self.0).push(Value { line, secret, at: None, sent: 0 });
        let mut place = HeaderValue::from_static("");
        place.set_sensitive(true);
        Ok(place)
    }
}

impl Value {
    /// Finds its line in a head that has not been seen yet.
    fn place(&mut self, head: &[u8]) -> io::Result<usize> {
        // A head has few lines.
        let is_line = |start: &usize| head[*start..].starts_with(self.line);
        let found =
            || memchr::memchr_iter(b'\r', head).find(is_line).map(|start| start + self.line.len() - 2);
        let at = self.at.or_else(found);
        self.at = at;
        at.ok_or_else(|| io::Error::other("the head of a request has no place for its credentials"))
    }
}

/// A connection's bytes, with the values in their places.
pub struct Wire<S> {
    stream: S,
    withheld: Withheld,
}

impl<S> Wire<S> {
    pub fn new(stream: S, withheld: Withheld) -> Self {
        Self { stream, withheld }
    }

    pub fn into_inner(self) -> S {
        self.stream
    }
}

/// What goes out: the head in pieces, the values between them, then the other parts.
fn joined<'a>(values: &'a [Value], head: &'a [u8], others: &'a [IoSlice<'a>]) -> Vec<IoSlice<'a>> {
    let (mut all, mut from) = (Vec::with_capacity(values.len() * 2 + 1 + others.len()), 0);
    for value in values {
        let at = value.at.unwrap_or(from);
        all.push(IoSlice::new(&head[from..at]));
        all.push(IoSlice::new(&value.secret.0[value.sent..]));
        from = at;
    }
    all.push(IoSlice::new(&head[from..]));
    all.extend(others.iter().map(|part| IoSlice::new(part)));
    all
}

/// Books what was written; how many of hyper's bytes were among it.
fn sent(values: &mut Vec<Value>, mut count: usize) -> usize {
    let mut own = 0;
    for value in values.iter_mut() {
        let before = count.min(value.at.unwrap_or(own) - own);
        (own, count) = (own + before, count - before);
        if value.at != Some(own) {
            break;
        }
        let within = count.min(value.secret.0.len() - value.sent);
        (value.sent, count) = (value.sent + within, count - within);
        if value.sent < value.secret.0.len() {
            break;
        }
    }
    values.retain(|value| value.sent < value.secret.0.len());
    own += count;
    values.iter_mut().for_each(|value| value.at = value.at.map(|at| at - own));
    own
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let Wire { stream, withheld } = self.get_mut();
        let values = &mut *lock(&withheld.0);
        let first = parts.iter().position(|part| !part.is_empty());
        let Some(first) = first.filter(|_| !values.is_empty()) else {
            return Pin::new(stream).poll_write_vectored(context, parts);
        };
        let head: &[u8] = &parts[first];
        values.iter_mut().try_for_each(|value| value.place(head).map(drop))?;
        values.sort_by_key(|value| value.at);
        loop {
            let all = joined(values, head, &parts[first + 1..]);
            let count = ready!(Pin::new(&mut *stream).poll_write_vectored(context, &all))?;
            drop(all);
            match sent(values, count) {
                // Part of a value: hyper's bytes are still to come.
                0 if count > 0 => {}
                own => return Poll::Ready(Ok(own)),
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Waker;

    /// Takes so many bytes at a time.
    struct Slow(usize, Vec<u8>);

    impl AsyncWrite for Slow {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
            let Slow(step, all) = self.get_mut();
            let taken = bytes.len().min(*step);
            all.extend_from_slice(&bytes[..taken]);
            Poll::Ready(Ok(taken))
        }

        fn poll_write_vectored(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            parts: &[IoSlice<'_>],
        ) -> Poll<io::Result<usize>> {
            let Slow(step, all) = self.get_mut();
            let bytes: Vec<u8> = parts.iter().flat_map(|part| part.to_vec()).collect();
            let taken = bytes.len().min(*step);
            all.extend_from_slice(&bytes[..taken]);
            Poll::Ready(Ok(taken))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    const HEAD: &[u8] =
        b"POST /wsman HTTP/1.1\r\nHost: h\r\nProxy-Authorization: \r\nAuthorization: \r\nContent-Length: 4\r\n\r\n";

    /// One request in two parts, as hyper writes it.
    fn written(wire: &mut Wire<Slow>, head: &[u8], body: &[u8]) -> io::Result<()> {
        let (mut head, mut body) = (head, body);
        while !head.is_empty() || !body.is_empty() {
            let parts = [IoSlice::new(head), IoSlice::new(body)];
            let mut context = Context::from_waker(Waker::noop());
            let Poll::Ready(written) = Pin::new(&mut *wire).poll_write_vectored(&mut context, &parts) else {
                panic!("it is always ready")
            };
            let count = written?;
            assert!(count > 0, "nothing written");
            let of_head = count.min(head.len());
            (head, body) = (&head[of_head..], &body[count - of_head..]);
        }
        Ok(())
    }

    #[test]
    fn values_are_in_their_places_however_much_is_taken_at_a_time() {
        let plain = |text: &str| Secret(text.as_bytes().to_vec());
        let text = String::from_utf8_lossy(HEAD);
        let expected = text.replace("\r\nAuthorization: ", "\r\nAuthorization: Basic eDp5");
        let expected = expected.replace("Proxy-Authorization: ", "Proxy-Authorization: Basic cHJveHk=");
        for step in 1..200 {
            let withheld = Withheld::default();
            let mut wire = Wire::new(Slow(step, Vec::new()), withheld.clone());
            for _ in 0..2 {
                withheld.clear();
                withheld.put(&header::AUTHORIZATION, plain("Basic eDp5")).expect("a place");
                withheld.put(&header::PROXY_AUTHORIZATION, plain("Basic cHJveHk=")).expect("a place");
                written(&mut wire, HEAD, b"\r\nAuthorization: \r\n").expect("written");
            }
            // The next one needs none.
            withheld.clear();
            written(&mut wire, HEAD, b"body").expect("written");
            let sent = String::from_utf8(wire.into_inner().1).expect("text");
            let with = format!("{expected}\r\nAuthorization: \r\n");
            assert_eq!(sent, format!("{with}{with}{text}body"), "{step}");
        }
    }

    #[test]
    fn value_without_its_place_or_with_a_line_end_does_not_go_out() {
        let withheld = Withheld::default();
        for bad in ["", "Basic x\r\nHost: y", "Basic \u{7f}"] {
            assert!(withheld.put(&header::AUTHORIZATION, Secret(bad.into())).is_err(), "{bad:?}");
        }
        let place = withheld.put(&header::AUTHORIZATION, Secret(b"Basic eDp5".to_vec())).expect("a place");
        assert!(place.is_empty() && place.is_sensitive());
        let mut wire = Wire::new(Slow(100, Vec::new()), withheld);
        written(&mut wire, b"POST / HTTP/1.1\r\nHost: h\r\n\r\n", b"").expect_err("there is no such line");
        assert!(wire.into_inner().1.is_empty());
    }
}
