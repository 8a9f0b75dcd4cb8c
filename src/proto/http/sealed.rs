//! Sealed parts of a streamed answer: each is a multipart body of its own (MS-WSMV 2.2.9.1, 3.2.4.2.1).

use super::auth::Authenticator;
use super::exchange::Slot;
use super::failure::Failure;

/// What ends a sealed part; its boundary is fixed.
const END: &[u8] = b"--Encrypted Boundary--\r\n";

/// Opens part after part.
pub struct Sealed<'a> {
    authenticator: &'a mut dyn Authenticator,
    status: u16,
    content_type: String,
    limit: usize,
    buffer: Vec<u8>,
    /// How far the buffer has been searched.
    searched: usize,
}

impl<'a> Sealed<'a> {
    /// `status` and `content_type` are the answer's, `limit` is that of one part.
    pub fn new(
        authenticator: &'a mut dyn Authenticator,
        status: u16,
        content_type: String,
        limit: usize,
    ) -> Self {
        Self { authenticator, status, content_type, limit, buffer: Vec::new(), searched: 0 }
    }

    /// Takes bytes; what is whole goes to the slot. False where nobody reads it.
    pub fn opened(&mut self, bytes: &[u8], slot: &Slot) -> Result<bool, Failure> {
        self.buffer.extend_from_slice(bytes);
        let mut read = true;
        while let Some(at) = memchr::memmem::find(&self.buffer[self.searched..], END) {
            let rest = self.buffer.split_off(self.searched + at + END.len());
            let part = std::mem::replace(&mut self.buffer, rest);
            self.searched = 0;
            let opened = self.authenticator.unseal(&self.content_type, part);
            let (content_type, plain) = opened.map_err(|reason| Failure::Malformed {
                reason: format!("a sealed part cannot be opened: {reason}"),
            })?;
            slot.head(self.status, content_type);
            read = slot.part(&plain);
        }
        if self.buffer.len() > self.limit {
            return Err(Failure::TooLarge { limit: self.limit });
        }
        self.searched = self.buffer.len().saturating_sub(END.len() - 1);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::super::auth::{Challenge, Step};
    use super::*;

    /// Opens what is between two marks.
    struct Marks;

    impl Authenticator for Marks {
        fn before_request(&mut self) -> Step {
            Step::Ready
        }
        fn challenged(&mut self, _: &[Challenge]) -> Step {
            Step::Ready
        }
        fn unseal(&mut self, _: &str, body: Vec<u8>) -> Result<(String, Vec<u8>), String> {
            let text = String::from_utf8(body).map_err(|error| error.to_string())?;
            let inner = text.split('|').nth(1).ok_or("no marks")?;
            Ok(("text/xml".into(), inner.as_bytes().to_vec()))
        }
    }

    #[test]
    fn parts_are_opened_one_by_one() {
        let whole = "head|<one>|--Encrypted Boundary--\r\nhead|<two>|--Encrypted Boundary--\r\n";
        for step in [1, 10, 1000] {
            let (slot, mut marks) = (Slot::default(), Marks);
            let mut sealed = Sealed::new(&mut marks, 200, "multipart/encrypted".into(), 100);
            for bytes in whole.as_bytes().chunks(step) {
                assert!(sealed.opened(bytes, &slot).expect("opens"));
            }
            assert_eq!(slot.waiting(), "<one><two>".len(), "{step}");
        }
        let (slot, mut marks) = (Slot::default(), Marks);
        let mut sealed = Sealed::new(&mut marks, 200, "multipart/encrypted".into(), 100);
        assert!(matches!(sealed.opened(&[b'x'; 101], &slot), Err(Failure::TooLarge { .. })));
        let mut sealed = Sealed::new(&mut marks, 200, "multipart/encrypted".into(), 100);
        assert!(matches!(sealed.opened(END, &slot), Err(Failure::Malformed { .. })));
    }
}
