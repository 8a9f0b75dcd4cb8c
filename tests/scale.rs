//! Many at once, and many times: thousands of waiting subscriptions, a flood of blocking callbacks, whole lives of the
//! library one after the other.

#![cfg(target_os = "linux")]

use crate::c_programs::{Language, compile, run_limited};
use crate::support::{have, root, scratch};
use std::process::Command;

/// What a program printed: `name value`, a line each.
pub struct Figures(String);

impl Figures {
    pub fn of(program: &str, arguments: &[&str]) -> Option<Figures> {
        if !have("gcc") {
            return None;
        }
        let folder = scratch(&format!("scale_{program}_{}", arguments.first().unwrap_or(&"")));
        let source = root().join("c_tests/scale").join(program).with_extension("c");
        let binary = compile(&source, Language::C11, true, &folder);
        // The threads' caches of freed blocks, and their arenas, would count as used.
        let tunables = "glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1";
        let ran = run_limited(Command::new(binary).args(arguments).env("GLIBC_TUNABLES", tunables));
        let status = ran.status.unwrap_or_else(|| panic!("{program} hung:\n{}{}", ran.output, ran.errors));
        assert!(status.success(), "{program}: {status}\n{}{}", ran.output, ran.errors);
        println!("{program}:\n{}", ran.output);
        Some(Figures(ran.output))
    }

    pub fn get(&self, name: &str) -> i64 {
        let mut lines = self.0.lines().filter_map(|line| line.split_once(' '));
        let found = lines.find(|(of, _)| *of == name).unwrap_or_else(|| panic!("{name} in\n{}", self.0));
        found.1.parse().expect("a number")
    }

    pub fn is(&self, name: &str, expected: i64) {
        assert_eq!(self.get(name), expected, "{name} in\n{}", self.0);
    }

    pub fn is_at_most(&self, name: &str, limit: i64) {
        assert!(self.get(name) <= limit, "{name} is above {limit} in\n{}", self.0);
    }
}

#[test]
fn waiting_subscriptions_take_few_threads_and_little_memory() {
    let Some(figures) = Figures::of("subscriptions", &["10000"]) else { return };
    figures.is_at_most("threads", 8);
    figures.is_at_most("bytes_each", 4096);
    figures.is("without_one_final_result", 0);
    figures.is("indications", 0);
    figures.is("sessions_closed", 1);
    figures.is("threads_left", 0);
    figures.is_at_most("bytes_left", 4096);
}

#[test]
fn blocked_callbacks_hold_up_no_other() {
    let Some(figures) = Figures::of("flood", &[]) else { return };
    figures.is("enumerations", 200);
    figures.is("threads_left", 0);
}

#[test]
fn whole_lives_leave_nothing() {
    let Some(figures) = Figures::of("rounds", &["1000"]) else { return };
    figures.is_at_most("resident_bytes_more", 512 * 1024);
    figures.is_at_most("bytes_more", 4096);
    figures.is("descriptors_more", 0);
    figures.is("threads_left", 0);
}
