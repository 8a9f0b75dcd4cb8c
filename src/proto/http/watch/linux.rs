//! An epoll of ours, inside another one that the scheduler watches: while a thread that has nothing else to do looks out,
//! the outer one does not tell of the inner one, and the I/O thread sleeps on. Edges are told once each, so what is known
//! of a socket is kept (`ready`), and forgotten before it is tried: an edge that comes meanwhile is not lost.

use super::super::signal::Signal;
use super::Attention;
use crate::proto::{Awaited, Interrupt};
use crate::sync::{Arc, Mutex, lock};
use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, Event, EventData, EventFlags};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use socket2::SockRef;
use std::collections::HashMap;
use std::io::{self, ErrorKind, IoSlice};
use std::mem::MaybeUninit;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::SeqCst};
use std::task::{Context, Poll, Waker, ready};
use tokio::io::ReadBuf;
use tokio::net::unix::pipe;

const READ: u8 = 1;
const WRITE: u8 = 2;
/// The server sends no more. That is told once, and what it sent before may have to be read first.
const OVER: u8 = 4;

/// What is worth trying after this happened.
fn kinds(happened: EventFlags) -> u8 {
    let errors = EventFlags::ERR | EventFlags::HUP;
    let of = |kind: u8, flags: EventFlags| if happened.intersects(flags) { kind } else { 0 };
    of(READ, EventFlags::IN | errors)
        | of(WRITE, EventFlags::OUT | errors)
        | of(OVER, EventFlags::RDHUP | EventFlags::HUP)
}

/// Whether one of the wanted kinds is worth trying.
fn worth(ready: u8, wanted: u8) -> bool {
    ready & wanted != 0 || ready & OVER != 0 && wanted & READ != 0
}

/// Events taken from the kernel at once.
const EVENTS: usize = 64;

/// In place of a socket's: who looks out is to come back.
const COME_BACK: u64 = u64::MAX;

/// The sockets of an application.
pub struct Watch {
    epoll: OwnedFd,
    /// What the scheduler watches.
    outer: OwnedFd,
    /// Tells of [`COME_BACK`], whoever takes events, until the one that looks out has taken it.
    come_back: Signal,
    sockets: Mutex<HashMap<u64, Arc<Watched>>>,
    next: AtomicU64,
    /// What interrupts threads that wait, while it is not used: as many as ever waited at once.
    signals: Mutex<Vec<Arc<Signal>>>,
}

impl Watch {
    pub fn new() -> io::Result<Arc<Watch>> {
        let new = || epoll::create(epoll::CreateFlags::CLOEXEC);
        let (epoll, outer, come_back) = (new()?, new()?, Signal::new()?);
        epoll::add(&epoll, &come_back, EventData::new_u64(COME_BACK), EventFlags::IN)?;
        epoll::add(&outer, &epoll, EventData::new_u64(0), EventFlags::IN)?;
        Ok(Arc::new(Watch {
            epoll,
            outer,
            come_back,
            sockets: Mutex::default(),
            next: AtomicU64::new(0),
            signals: Mutex::default(),
        }))
    }

    /// Takes a socket over.
    pub fn adopt(self: &Arc<Self>, stream: tokio::net::TcpStream) -> io::Result<Arc<Watched>> {
        let watched = Arc::new(Watched {
            stream: stream.into_std()?,
            key: self.next.fetch_add(1, SeqCst),
            watch: self.clone(),
            ready: AtomicU8::new(READ | WRITE),
            wanted: AtomicU8::new(0),
            attention: Mutex::new(Attended::default()),
            tells_all: AtomicBool::new(true),
        });
        lock(&self.sockets).insert(watched.key, watched.clone());
        if let Err(error) = epoll::add(&self.epoll, &watched.stream, watched.data(), ALL) {
            lock(&self.sockets).remove(&watched.key);
            return Err(error.into());
        }
        Ok(watched)
    }

