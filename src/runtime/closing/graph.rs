//! The graph itself: nodes, waits, and the questions asked of them. Plain data under the caller's lock.

use super::{Caller, Census, Mode, Refusal};
use crate::sync::Arc;
use crate::sync::atomic::{AtomicBool, Ordering};

/// A thread, as the system numbers it.
pub type ThreadId = u64;

/// An application's or a session's place in the graph. A look-up may outlive the node: the number says which of the
/// nodes that stood at the place is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct NodeId {
    place: usize,
    number: u64,
}

/// A callback on a thread's stack, and what it holds while it runs. `operation` and `unit` are 0 where there is
/// none; a unit is named by any number that is unique while it lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame {
    pub unit: u64,
    pub operation: u64,
    pub session: Option<NodeId>,
    pub application: Option<NodeId>,
}

/// What a blocking call waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    Node(NodeId),
    Operation(u64),
}

/// What the end of a hold brings about; the caller carries it out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Release {
    /// Something else still holds the node, or a waiting close goes on by itself.
    Nothing,
    /// The node's completion callback is due; [`super::Closing::completed`] follows it.
    RunCompletion,
    /// The node is closed and out of the graph.
    Closed,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    Open,
    /// Closing, and a thread waits for it.
    Attended,
    /// Closing, but the thread that waited has given up.
    Unattended,
    /// Closing, with a completion callback instead of a waiting thread.
    Completing,
}

pub(super) struct Node {
    number: u64,
    pub parent: Option<NodeId>,
    pub holds: usize,
    pub phase: Phase,
}

/// A wait's place in the order of entering.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ticket(pub(super) u64);

/// A thread inside a blocking call.
pub(super) struct Wait {
    pub ticket: Ticket,
    pub thread: ThreadId,
    pub target: Target,
    pub frames: Vec<Frame>,
    /// See [`Caller::unit`].
    pub unit: u64,
    /// For a getter: set while only a client's call can bring the next result. A close always is.
    pub stalled: Option<Arc<AtomicBool>>,
}

impl Wait {
    fn holds(&self, target: Target) -> bool {
        holds(&self.frames, target)
    }
}

/// Whether one of these callbacks must return before the target can end.
fn holds(frames: &[Frame], target: Target) -> bool {
    frames.iter().any(|frame| match target {
        Target::Operation(id) => frame.operation == id,
        Target::Node(node) => frame.session == Some(node) || frame.application == Some(node),
    })
}

#[derive(Default)]
pub(super) struct State {
    nodes: Vec<Option<Node>>,
    free: Vec<usize>,
    numbers: u64,
    /// In the order of entering.
    pub waits: Vec<Wait>,
    pub tickets: u64,
    /// Counts changes, so that none is slept over.
    pub changes: u64,
    /// Units that can still call the client back, in the whole process.
    pub coming: usize,
}

impl State {
    pub fn add(&mut self, parent: Option<NodeId>) -> NodeId {
        self.numbers += 1;
        let number = self.numbers;
        let node = Some(Node { number, parent, holds: 0, phase: Phase::Open });
        let place = match self.free.pop() {
            Some(place) => {
                self.nodes[place] = node;
                place
            }
            None => {
                self.nodes.push(node);
                self.nodes.len() - 1
            }
        };
        NodeId { place, number }
    }

    /// None once it is closed.
    pub fn find(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes[id.place].as_mut().filter(|node| node.number == id.number)
    }

    /// For one that is held, or claimed by the caller.
    pub fn node(&mut self, id: NodeId) -> &mut Node {
        self.find(id).expect("a node lives while it is held or claimed")
    }

    /// Neither it nor its parent is closing.
    pub fn is_open(&mut self, id: NodeId) -> bool {
        let Some(node) = self.find(id) else { return false };
        let (phase, parent) = (node.phase, node.parent);
        phase == Phase::Open && parent.is_none_or(|parent| self.node(parent).phase == Phase::Open)
    }

    pub fn release(&mut self, id: NodeId) -> Release {
        let node = self.node(id);
        node.holds -= 1;
        if (node.holds, node.phase) == (0, Phase::Completing) { self.due() } else { Release::Nothing }
    }

    /// Nothing holds the node any more, at the time of the claim.
    pub fn finish(&mut self, id: NodeId) -> Release {
        if self.node(id).phase == Phase::Completing { self.due() } else { self.remove(id) }
    }

    /// A completion is a unit from the moment it is due: before that, only what holds the node can call.
    fn due(&mut self) -> Release {
        self.coming += 1;
        Release::RunCompletion
    }

