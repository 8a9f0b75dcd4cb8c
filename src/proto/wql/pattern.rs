//! LIKE patterns: WQL's (`%`, `_`, `[set]`, `[^set]`) and CQL's (the regular expressions of DSP0202, without groups).
//!
//! A pattern is matched by keeping the set of places it may be at, so the time is length times length, whatever the
//! pattern.

use std::collections::HashSet;

/// A compiled LIKE pattern. Matches without case, as all text comparison in WQL.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    elements: Vec<Element>,
    anchored_start: bool,
    anchored_end: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Element {
    what: What,
    repeat: Repeat,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Any,
    One(char),
    Set { ranges: Vec<(char, char)>, negated: bool },
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Repeat {
    Once,
    Optional,
    Many,
}

fn fold(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

impl What {
    fn accepts(&self, c: char) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => *one == c,
            Self::Set { ranges, negated } => {
                let upper = c.to_uppercase().next().unwrap_or(c);
                let within = |c: char| ranges.iter().any(|(low, high)| (*low..=*high).contains(&c));
                (within(c) || within(upper)) != *negated
            }
        }
    }
}

impl Pattern {
    /// WQL: `%` any text, `_` any character, `[a-f]` and `[^a-f]` one of, or none of, a set; `[%]` is how a
    /// special character stands for itself.
    pub fn wql(text: &str) -> Result<Self, String> {
        let characters: Vec<char> = text.chars().collect();
        let mut elements = Vec::new();
        let mut at = 0;
        while let Some(&c) = characters.get(at) {
            at += 1;
            let (what, repeat) = match c {
                '%' => (What::Any, Repeat::Many),
                '_' => (What::Any, Repeat::Once),
                '[' => (set(&characters, &mut at, '\0')?, Repeat::Once),
                c => (What::One(fold(c)), Repeat::Once),
            };
            elements.push(Element { what, repeat });
        }
        Ok(Self { elements, anchored_start: true, anchored_end: true })
    }

    /// CQL: `.`, `[set]`, `*`, `+`, `?`, `^`, `$`, `\`; a pattern finds itself anywhere in the text.
    pub fn cql(text: &str) -> Result<Self, String> {
        let characters: Vec<char> = text.chars().collect();
        let mut elements: Vec<Element> = Vec::new();
        let (mut anchored_start, mut anchored_end) = (false, false);
        let mut at = 0;
        while let Some(&c) = characters.get(at) {
            at += 1;
            match c {
                '^' if at == 1 => anchored_start = true,
                '$' if at == characters.len() => anchored_end = true,
                '*' | '+' | '?' => repeat_last(&mut elements, c)?,
                '(' | ')' | '|' | '{' | '}' => return Err(format!("'{c}' is not supported in a pattern")),
                _ => elements.push(Element { what: atom(c, &characters, &mut at)?, repeat: Repeat::Once }),
            }
        }
        Ok(Self { elements, anchored_start, anchored_end })
    }

    /// Whether the whole text (WQL), or a part of it (CQL), is described by the pattern.
    pub fn matches(&self, text: &str) -> bool {
        let mut places = Places::new(self.elements.len());
        self.enter(0, &mut places);
        for c in text.chars().map(fold) {
            if !self.anchored_end && places.ended {
                return true;
            }
            let mut next = Places::new(self.elements.len());
            for &at in &places.list {
                let element = &self.elements[at];
                if element.what.accepts(c) {
                    self.enter(if element.repeat == Repeat::Many { at } else { at + 1 }, &mut next);
                }
            }
            if !self.anchored_start {
                self.enter(0, &mut next);
            }
            if next.list.is_empty() && !next.ended {
                return false;
            }
            places = next;
        }
        places.ended
    }

    /// Adds the place `at` and those reachable from it without reading a character.
    fn enter(&self, mut at: usize, places: &mut Places) {
        loop {
            let Some(element) = self.elements.get(at) else {
                places.ended = true;
                return;
            };
            if !places.add(at) || element.repeat == Repeat::Once {
                return;
            }
            at += 1;
        }
    }
}

/// The places in a pattern that may be next.
struct Places {
    list: Vec<usize>,
    seen: Seen,
    ended: bool,
}

/// Short patterns, which is nearly all of them, need no set.
enum Seen {
    Bits(u64),
    Set(HashSet<usize>),
}

impl Places {
    fn new(elements: usize) -> Self {
        let seen = if elements <= 64 { Seen::Bits(0) } else { Seen::Set(HashSet::new()) };
        Self { list: Vec::new(), seen, ended: false }
    }

    fn add(&mut self, at: usize) -> bool {
        let new = match &mut self.seen {
            Seen::Bits(bits) => {
                let new = *bits & (1 << at) == 0;
                *bits |= 1 << at;
                new
            }
            Seen::Set(set) => set.insert(at),
        };
        if new {
            self.list.push(at);
        }
        new
    }
}

fn repeat_last(elements: &mut Vec<Element>, sign: char) -> Result<(), String> {
    let Some(last) = elements.last_mut() else { return Err(format!("'{sign}' repeats nothing")) };
    match sign {
        '?' if last.repeat == Repeat::Once => last.repeat = Repeat::Optional,
        '+' if last.repeat == Repeat::Once => {
            let again = Element { what: last.what.clone(), repeat: Repeat::Many };
            elements.push(again);
        }
        _ => last.repeat = Repeat::Many,
    }
    Ok(())
}

fn atom(c: char, characters: &[char], at: &mut usize) -> Result<What, String> {
    match c {
        '.' => Ok(What::Any),
        '[' => set(characters, at, '\\'),
        '\\' => {
            let Some(&literal) = characters.get(*at) else { return Err("'\\' escapes nothing".to_owned()) };
            *at += 1;
            Ok(What::One(fold(literal)))
        }
        c => Ok(What::One(fold(c))),
    }
}

/// The set whose `[` was just read. A `]` that comes first, and a `-` that comes first or last, stand for themselves.
fn set(characters: &[char], at: &mut usize, escape: char) -> Result<What, String> {
    let negated = characters.get(*at) == Some(&'^');
    *at += usize::from(negated);
    let start = *at;
    let mut ranges = Vec::new();
    loop {
        let Some(&first) = characters.get(*at) else {
            return Err("the set does not end with ']'".to_owned());
        };
        if first == ']' && *at > start {
            *at += 1;
            return Ok(What::Set { ranges, negated });
        }
        let low = member(characters, at, escape);
        let is_range =
            characters.get(*at) == Some(&'-') && characters.get(*at + 1).is_some_and(|c| *c != ']');
        let high = if is_range {
            *at += 1;
            member(characters, at, escape)
        } else {
            low
        };
        if high < low {
            return Err(format!("the range '{low}-{high}' is empty"));
        }
        ranges.push((low, high));
        ranges.push((fold(low), fold(high)));
    }
}

/// One character of a set; the caller made sure that there is one.
fn member(characters: &[char], at: &mut usize, escape: char) -> char {
    if characters[*at] == escape && *at + 1 < characters.len() {
        *at += 1;
    }
    *at += 1;
    characters[*at - 1]
}
