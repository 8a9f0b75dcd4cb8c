//! The callback pool of an application: library threads that run operations and call the client.
//!
//! A few threads take work at once. One more is always kept spare while a callback runs: where the others all turn
//! out to be blocked in callbacks (known at once for waits of ours, guessed after [`PATIENCE`] otherwise), the
//! spare one takes the work, after a new spare has been made. So the pool grows exactly as callbacks block.
//!
//! Of several idle threads one looks out for what the protocols wait for ([`Lookout`]): what it finds it runs itself,
//! and no other thread has to be woken for that.
//!
//! **Invariant:** a queued callback never waits for a busy one: a spare thread exists before a callback starts.

use super::thread::{Registry, Thread, spawn};
use crate::proto::Lookout;
use crate::sync::{epoch, lock};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Threads that take work without hesitation.
const ACTIVE: usize = 4;
/// How long the spare thread leaves queued work to the busy ones.
const PATIENCE: Duration = Duration::from_millis(10);

/// Something to be run on a library thread.
pub trait Work: Send + Sync {
    fn run(self: Arc<Self>);
}

/// No thread could be made.
#[derive(Debug, PartialEq, Eq)]
pub struct NoThread;

/// The idle thread that looks out.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Scout {
    #[default]
    None,
    /// It is interrupted where no other idle thread is there for new work.
    Out,
    /// It will look into the queue by itself.
    Back,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Arc<dyn Work>>,
    threads: Vec<(u64, Thread)>,
    /// Threads that have left by themselves and wait to be joined.
    left: Vec<Thread>,
    next_thread: u64,
    idle: usize,
    /// Of the idle ones: those that sleep until there is work.
    parked: usize,
    scout: Scout,
    running: usize,
    /// Of the running ones: those that wait inside a blocking call of ours.
    blocked: usize,
    /// Counts pieces of work taken, so that the spare one sees whether the others move.
    taken: u64,
    closed: bool,
}

pub struct Pool {
    state: Mutex<State>,
    work: Condvar,
    registry: Arc<Registry>,
    lookout: Arc<dyn Lookout>,
    /// Of the process whose threads these are.
    epoch: u32,
}

impl Pool {
    pub fn new(registry: Arc<Registry>, lookout: Arc<dyn Lookout>) -> Arc<Pool> {
        let (state, work) = (Mutex::new(State::default()), Condvar::new());
        Arc::new(Pool { state, work, registry, lookout, epoch: epoch() })
    }

    /// Queues work; fails only where it would never be run.
    pub fn submit(self: &Arc<Self>, work: Arc<dyn Work>) -> Result<(), NoThread> {
        let mut state = lock(&self.state);
        let short = state.queue.len() >= state.idle && state.threads.len() - state.blocked < ACTIVE;
        if short || state.threads.is_empty() {
            let made = self.grow(&mut state);
            if made.is_err() && state.threads.is_empty() {
                return made;
            }
        }
        state.queue.push_back(work);
        self.rouse(state);
        Ok(())
    }

    /// Somebody looks into the queue. Whoever takes something and leaves more rouses the next.
    fn rouse(&self, mut state: MutexGuard<'_, State>) {
        match state.scout {
            Scout::Back => {}
            Scout::Out if state.parked == 0 => {
                state.scout = Scout::Back;
                drop(state);
                self.lookout.interrupt();
            }
            _ => {
                drop(state);
                self.work.notify_one();
            }
        }
    }

    /// Makes sure that there is a thread at all: work that is queued later will be run.
    pub fn ensure_thread(self: &Arc<Self>) -> Result<(), NoThread> {
        let mut state = lock(&self.state);
        if state.threads.is_empty() && !state.closed { self.grow(&mut state) } else { Ok(()) }
    }

    /// Makes sure that another thread is free before a callback starts on this one.
    pub fn ensure_spare(self: &Arc<Self>) -> Result<(), NoThread> {
        let mut state = lock(&self.state);
        if state.idle > 0 || state.closed { Ok(()) } else { self.grow(&mut state) }
    }

    /// The calling pool thread blocks inside a call of ours until the guard is dropped.
    pub fn blocked(self: &Arc<Self>) -> Blocked {
        lock(&self.state).blocked += 1;
        self.work.notify_one();
        Blocked(self.clone())
    }

    /// Ends and joins every thread. The queue has run empty by then: whatever is queued holds the application.
    pub fn close(&self) {
        let mut state = lock(&self.state);
        state.closed = true;
        self.work.notify_all();
        if state.scout == Scout::Out {
            self.lookout.interrupt();
        }
        while let Some(thread) = state.left.pop().or_else(|| state.threads.pop().map(|(_, thread)| thread)) {
            drop(state);
            thread.join();
            state = lock(&self.state);
        }
    }

    pub fn thread_count(&self) -> usize {
        lock(&self.state).threads.len()
    }

