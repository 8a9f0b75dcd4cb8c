//! What an instance costs: NewInstance, ten AddElement (strings and integers), ten GetElement, Delete.
//!
//! `cargo bench --bench instance` measures time. For instructions:
//! `valgrind --tool=callgrind --toggle-collect=instance_cycle <binary> --cycles 1000`.

use criterion::{Criterion, criterion_group};
use mi::abi::*;
use mi::ffi::instance::new_instance;
use std::ffi::CStr;
use std::hint::black_box;
use std::ptr;

const NAMES: [&CStr; 10] = [
    c"Handle",
    c"Name",
    c"CreationClassName",
    c"ParentProcessID",
    c"Priority",
    c"ExecutablePath",
    c"UserModeTime",
    c"KernelModeTime",
    c"OSName",
    c"CSName",
];

fn value(index: usize) -> (MI_Value, MI_Type) {
    match index % 3 {
        0 => (MI_Value { string: c"/usr/lib/systemd".as_ptr().cast_mut() }, MI_STRING),
        1 => (MI_Value { uint32: 4711 }, MI_UINT32),
        _ => (MI_Value { uint64: 1 << 40 }, MI_UINT64),
    }
}

/// One life of an instance, through the tables as C goes through them.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn instance_cycle() -> u64 {
    let mut instance = ptr::null_mut();
    // SAFETY:
    // - a name, and room for the answer
    let made = unsafe { new_instance(c"Linux_UnixProcess".as_ptr(), ptr::null(), &mut instance) };
    assert_eq!(made, MI_RESULT_OK);
    // SAFETY:
    // - the instance was just made
    let ft = unsafe { &*(*instance).ft };
    let (add, get, delete) =
        (ft.AddElement.expect("slot"), ft.GetElement.expect("slot"), ft.Delete.expect("slot"));
    let mut sum = 0;
    for (index, name) in NAMES.iter().enumerate() {
        let (value, ty) = value(index);
        // SAFETY:
        // - a living instance, a name, a value of that type
        let added = unsafe { add(instance, name.as_ptr(), &value, ty, 0) };
        sum += u64::from(added.0);
    }
    for name in NAMES {
        let (mut value, mut ty, mut flags) = (MI_Value { uint64: 0 }, MI_Type::default(), 0);
        // SAFETY:
        // - a living instance, a name, room for the answers
        let got = unsafe { get(instance, name.as_ptr(), &mut value, &mut ty, &mut flags, ptr::null_mut()) };
        sum += u64::from(got.0 + ty.0);
        black_box(value);
    }
    // SAFETY:
    // - a living instance, not used again
    unsafe { delete(instance) };
    sum
}

fn instances(c: &mut Criterion) {
    c.bench_function("new, 10 add, 10 get, delete", |b| b.iter(|| black_box(instance_cycle())));
}

criterion_group!(benches, instances);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--cycles") {
        Some(at) => {
            let cycles: u64 = arguments[at + 1].parse().expect("a number");
            let sum: u64 = (0..cycles).map(|_| black_box(instance_cycle())).sum();
            println!("{sum}");
        }
        None => {
            benches();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