    /// Wakes whoever wants to be woken, for as long as the I/O thread runs.
    pub async fn serve(self: Arc<Self>) {
        // The scheduler takes it for a pipe, of which it only wants to know when it is readable.
        let counterpart = self.outer.try_clone().and_then(pipe::Receiver::from_owned_fd_unchecked);
        let Ok(counterpart) = counterpart else { return };
        let mut events: Vec<Event> = Vec::with_capacity(EVENTS);
        while counterpart.readable().await.is_ok() {
            events.clear();
            let take = || {
                let count =
                    epoll::wait(&self.epoll, spare_capacity(&mut events), Some(&Timespec::default()))?;
                // Where there may be more, it stays readable.
                if count < EVENTS { Err(ErrorKind::WouldBlock.into()) } else { Ok(()) }
            };
            match counterpart.try_io(take) {
                Err(error) if !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                    return;
                }
                _ => events.iter().for_each(|event| self.tell(event)),
            }
        }
    }

    pub fn has_lookout(&self) -> bool {
        true
    }

    /// See [`crate::proto::Lookout`].
    pub fn look_out(&self, back: &dyn Fn()) -> bool {
        if self.scheduler_is_told(false).is_err() {
            return false;
        }
        let mut room = [MaybeUninit::uninit(); EVENTS];
        let taken = epoll::wait(&self.epoll, &mut room, None);
        let events = taken.map_or(&[][..], |(events, _)| events);
        if events.iter().any(|event| event.data.u64() == COME_BACK) {
            self.come_back.clear();
        }
        self.hand_over(events, back);
        true
    }

    /// What comes from now on is the scheduler's. What came meanwhile the outer epoll may keep to itself, if it has told of
    /// something earlier that nobody took from it.
    fn hand_over(&self, events: &[Event], back: &dyn Fn()) {
        let _ = self.scheduler_is_told(true);
        back();
        events.iter().for_each(|event| self.tell(event));
        let mut room = [MaybeUninit::uninit(); EVENTS];
        while let Ok((rest, _)) = epoll::wait(&self.epoll, &mut room, Some(&Timespec::default())) {
            rest.iter().for_each(|event| self.tell(event));
            if rest.len() < EVENTS {
                return;
            }
        }
    }

    pub fn interrupt(&self) {
        self.come_back.raise();
    }

    fn scheduler_is_told(&self, told: bool) -> rustix::io::Result<()> {
        let events = if told { EventFlags::IN } else { EventFlags::empty() };
        epoll::modify(&self.outer, &self.epoll, EventData::new_u64(0), events)
    }

    fn tell(&self, event: &Event) {
        let socket = lock(&self.sockets).get(&event.data.u64()).cloned();
        if let Some(socket) = socket {
            socket.happened(event.flags);
        }
    }
}

/// Everything that can happen, and only the end of the connection, each once.
const ALL: EventFlags = EventFlags::IN.union(EventFlags::OUT).union(END);
const END: EventFlags = EventFlags::RDHUP.union(EventFlags::ET);

/// Whom it concerns.
struct Attended {
    by: Attention,
    read: Option<Waker>,
    write: Option<Waker>,
    /// Somebody wanted to be woken.
    asked: bool,
}

impl Default for Attended {
    fn default() -> Self {
        Self { by: Attention::Wake, read: None, write: None, asked: false }
    }
}

impl Attended {
    /// Sets whom to wake. What was there before is not to be dropped under the lock: it may be the last of its kind.
    fn set(&mut self, kind: u8, waker: &Waker) -> Option<Waker> {
        self.asked = true;
        let place = if kind == READ { &mut self.read } else { &mut self.write };
        if place.as_ref().is_some_and(|before| before.will_wake(waker)) {
            None
        } else {
            place.replace(waker.clone())
        }
    }
}

/// A socket. Used by one thread at a time, and told of by others.
pub struct Watched {
    stream: TcpStream,
    key: u64,
    watch: Arc<Watch>,
    /// READ, WRITE: it is worth trying. OVER stays.
    ready: AtomicU8,
    /// READ, WRITE: its last try was in vain, by hand.
    wanted: AtomicU8,
    attention: Mutex<Attended>,
    /// The epoll tells of data, too.
    tells_all: AtomicBool,
}

impl Watched {
    fn data(&self) -> EventData {
        EventData::new_u64(self.key)
    }

