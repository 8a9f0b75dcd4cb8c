//! What an instance costs: NewInstance, ten AddElement (strings and integers), ten GetElement, Delete.
//!
//! `cargo bench --bench instance` measures time. For instructions:
//! `valgrind --tool=callgrind --toggle-collect=instance_cycle <binary> --cycles 1000`
//! (`--no-spare`: as if no instance like it had been deleted before).

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

/// A name, a value and its type: what a C program has written down.
struct Row {
    name: &'static CStr,
    ty: MI_Type,
    value: MI_Value,
}

fn rows() -> [Row; 10] {
    std::array::from_fn(|index| {
        let (value, ty) = match index % 3 {
            0 => (MI_Value { string: c"/usr/lib/systemd".as_ptr().cast_mut() }, MI_STRING),
            1 => (MI_Value { uint32: 4711 }, MI_UINT32),
            _ => (MI_Value { uint64: 1 << 40 }, MI_UINT64),
        };
        Row { name: NAMES[index], ty, value }
    })
}

/// One life of an instance, through the tables as C goes through them.
#[unsafe(no_mangle)]
#[inline(never)]
fn instance_cycle(rows: &[Row; 10]) -> MI_Result {
    let mut instance = ptr::null_mut();
    // SAFETY:
    // - a name, and room for the answer
    let mut result = unsafe { new_instance(c"Linux_UnixProcess".as_ptr(), ptr::null(), &mut instance) };
    assert_eq!(result, MI_RESULT_OK);
    // SAFETY:
    // - the instance was just made
    let ft = unsafe { &*(*instance).ft };
    for row in rows {
        let add = ft.AddElement.expect("slot");
        // SAFETY:
        // - a living instance, a name, a value of that type
        result.0 |= unsafe { add(instance, row.name.as_ptr(), &row.value, row.ty, 0) }.0;
    }
    let (mut value, mut ty, mut flags) = (MI_Value { uint64: 0 }, MI_Type::default(), 0);
    for row in rows {
        let get = ft.GetElement.expect("slot");
        // SAFETY:
        // - a living instance, a name, room for the answers
        let got =
            unsafe { get(instance, row.name.as_ptr(), &mut value, &mut ty, &mut flags, ptr::null_mut()) };
        result.0 |= got.0;
    }
    black_box(value);
    // SAFETY:
    // - a living instance, not used again
    unsafe { ft.Delete.expect("slot")(instance) };
    result
}

fn instances(c: &mut Criterion) {
    let rows = rows();
    c.bench_function("new, 10 add, 10 get, delete", |b| b.iter(|| black_box(instance_cycle(&rows))));
}

criterion_group!(benches, instances);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if !arguments.iter().any(|argument| argument == "--no-spare") {
        mi::cim::block::spare::open();
    }
    match arguments.iter().position(|argument| argument == "--cycles") {
        Some(at) => {
            let cycles: u64 = arguments[at + 1].parse().expect("a number");
            let rows = rows();
            assert!((0..cycles).all(|_| black_box(instance_cycle(&rows)) == MI_RESULT_OK));
        }
        None => {
            benches();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