    /// Takes a closed node out and ends its hold on its parent.
    pub fn remove(&mut self, id: NodeId) -> Release {
        let parent = self.node(id).parent;
        self.nodes[id.place] = None;
        self.free.push(id.place);
        if let Some(parent) = parent {
            self.node(parent).holds -= 1;
        }
        Release::Closed
    }

    /// The rows of close.md that can refuse a close, in their order. Changes nothing.
    pub fn judge(
        &mut self,
        id: NodeId,
        mode: Mode,
        caller: &Caller<'_>,
        others: Census<'_>,
    ) -> Result<(), Refusal> {
        let is_application = self.node(id).parent.is_none();
        if is_application && !caller.frames.is_empty() {
            return Err(Refusal::InCallback);
        }
        if mode == Mode::Completion {
            return Ok(());
        }
        self.judge_wait(Target::Node(id), caller)?;
        if self.node(id).holds > 0 && self.nobody_left(Some(caller), others) {
            return Err(Refusal::NobodyLeft);
        }
        Ok(())
    }

    /// Rows 2, 5 and 6: would this wait close a cycle?
    pub fn judge_wait(&self, target: Target, caller: &Caller<'_>) -> Result<(), Refusal> {
        if caller.frames.is_empty() {
            return Ok(());
        }
        if holds(caller.frames, target) {
            return Err(Refusal::InOwnCallback);
        }
        if self.reaches(target, caller.frames) {
            return Err(Refusal::Cycle);
        }
        if caller.spare { Ok(()) } else { Err(Refusal::NoThread) }
    }

    /// Follows "target is held by a callback whose thread waits for …" until something that `frames` holds.
    fn reaches(&self, target: Target, frames: &[Frame]) -> bool {
        let mut seen = vec![false; self.waits.len()];
        let mut next = vec![target];
        while let Some(target) = next.pop() {
            for (wait, seen) in self.waits.iter().zip(&mut seen) {
                if *seen || !wait.holds(target) {
                    continue;
                }
                *seen = true;
                if holds(frames, wait.target) {
                    return true;
                }
                next.push(wait.target);
            }
        }
        false
    }

    /// Row 7: nobody could end the waits, the caller's own included.
    pub fn nobody_left(&self, caller: Option<&Caller<'_>>, others: Census<'_>) -> bool {
        let (frames, unit) = caller.map_or((&[][..], 0), |caller| (caller.frames, caller.unit));
        let stuck = self.stuck(frames);
        if self.coming > units_of(&stuck, frames, unit) {
            return false;
        }
        let mut waiting: Vec<ThreadId> = stuck.iter().map(|wait| wait.thread).collect();
        waiting.extend(caller.map(|caller| caller.thread));
        others(&waiting) == Some(false)
    }

    /// The waits that only a client's call can end; not those that are over, their thread about to go on. A getter is
    /// among them, too, where its operation's callback is inside such a wait, or in `more`.
    fn stuck(&self, more: &[Frame]) -> Vec<&Wait> {
        let (mut stuck, mut rest): (Vec<_>, Vec<_>) =
            self.waits.iter().partition(|wait| self.waits_for_client(wait));
        loop {
            let depends = |wait: &&Wait| {
                let held = |target| holds(more, target) || stuck.iter().any(|other| other.holds(target));
                matches!(wait.target, Target::Operation(_)) && held(wait.target)
            };
            let (too, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(depends);
            if too.is_empty() {
                return stuck;
            }
            stuck.extend(too);
            rest = others;
        }
    }

    fn waits_for_client(&self, wait: &Wait) -> bool {
        match (wait.target, &wait.stalled) {
            (Target::Node(id), _) => self.nodes[id.place].as_ref().is_some_and(|node| node.holds > 0),
            (Target::Operation(_), Some(stalled)) => stalled.load(Ordering::SeqCst),
            (Target::Operation(_), None) => false,
        }
    }
}

/// How many units are, or have a callback on the stack of, a stuck thread: they cannot go on.
fn units_of(stuck: &[&Wait], more: &[Frame], unit: u64) -> usize {
    let inside = stuck.iter().flat_map(|wait| &wait.frames).chain(more).map(|frame| frame.unit);
    let threads = stuck.iter().map(|wait| wait.unit).chain([unit]);
    let mut units: Vec<u64> = inside.chain(threads).filter(|unit| *unit != 0).collect();
    units.sort_unstable();
    units.dedup();
    units.len()
}