    pub fn options(&self) -> SockRef<'_> {
        SockRef::from(&self.stream)
    }

    /// Who sees to it from now on. Nobody else is woken any more.
    pub fn attend(&self, by: Attention) {
        let before = std::mem::replace(&mut *lock(&self.attention), Attended { by, ..Attended::default() });
        if before.by == Attention::ByHand && !before.asked {
            // It was done without, and will be: a fast answer may come before its reader waits, each time.
            let _ = self.tell_all(false);
        }
        drop(before);
        self.wanted.store(0, SeqCst);
        if by != Attention::Rest && !self.tells_all.load(SeqCst) && self.has_something() {
            self.ready.fetch_or(READ, SeqCst);
        }
    }

    /// Blocks until one of the kinds is ready, or it is interrupted; says what is ready.
    fn wait(&self, wanted: u8, interrupt: &Signal) -> u8 {
        let mut flags = PollFlags::RDHUP;
        flags.set(PollFlags::IN, wanted & READ != 0);
        flags.set(PollFlags::OUT, wanted & WRITE != 0);
        let mut both = [PollFd::new(&self.stream, flags), PollFd::new(interrupt, PollFlags::IN)];
        // A signal is answered by looking once more.
        let _ = poll(&mut both, None);
        // The flags of both calls are the same.
        kinds(EventFlags::from_bits_retain(both[0].revents().bits().cast_unsigned().into()))
    }

    /// Nobody is told, while only the end is, that a server sends what was not asked for.
    fn has_something(&self) -> bool {
        !matches!(self.stream.peek(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock)
    }

    pub fn awaited(self: &Arc<Self>) -> Option<Arc<dyn Awaited>> {
        Some(self.clone())
    }

    /// What is waited for, by hand: an answer, where nothing else is known.
    fn wanted(&self) -> u8 {
        match self.wanted.load(SeqCst) {
            0 => READ,
            wanted => wanted,
        }
    }

    fn happened(&self, flags: EventFlags) {
        let ready = kinds(flags);
        self.ready.fetch_or(ready, SeqCst);
        let mut attended = lock(&self.attention);
        let read = attended.read.take_if(|_| ready & (READ | OVER) != 0);
        let write = attended.write.take_if(|_| ready & WRITE != 0);
        drop(attended);
        [read, write].into_iter().flatten().for_each(Waker::wake);
    }

    fn tell_all(&self, all: bool) -> io::Result<()> {
        if self.tells_all.swap(all, SeqCst) != all {
            let events = if all { ALL } else { END };
            let told = epoll::modify(&self.watch.epoll, &self.stream, self.data(), events);
            told.inspect_err(|_| self.tells_all.store(!all, SeqCst))?;
        }
        Ok(())
    }

    /// Whether it is worth trying; it is not from then on.
    fn poll_ready(&self, kind: u8, context: &Context<'_>) -> Poll<io::Result<()>> {
        loop {
            if worth(self.ready.fetch_and(!kind, SeqCst), kind) {
                self.wanted.fetch_and(!kind, SeqCst);
                return Poll::Ready(Ok(()));
            }
            let mut attended = lock(&self.attention);
            let by = attended.by;
            if by == Attention::ByHand {
                drop(attended);
                self.wanted.fetch_or(kind, SeqCst);
                return Poll::Pending;
            }
            let before = attended.set(kind, context.waker());
            drop(attended);
            drop(before);
            if by == Attention::Wake {
                self.tell_all(true)?;
            }
            if !worth(self.ready.load(SeqCst), kind) {
                return Poll::Pending;
            }
        }
    }

    /// After a try: None where it was in vain. Otherwise there may be `more`.
    fn tried<T>(&self, kind: u8, result: io::Result<T>, more: impl Fn(&T) -> bool) -> Option<io::Result<T>> {
        match &result {
            Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
            Ok(done) if !more(done) => {}
            _ => drop(self.ready.fetch_or(kind, SeqCst)),
        }
        Some(result)
    }

    fn read(&self, buffer: &mut ReadBuf<'_>) -> io::Result<usize> {
        // SAFETY: what has been initialised stays so.
        let room = unsafe { buffer.unfilled_mut() };
        let count = self.options().recv(room)?;
        // SAFETY: so much was received into it.
        unsafe { buffer.assume_init(count) };
        buffer.advance(count);
        Ok(count)
    }

    pub fn poll_read(&self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let room = buffer.remaining();
        loop {
            ready!(self.poll_ready(READ, context))?;
            // Nothing at all is the end, which stays.
            let more = |count: &usize| *count == room || *count == 0;
            if let Some(read) = self.tried(READ, self.read(buffer), more) {
                return Poll::Ready(read.map(drop));
            }
        }
    }

    pub fn poll_write(&self, context: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.poll_ready(WRITE, context))?;
            // std's own would raise SIGPIPE, and this may be a thread of the application's.
            let written = self.options().send_vectored_with_flags(parts, libc::MSG_NOSIGNAL);
            // Only a try in vain makes the kernel tell that there is room again.
            if let Some(written) = self.tried(WRITE, written, |_| true) {
                return Poll::Ready(written);
            }
        }
    }

    /// The socket is its one owner's no longer.
    pub fn leave(&self) {
        if lock(&self.watch.sockets).remove(&self.key).is_some() {
            // A thread may be waiting for it.
            let _ = epoll::delete(&self.watch.epoll, &self.stream);
        }
    }
}