    fn grow(self: &Arc<Self>, state: &mut MutexGuard<'_, State>) -> Result<(), NoThread> {
        for thread in std::mem::take(&mut state.left) {
            thread.join();
        }
        let pool = self.clone();
        let number = state.next_thread;
        state.next_thread += 1;
        let thread =
            spawn(c"mi-callback", &self.registry, move || pool.serve(number)).map_err(|_| NoThread)?;
        state.threads.push((number, thread));
        // It counts as idle from now on: it will look into the queue before it does anything else.
        state.idle += 1;
        Ok(())
    }

    fn serve(self: Arc<Self>, number: u64) {
        let mut state = lock(&self.state);
        loop {
            let Some((work, rest)) = self.next(state) else { return };
            if !rest.queue.is_empty() {
                self.rouse(rest);
            } else {
                drop(rest);
            }
            work.run();
            if self.epoch != epoch() {
                // A child was forked inside a callback and has returned from it. There is nothing to go back to, and
                // every lock may be held by a thread that did not come along: the thread ends, and with it the child.
                std::mem::forget(self);
                return;
            }
            state = lock(&self.state);
            state.running -= 1;
            state.idle += 1;
            if state.idle > ACTIVE + 1 && state.queue.is_empty() && !state.closed {
                return self.leave(state, number);
            }
        }
    }

    /// After a burst of blocked callbacks the pool shrinks again.
    fn leave(&self, mut state: MutexGuard<'_, State>, number: u64) {
        state.idle -= 1;
        if let Some(at) = state.threads.iter().position(|(other, _)| *other == number) {
            let (_, thread) = state.threads.swap_remove(at);
            state.left.push(thread);
        }
    }

    /// Looks out, as the one idle thread that does; whether it could.
    fn look_out<'a>(&'a self, mut state: MutexGuard<'a, State>) -> (bool, MutexGuard<'a, State>) {
        state.scout = Scout::Out;
        drop(state);
        let could = self.lookout.look_out(&|| lock(&self.state).scout = Scout::Back);
        let mut state = lock(&self.state);
        state.scout = Scout::None;
        (could, state)
    }

    fn park<'a>(&self, mut state: MutexGuard<'a, State>, limit: Option<Duration>) -> MutexGuard<'a, State> {
        state.parked += 1;
        let mut state = match limit {
            Some(limit) => self.work.wait_timeout(state, limit).map_or_else(|p| p.into_inner().0, |r| r.0),
            None => self.work.wait(state).unwrap_or_else(|poisoned| poisoned.into_inner()),
        };
        state.parked -= 1;
        state
    }

    /// Waits for work, as an idle thread. None when the pool is closed.
    fn next<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
    ) -> Option<(Arc<dyn Work>, MutexGuard<'a, State>)> {
        // What the others had taken when this thread, as the spare one, began to leave the queue to them, and when.
        let mut seen: Option<(u64, Instant)> = None;
        loop {
            let reserve = state.idle == 1 && state.running - state.blocked >= ACTIVE;
            let stuck =
                seen.is_some_and(|(taken, since)| taken == state.taken && since.elapsed() >= PATIENCE);
            if !reserve || stuck || state.closed {
                if let Some(work) = state.queue.pop_front() {
                    state.taken += 1;
                    state.idle -= 1;
                    state.running += 1;
                    return Some((work, state));
                }
                if state.closed {
                    state.idle -= 1;
                    return None;
                }
            }
            let leaves = reserve && !state.queue.is_empty();
            // Every submission wakes it: its patience goes on then.
            seen = seen.filter(|(taken, _)| leaves && *taken == state.taken);
            if leaves {
                seen.get_or_insert((state.taken, Instant::now()));
            }
            if !leaves && state.scout == Scout::None && state.idle > 1 && self.lookout.is_there() {
                let (could, after) = self.look_out(state);
                state = after;
                if could || !state.queue.is_empty() || state.closed {
                    continue;
                }
            }
            let limit = seen.map(|(_, since)| PATIENCE.saturating_sub(since.elapsed()));
            state = self.park(state, limit);
        }
    }
}

/// See [`Pool::blocked`].
pub struct Blocked(Arc<Pool>);

