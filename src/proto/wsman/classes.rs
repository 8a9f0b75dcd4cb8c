//! What a session knows of the server's classes: they give the results' values their types.

use crate::cim::Class;
use crate::codec::wsman::instance::{Classes, Lookup};
use crate::codec::wsman::predict::Predictor;
use crate::sync::{Mutex, MutexGuard, lock};
use std::collections::HashMap;

/// Classes kept per session; a server with more is asked again.
const MOST: usize = 2048;
/// After so many classes that the server would not give, and none that it did, it is not asked any more: most
/// servers but Windows and OMI serve no class declarations.
const TRIES: u32 = 3;

#[derive(Default)]
struct State {
    known: HashMap<String, Option<Class>>,
    given: u32,
    refused: u32,
}

/// The cache of a session.
#[derive(Default)]
pub struct ClassCache {
    state: Mutex<State>,
    /// What single instances of them have looked like.
    shapes: Mutex<Predictor>,
}

impl ClassCache {
    pub fn insert(&self, namespace: &str, class: &str, found: Option<Class>) {
        let mut state = lock(&self.state);
        if state.known.len() >= MOST {
            state.known.clear();
        }
        match found {
            Some(_) => state.given += 1,
            None => state.refused += 1,
        }
        state.known.insert(key(namespace, class), found);
    }

    pub fn get(&self, namespace: &str, class: &str) -> Lookup {
        let state = lock(&self.state);
        match state.known.get(&key(namespace, class)) {
            Some(Some(class)) => Lookup::Known(class.clone()),
            Some(None) => Lookup::Untyped,
            None if state.given == 0 && state.refused >= TRIES => Lookup::Untyped,
            None => Lookup::NotAsked,
        }
    }

    pub fn class(&self, namespace: &str, class: &str) -> Option<Class> {
        lock(&self.state).known.get(&key(namespace, class)).cloned().flatten()
    }
}

fn key(namespace: &str, class: &str) -> String {
    let mut key = format!("{namespace}:{class}").replace('\\', "/");
    key.make_ascii_lowercase();
    key
}

/// The cache as an operation sees it: not at all where the client wants no types.
pub struct View<'a> {
    pub cache: &'a ClassCache,
    pub wanted: bool,
}

impl Classes for View<'_> {
    fn find(&self, namespace: &str, class: &str) -> Lookup {
        if self.wanted { self.cache.get(namespace, class) } else { Lookup::Untyped }
    }

    fn shapes(&self) -> Option<MutexGuard<'_, Predictor>> {
        self.wanted.then(|| lock(&self.cache.shapes))
    }
}