impl Awaited for Watched {
    fn wake(&self, waker: &Waker) {
        let wanted = self.wanted();
        let mut attended = lock(&self.attention);
        let before =
            [READ, WRITE].map(|kind| if wanted & kind != 0 { attended.set(kind, waker) } else { None });
        drop(attended);
        drop(before);
        let told = self.tell_all(true);
        if told.is_err() || worth(self.ready.load(SeqCst), wanted) {
            waker.wake_by_ref();
        }
    }

    fn block(&self, interrupt: &Interrupt) -> bool {
        let wanted = self.wanted();
        // The next answer wakes nobody else, even where this one was faster than us.
        if self.tell_all(false).is_err() {
            return false;
        }
        if worth(self.ready.load(SeqCst), wanted) {
            return true;
        }
        let kept = lock(&self.watch.signals).pop();
        let Ok(signal) = kept.map_or_else(|| Signal::new().map(Arc::new), Ok) else { return false };
        if interrupt.begin(signal.clone().into()) {
            self.ready.fetch_or(self.wait(wanted, &signal), SeqCst);
            if interrupt.end() {
                signal.clear();
            }
        }
        lock(&self.watch.signals).push(signal);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::net::TcpListener;
    use std::sync::mpsc::{Receiver, channel};
    use std::task::Wake;
    use std::time::Duration;

    const HANG: Duration = Duration::from_secs(50);

    /// Runs with a socket that nobody but the test sees to, and its server.
    fn with_socket(test: impl FnOnce(Arc<Watched>, TcpStream)) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        let stream = runtime.block_on(tokio::net::TcpStream::connect(address)).expect("connects");
        let (server, _) = listener.accept().expect("accepted");
        let watch = Watch::new().expect("a watch");
        let watched = runtime.block_on(async { watch.adopt(stream) }).expect("watched");
        watched.attend(Attention::ByHand);
        test(watched, server);
    }

    fn read(socket: &Watched, room: usize) -> Poll<usize> {
        let mut bytes = vec![0; room];
        let mut buffer = ReadBuf::new(&mut bytes);
        let polled = socket.poll_read(&mut Context::from_waker(Waker::noop()), &mut buffer);
        polled.map(|read| read.map(|()| buffer.filled().len()).expect("read"))
    }

    /// Blocks on another thread; what comes when it ends is whether it could.
    fn block(socket: &Arc<Watched>) -> Receiver<bool> {
        interruptible(socket, &Arc::default())
    }

    fn interruptible(socket: &Arc<Watched>, interrupt: &Arc<Interrupt>) -> Receiver<bool> {
        let ((ended, end), socket, interrupt) = (channel(), socket.clone(), interrupt.clone());
        std::thread::spawn(move || ended.send(socket.block(&interrupt)));
        end
    }

    #[test]
    fn thread_that_waits_is_told_of_data_and_of_the_end() {
        with_socket(|socket, mut server| {
            assert!(read(&socket, 10).is_pending());
            let end = block(&socket);
            server.write_all(b"three").expect("written");
            assert_eq!(end.recv_timeout(HANG), Ok(true));
            assert_eq!(read(&socket, 10), Poll::Ready(5));
            assert!(read(&socket, 10).is_pending());
            let end = block(&socket);
            // The end comes with the data, and is told once.
            server.write_all(b"four").expect("written");
            drop(server);
            assert_eq!(end.recv_timeout(HANG), Ok(true));
            assert_eq!(read(&socket, 10), Poll::Ready(4));
            if read(&socket, 10).is_pending() {
                assert_eq!(block(&socket).recv_timeout(HANG), Ok(true));
            }
            assert_eq!([read(&socket, 10), read(&socket, 10)], [Poll::Ready(0); 2]);
        });
    }

    #[test]
    fn whoever_waits_by_hand_is_the_only_one_told_of_the_next_data_however_fast_the_first_came() {
        with_socket(|socket, mut server| {
            assert!(read(&socket, 10).is_pending());
            // The I/O thread was told before the thread came to wait.
            socket.happened(EventFlags::IN);
            assert!(socket.tells_all.load(SeqCst));
            assert_eq!(block(&socket).recv_timeout(HANG), Ok(true));
            assert!(!socket.tells_all.load(SeqCst));
            server.write_all(b"three").expect("written");
            assert_eq!(read(&socket, 10), Poll::Ready(5));
        });
    }

