//! Every flat export, called from C: NULL handles, NULL tables, empty tables, and a foreign table whose slots tell
//! which of them was called. The calls are written from the header, so that none is left out.

use crate::support::{Declared, declared, have, library, root, scratch, shared, skip, succeed};
use std::collections::HashMap;
use std::fmt::Write;
use std::process::Command;

/// What is not called through a handle with a table of its own.
const OTHERS: &[&str] = &["MI_Application_InitializeV1", "MI_Instance_Normalize"];

fn of_handles() -> Vec<Declared> {
    let mut functions = declared("include/mi.h");
    functions.retain(|function| {
        let tableless = ["MI_Serializer_", "MI_Deserializer_", "MI_Utilities_"];
        !OTHERS.contains(&function.name.as_str())
            && !tableless.iter().any(|prefix| function.name.starts_with(prefix))
    });
    functions
}

/// Arguments behind the handle: zero, or room for whatever the function may write.
fn arguments(function: &Declared, room: bool) -> String {
    let rest = function.parameters.iter().skip(1);
    let written = rest.map(|parameter| match parameter.contains('*') && !parameter.contains("(MI_CALL") {
        true if room => ", (void*)room".to_string(),
        true => ", NULL".to_string(),
        false if parameter.contains("callback") || parameter.contains("mi_Main") => ", NULL".to_string(),
        false if parameter.contains("(MI_CALL") => ", NULL".to_string(),
        false => ", 0".to_string(),
    });
    written.collect()
}

fn handle_type(function: &Declared) -> String {
    let mut words = function.parameters[0].split([' ', '*']).filter(|word| !word.is_empty());
    words.find(|word| !["const", "MI_LINUX_CONST"].contains(word)).unwrap_or_default().to_string()
}

fn program(functions: &[Declared]) -> String {
    let mut c = String::from(PROLOGUE);
    for function in functions {
        let (name, handle) = (&function.name, handle_type(function));
        let (nothing, room) = (arguments(function, false), arguments(function, true));
        let void = function.returns == "void";
        let (result, end) = if void { ("(", ", (MI_Result)4)") } else { ("(", ")") };
        writeln!(c, "static void test_{name}(void) {{").unwrap();
        writeln!(c, "    {handle} handle; memset(&handle, 0, sizeof handle);").unwrap();
        writeln!(c, "    refused(\"{name}\", \"NULL handle\", {result}{name}(NULL{nothing}){end});").unwrap();
        writeln!(c, "    refused(\"{name}\", \"NULL table\", {result}{name}(&handle{nothing}){end});")
            .unwrap();
        writeln!(c, "    handle.ft = (const void*)empty;").unwrap();
        writeln!(c, "    refused(\"{name}\", \"empty table\", {result}{name}(&handle{nothing}){end});")
            .unwrap();
        writeln!(c, "    handle.ft = (const void*)slots; first = last = -1; memset(room, 0, sizeof room);")
            .unwrap();
        let expected = if void { "(MI_Result)11)" } else { ")" };
        let comma = if void { ", " } else { "" };
        writeln!(c, "    called(\"{name}\", ({name}(&handle{room}){comma}{expected});").unwrap();
        writeln!(c, "}}").unwrap();
    }
    c.push_str("int main(void) {\n    fill();\n");
    for function in functions {
        writeln!(c, "    test_{}();", function.name).unwrap();
    }
    c.push_str("    return failures != 0;\n}\n");
    c
}

const PROLOGUE: &str = r#"
#include "mi.h"
#define SLOT(N) static MI_Result slot##N(void) { if (first < 0) first = N; last = N; return MI_RESULT_ALREADY_EXISTS; }
#define SLOTS(M) M(0) M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) M(14) M(15) M(16) M(17) \
    M(18) M(19) M(20) M(21) M(22) M(23) M(24) M(25) M(26) M(27) M(28) M(29) M(30) M(31)
typedef void (*Slot)(void);
static Slot empty[64];
static Slot slots[64];
static long long room[64];
static int first, last, failures;
SLOTS(SLOT)
static void fill(void) {
#define FILL(N) slots[N] = (Slot)slot##N;
    SLOTS(FILL)
}
static void refused(const char* name, const char* how, MI_Result result) {
    if (result != MI_RESULT_INVALID_PARAMETER) { printf("FAILED %s, %s: %d\n", name, how, (int)result); failures++; }
}
static void called(const char* name, MI_Result result) {
    if (result != MI_RESULT_ALREADY_EXISTS) { printf("FAILED %s, foreign table: %d\n", name, (int)result); failures++; }
    printf("%s: %d %d\n", name, first, last);
}
"#;

/// The slots that the original's wrappers were seen to call.
fn dispatch() -> Option<HashMap<String, i32>> {
    let mut slots = HashMap::new();
    for table in ["abi/api_functions_win64.tsv", "abi/api_functions.tsv"] {
        for line in std::fs::read_to_string(shared(table)?).ok()?.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let slot = fields[9].split_once('[').and_then(|(_, rest)| rest.split(']').next()?.parse().ok());
            slot.map(|slot| slots.insert(fields[0].to_string(), slot));
        }
    }
    Some(slots)
}

fn compile(name: &str, source: &str) -> Command {
    let folder = scratch(name);
    std::fs::write(folder.join("test.c"), source).expect("the source can be written");
    let mut gcc = Command::new("gcc");
    gcc.args(["-std=c99", "-w", "-o"]).arg(folder.join("test")).arg(folder.join("test.c"));
    gcc.arg("-I").arg(root().join("include")).arg("-I").arg(root().join("c_tests")).arg(library());
    succeed(&mut gcc);
    let mut command = Command::new(folder.join("test"));
    command.env("LD_LIBRARY_PATH", library().parent().expect("a library lies in a folder"));
    command
}

#[test]
fn every_export_without_a_slot_is_refused_and_with_one_calls_it() {
    if !have("gcc") {
        return;
    }
    let functions = of_handles();
    assert!(functions.len() > 240, "the header is read wrongly");
    let printed = succeed(&mut compile("forwarding", &program(&functions)));
    let Some(expected) = dispatch() else { return skip("the tables of the ABI are not beside the project") };
    for line in printed.lines() {
        let (name, hit) = line.split_once(": ").expect("name: slot slot");
        let first = hit.split(' ').next().and_then(|hit| hit.parse::<i32>().ok());
        assert_eq!(first, expected.get(name).copied(), "{name} calls another slot than the original");
    }
    assert_eq!(printed.lines().count(), functions.len());
}

#[test]
fn exports_on_a_null_handle_write_and_call_back_as_the_original() {
    if have("gcc") {
        let source =
            std::fs::read_to_string(root().join("c_tests/null_handles.c")).expect("the C test is there");
        let printed = succeed(&mut compile("null_handles", &source));
        assert!(!printed.contains("FAILED"), "{printed}");
    }
}