impl Drop for Blocked {
    fn drop(&mut self) {
        lock(&self.0.state).blocked -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread::ThreadId;

    const HANG: Duration = Duration::from_secs(50);

    /// Nothing to look out for, or what the test lets come.
    #[derive(Default)]
    struct Sea {
        there: bool,
        /// Who looks out, told each time.
        out: Mutex<Option<Sender<ThreadId>>>,
        what: Mutex<What>,
        changed: Condvar,
    }

    #[derive(Default)]
    struct What {
        interrupted: bool,
        /// Run by who looks out, once it is back.
        comes: Option<Box<dyn FnOnce() + Send>>,
    }

    impl Sea {
        fn comes(&self, what: impl FnOnce() + Send + 'static) {
            lock(&self.what).comes = Some(Box::new(what));
            self.changed.notify_all();
        }
    }

    impl Lookout for Sea {
        fn is_there(&self) -> bool {
            self.there
        }

        fn look_out(&self, back: &dyn Fn()) -> bool {
            let mut what = lock(&self.what);
            if let Some(out) = &*lock(&self.out) {
                let _ = out.send(std::thread::current().id());
            }
            while !std::mem::take(&mut what.interrupted) && what.comes.is_none() {
                what = self.changed.wait(what).expect("unpoisoned");
            }
            let comes = what.comes.take();
            drop(what);
            back();
            if let Some(comes) = comes {
                comes();
            }
            true
        }

        fn interrupt(&self) {
            lock(&self.what).interrupted = true;
            self.changed.notify_all();
        }
    }

    /// A pool of two threads, one of which looks out.
    fn looking_out() -> (Arc<Pool>, Arc<Sea>, ThreadId) {
        let (told, out) = channel();
        let sea = Arc::new(Sea { there: true, out: Mutex::new(Some(told)), ..Sea::default() });
        let pool = Pool::new(Arc::new(Registry::default()), sea.clone());
        let inner = pool.clone();
        pool.submit(job(move || inner.ensure_spare().expect("made"))).expect("taken");
        let who = out.recv_timeout(HANG).expect("one of two idle threads looks out");
        assert_eq!(pool.thread_count(), 2);
        while lock(&pool.state).parked == 0 {
            std::thread::yield_now();
        }
        (pool, sea, who)
    }

    #[test]
    fn who_looks_out_runs_what_it_finds_and_leaves_the_rest_to_others() {
        let (pool, sea, who) = looking_out();
        let (ran, order) = channel();
        let (of_first, inner) = (ran.clone(), pool.clone());
        let (second_ran, first_goes_on) = channel();
        sea.comes(move || {
            let first = job(move || {
                first_goes_on.recv_timeout(HANG).expect("the second is run meanwhile");
                of_first.send(std::thread::current().id()).expect("heard");
            });
            let second = job(move || {
                ran.send(std::thread::current().id()).expect("heard");
                second_ran.send(()).expect("heard");
            });
            inner.submit(first).expect("taken");
            inner.submit(second).expect("taken");
        });
        let order: Vec<ThreadId> = order.iter().take(2).collect();
        assert_ne!(order[0], who);
        assert_eq!(order[1], who);
        pool.close();
    }

    #[test]
    fn who_looks_out_comes_back_for_work_that_nobody_else_takes() {
        let (pool, _sea, who) = looking_out();
        let (release, gate) = channel::<()>();
        let (ran, runs) = channel();
        pool.submit(job(move || assert!(gate.recv().is_err(), "released"))).expect("taken");
        pool.submit(job(move || ran.send(std::thread::current().id()).expect("heard"))).expect("taken");
        assert_eq!(runs.recv_timeout(HANG), Ok(who));
        drop(release);
        pool.close();
        assert!(pool.registry.snapshot().is_empty());
    }

    struct Job(Mutex<Option<Box<dyn FnOnce() + Send>>>);

    impl Work for Job {
        fn run(self: Arc<Self>) {
            let body = lock(&self.0).take();
            if let Some(body) = body {
                body();
            }
        }
    }

    fn job(body: impl FnOnce() + Send + 'static) -> Arc<dyn Work> {
        Arc::new(Job(Mutex::new(Some(Box::new(body)))))
    }

    fn pool() -> Arc<Pool> {
        Pool::new(Arc::new(Registry::default()), Arc::new(Sea::default()))
    }

    #[test]
    fn work_runs_and_close_joins() {
        let pool = pool();
        let (done, results): (Sender<u32>, Receiver<u32>) = channel();
        for n in 0..100 {
            let done = done.clone();
            pool.submit(job(move || done.send(n).unwrap())).unwrap();
        }
        let mut all: Vec<u32> = results.iter().take(100).collect();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        pool.close();
        assert_eq!(pool.thread_count(), 0);
        assert!(pool.registry.snapshot().is_empty());
    }

    #[test]
    fn blocked_callbacks_do_not_starve_the_next() {
        let pool = pool();
        let (release, gate): (Sender<()>, Receiver<()>) = channel();
        let gate = Arc::new(Mutex::new(gate));
        let (done, results) = channel();
        for _ in 0..20 {
            let (gate, done, inner) = (gate.clone(), done.clone(), pool.clone());
            let work = job(move || {
                inner.ensure_spare().unwrap();
                lock(&gate).recv().unwrap();
                done.send(()).unwrap();
            });
            pool.submit(work).unwrap();
        }
        let (last, reached) = channel();
        pool.submit(job(move || last.send(()).unwrap())).unwrap();
        reached.recv().expect("runs though twenty callbacks block");
        for _ in 0..20 {
            release.send(()).unwrap();
        }
        assert_eq!(results.iter().take(20).count(), 20);
        pool.close();
    }
}