    #[test]
    fn whoever_had_his_answer_without_waiting_is_not_told_of_the_next_but_who_was_woken_is() {
        with_socket(|socket, _server| {
            let told = || socket.tells_all.load(SeqCst);
            socket.wake(Waker::noop());
            socket.attend(Attention::Rest);
            assert!(told(), "the next one will want to be woken, too");
            socket.attend(Attention::ByHand);
            socket.attend(Attention::Rest);
            assert!(!told());
            socket.attend(Attention::ByHand);
            socket.wake(Waker::noop());
            assert!(told());
        });
    }

    #[test]
    fn thread_that_waits_is_interrupted_and_so_is_one_that_comes_later() {
        with_socket(|socket, mut server| {
            let interrupt = Arc::new(Interrupt::default());
            for _ in 0..100 {
                assert!(read(&socket, 10).is_pending());
                let end = interruptible(&socket, &interrupt);
                // Before or after it began to wait.
                interrupt.raise();
                assert_eq!(end.recv_timeout(HANG), Ok(true));
                assert!(read(&socket, 10).is_pending());
            }
            // It counts once.
            let end = interruptible(&socket, &interrupt);
            server.write_all(b"three").expect("written");
            assert_eq!(end.recv_timeout(HANG), Ok(true));
            assert_eq!(read(&socket, 10), Poll::Ready(5));
            assert!(lock(&socket.watch.signals).len() <= 1, "what was used is used again");
        });
    }

    /// The scheduler is told of something.
    fn is_told(watch: &Watch, limit: Timespec) -> bool {
        let mut room = [MaybeUninit::uninit(); 1];
        !epoll::wait(&watch.outer, &mut room, Some(&limit)).expect("waited").0.is_empty()
    }

    #[test]
    fn who_looks_out_wakes_and_nobody_else_is_told_until_it_is_back() {
        with_socket(|socket, mut server| {
            let watch = socket.watch.clone();
            let (now, long) = (Timespec::default(), Timespec { tv_sec: 50, tv_nsec: 0 });
            let count = Arc::new(Count(AtomicU64::new(0)));
            assert!(read(&socket, 10).is_pending());
            socket.wake(&count.clone().into());
            // There is room to write, which was told already.
            while is_told(&watch, now) {
                let back = AtomicBool::new(false);
                assert!(watch.look_out(&|| back.store(true, SeqCst)));
                assert!(back.load(SeqCst));
            }
            let (of_thread, of_count, (told, seen)) = (watch.clone(), count.clone(), channel());
            let thread = std::thread::spawn(move || {
                while of_count.0.load(SeqCst) == 0 {
                    assert!(of_thread.look_out(&|| told.send(of_count.0.load(SeqCst)).expect("heard")));
                }
            });
            server.write_all(b"three").expect("written");
            assert_eq!(seen.recv_timeout(HANG), Ok(0), "it is back before anybody is woken");
            thread.join().expect("it ends");
            assert_eq!(read(&socket, 10), Poll::Ready(5));
            assert!(!is_told(&watch, now));
            server.write_all(b"three").expect("written");
            assert!(is_told(&watch, long), "nobody looks out");
            assert!(watch.look_out(&|| ()));
            // It is interrupted though the scheduler has seen that before it began, and once.
            watch.interrupt();
            let mut room = [MaybeUninit::uninit(); EVENTS];
            assert_eq!(epoll::wait(&watch.epoll, &mut room, Some(&now)).expect("waited").0.len(), 1);
            assert!(watch.look_out(&|| ()));
            assert!(!is_told(&watch, now));
            // While one looks out, the scheduler is told of nothing.
            watch.scheduler_is_told(false).expect("changed");
            server.write_all(b"three").expect("written");
            let long = Some(&long);
            assert_eq!(poll(&mut [PollFd::new(&watch.epoll, PollFlags::IN)], long), Ok(1));
            assert!(!is_told(&watch, now));
            watch.scheduler_is_told(true).expect("changed");
            assert!(is_told(&watch, now));
        });
    }

    #[test]
    fn what_comes_while_the_scheduler_is_not_told_is_told_in_the_end() {
        with_socket(|socket, mut server| {
            let watch = socket.watch.clone();
            let long = Timespec { tv_sec: 50, tv_nsec: 0 };
            let count = Arc::new(Count(AtomicU64::new(0)));
            // Told once of something that it then takes from the inner one, as the scheduler does.
            let scheduler = epoll::create(epoll::CreateFlags::CLOEXEC).expect("made");
            epoll::add(&scheduler, &watch.outer, EventData::new_u64(0), EventFlags::IN | EventFlags::ET)
                .expect("watched");
            let mut room = [MaybeUninit::uninit(); EVENTS];
            assert_eq!(epoll::wait(&scheduler, &mut room, Some(&long)).expect("waited").0.len(), 1);
            assert_eq!(epoll::wait(&watch.epoll, &mut room, Some(&long)).expect("waited").0.len(), 1);
            watch.scheduler_is_told(false).expect("changed");
            assert!(read(&socket, 10).is_pending());
            socket.wake(&count.clone().into());
            server.write_all(b"three").expect("written");
            assert_eq!(poll(&mut [PollFd::new(&watch.epoll, PollFlags::IN)], Some(&long)), Ok(1));
            watch.hand_over(&[], &|| ());
            assert_eq!(count.0.load(SeqCst), 1);
        });
    }

    #[test]
    fn what_fills_its_room_is_followed_by_the_rest() {
        with_socket(|socket, mut server| {
            let much = 300_000;
            let sent = std::thread::spawn(move || server.write_all(&vec![7; much]).map(|()| server));
            let mut all = 0;
            while all < much {
                match read(&socket, 100_000) {
                    Poll::Ready(count) => all += count,
                    Poll::Pending => assert_eq!(block(&socket).recv_timeout(HANG), Ok(true)),
                }
            }
            assert_eq!(all, much);
            assert!(read(&socket, 10).is_pending());
            drop(sent.join().expect("it ends").expect("written"));
        });
    }

    struct Count(AtomicU64);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, SeqCst);
        }
    }

    #[test]
    fn wakers_are_woken_for_what_they_wait_for_and_rest_only_by_the_end() {
        with_socket(|socket, mut server| {
            let watch = socket.watch.clone();
            let count = Arc::new(Count(AtomicU64::new(0)));
            let waker = Waker::from(count.clone());
            // What the I/O thread does, until there is nothing.
            let events = |wanted: u64| {
                let mut events: Vec<Event> = Vec::with_capacity(EVENTS);
                while count.0.load(SeqCst) < wanted {
                    events.clear();
                    let some = Timespec { tv_sec: HANG.as_secs().try_into().expect("it fits"), tv_nsec: 0 };
                    let number = epoll::wait(&watch.epoll, spare_capacity(&mut events), Some(&some));
                    assert!(number.expect("events") > 0, "it hangs");
                    events.iter().for_each(|event| watch.tell(event));
                }
                count.0.load(SeqCst)
            };
            assert!(read(&socket, 10).is_pending());
            socket.wake(&waker);
            server.write_all(b"three").expect("written");
            assert_eq!(events(1), 1);
            assert_eq!(read(&socket, 10), Poll::Ready(5));
            // Whoever asks when it has come already is woken at once, or by what is told of it.
            assert!(read(&socket, 10).is_pending());
            server.write_all(b"three").expect("written");
            socket.wake(&waker);
            assert_eq!(events(2), 2);
            assert_eq!(read(&socket, 10), Poll::Ready(5));
            // At rest, after it was waited for by hand: not by data.
            assert!(read(&socket, 10).is_pending());
            server.write_all(b"three").expect("written");
            assert_eq!(block(&socket).recv_timeout(HANG), Ok(true));
            assert_eq!(read(&socket, 10), Poll::Ready(5));
            socket.attend(Attention::Rest);
            let mut bytes = [0; 10];
            let polled = socket.poll_read(&mut Context::from_waker(&waker), &mut ReadBuf::new(&mut bytes));
            assert!(polled.is_pending());
            server.write_all(b"three").expect("written");
            let mut none: Vec<Event> = Vec::with_capacity(EVENTS);
            let now = Timespec::default();
            let _ = epoll::wait(&watch.epoll, spare_capacity(&mut none), Some(&now)).expect("events");
            none.iter().for_each(|event| watch.tell(event));
            assert_eq!(count.0.load(SeqCst), 2);
            // But whoever takes it then finds it.
            socket.attend(Attention::ByHand);
            assert_eq!(read(&socket, 10), Poll::Ready(5));
            socket.attend(Attention::Rest);
            let polled = socket.poll_read(&mut Context::from_waker(&waker), &mut ReadBuf::new(&mut bytes));
            assert!(polled.is_pending());
            drop(server);
            assert_eq!(events(3), 3);
            socket.leave();
            assert!(lock(&watch.sockets).is_empty());
        });
    }
}
