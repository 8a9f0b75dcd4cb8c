//! What cbindgen has no word for: enums, struct tags, calling conventions, const macros, version guards.

/// Written in the prologue or the epilogue of a header instead.
pub const WRITTEN_BY_HAND: &[&str] =
    &["MI_Module_Self", "MI_Application_InitializeV1", "MI_Main", "mi_clientFT_V1"];

/// Structs that generated C code declares: their `const` can be switched off (`MI_CONST`).
fn const_is_optional(name: &str) -> bool {
    name.ends_with("Decl") || name.starts_with("MI_Const") || ["MI_Qualifier", "MI_Class"].contains(&name)
}

/// The generated declarations, sorted by kind.
#[derive(Default)]
pub struct Body {
    forward: Vec<String>,
    enums: Vec<String>,
    constants: Vec<String>,
    callbacks: Vec<String>,
    structs: Vec<String>,
    functions: Vec<String>,
}

impl Body {
    /// `generated` is cbindgen's text; the enums' constants and the strings come from the Rust sources.
    pub fn new(generated: &str, constants: &str, names: &str, strings: fn(&str) -> bool) -> Body {
        let mut body = Body::default();
        let members = members(constants);
        for item in generated.split("\n\n").map(str::trim).filter(|item| !item.is_empty()) {
            body.sort_in(item, &members);
        }
        body.constants.extend(literals(names).into_iter().filter(|(name, _)| strings(name)).map(
            |(name, text)| {
                let always_wide = name.starts_with("MI_SUBSCRIBE_BOOKMARK_");
                let value = if always_wide { format!("L\"{text}\"") } else { format!("MI_T(\"{text}\")") };
                format!("#define {name} {value}")
            },
        ));
        body
    }

    fn sort_in(&mut self, item: &str, members: &[Member]) {
        let code = code(item);
        if let Some(name) = code.strip_prefix("#define ").map(identifier) {
            if !members.iter().any(|member| member.name == name) {
                self.constants.push(guarded(name, constant(item)));
            }
        } else if let Some(tag) =
            ["struct", "union"].iter().find(|tag| code.starts_with(&format!("typedef {tag} {{")))
        {
            let name = identifier(code[code.rfind('}').expect("a closed struct") + 1..].trim_start());
            self.forward.push(format!("typedef {tag} _{name} {name};"));
            self.structs.push(guarded(name, structure(item, tag, name)));
        } else if let Some(name) = code.strip_prefix("typedef MI_Uint32 ").map(identifier) {
            self.enums.push(enumeration(item, name, members));
        } else if code.starts_with("typedef ") {
            let name = code
                .split("(*")
                .nth(1)
                .map(identifier)
                .unwrap_or_else(|| panic!("not a callback typedef: {item}"));
            self.callbacks.push(guarded(name, pointers(item, name)));
        } else {
            let name =
                code.split('(').next().and_then(|head| head.rsplit([' ', '*']).next()).expect("a function");
            self.functions.push(guarded(name, linux_const(&pointers(item, name))));
        }
    }

    pub fn write(&self) -> String {
        let sections = [
            ("", &self.enums, "\n\n"),
            ("", &self.constants, "\n"),
            ("", &self.forward, "\n"),
            ("/* Callback types. */\n\n", &self.callbacks, "\n\n"),
            ("/* Structs and function tables. */\n\n", &self.structs, "\n\n"),
            ("/* Functions. */\n\n", &self.functions, "\n\n"),
        ];
        let written = sections.iter().filter(|(_, items, _)| !items.is_empty());
        written
            .map(|(title, items, between)| format!("{title}{}\n", items.join(between)))
            .collect::<Vec<_>>()
            .join("\n")
            .replace("\n#endif\n#if MI_API_VERSION >= 2\n", "\n")
            .replace("\n#endif\n\n#if MI_API_VERSION >= 2\n", "\n\n")
    }
}

/// A constant of an enum: `pub const NAME: Enum = Enum(value);`.
struct Member {
    name: String,
    of: String,
    value: String,
}

fn members(constants: &str) -> Vec<Member> {
    let flat = constants.replace('\n', " ");
    let mut members = Vec::new();
    for statement in flat.split(';') {
        let Some((_, rest)) = statement.split_once("pub const ") else { continue };
        let Some((name, rest)) = rest.split_once(':') else { continue };
        let Some((of, value)) = rest.split_once('=') else { continue };
        if let Some((_, number)) = value.split_once('(') {
            let (name, of) = (name.trim().to_string(), of.trim().to_string());
            members.push(Member { name, of, value: number.trim_end_matches(')').trim().to_string() });
        }
    }
    members
}

/// `pub const NAME: &str = "text";`, with the text as it stands between the quotes.
fn literals(names: &str) -> Vec<(String, String)> {
    let flat = names.replace('\n', " ");
    let statements = flat.split(';').filter_map(|statement| statement.split_once("pub const "));
    statements
        .map(|(_, rest)| {
            (identifier(rest).to_string(), rest.split('"').nth(1).unwrap_or_default().to_string())
        })
        .collect()
}

/// A C enum in place of the typedef, so that debuggers, `switch` warnings and C++ overloads see one.
fn enumeration(item: &str, name: &str, members: &[Member]) -> String {
    let members: Vec<String> = members
        .iter()
        .filter(|member| member.of == name)
        .map(|member| format!("    {} = {}", member.name, member.value))
        .collect();
    format!("{}typedef enum _{name} {{\n{}\n}} {name};", comment(item), members.join(",\n"))
}

fn constant(item: &str) -> String {
    let (head, value) = item.rsplit_once(' ').expect("a constant has a value");
    let value = match value.parse::<u64>() {
        _ if head.ends_with("MI_TRUE") || head.ends_with("MI_FALSE") => format!("((MI_Boolean){value})"),
        Ok(number) if number > u32::MAX as u64 => format!("MI_ULL({value})"),
        Ok(number) if number > i32::MAX as u64 => format!("{value}u"),
        _ => value.to_string(),
    };
    format!("{head} {value}")
}

/// `typedef struct {..} Name;` becomes `struct _Name {..};`, the tags that existing sources use.
fn structure(item: &str, tag: &str, name: &str) -> String {
    let opened = item.replacen(&format!("typedef {tag} {{"), &format!("{tag} _{name} {{"), 1);
    let closed = opened.strip_suffix(&format!("}} {name};")).expect("cbindgen closes with the name");
    let mut text = pointers(&format!("{closed}}};"), name);
    if const_is_optional(name) {
        text = in_code(&text, |line| {
            let table = line.contains("FT *ft;");
            if table {
                line.to_string()
            } else {
                line.replace("const ", "MI_CONST ").replace("*const", "*MI_CONST")
            }
        });
    }
    if name == "MI_ContextFT" {
        text = guard_slot(&text, "GetLifecycleIndicationContext");
    }
    linux_const(&text)
}

/// The calling convention of every function pointer, and `self` for Rust's `this`.
fn pointers(item: &str, name: &str) -> String {
    let call = if name == "MI_MainFunction" { "(MI_MAIN_CALL *" } else { "(MI_CALL *" };
    let shift = std::cell::Cell::new(0);
    in_code(item, |line| {
        let indent = " ".repeat(shift.get());
        if line.contains("(*") && line.ends_with(',') && shift.get() == 0 {
            shift.set(call.len() - "(*".len());
        } else if line.ends_with(';') {
            shift.set(0);
        }
        indent + &replace_word(&replace_word(&line.replace("(*", call), "this", "self"), "this_", "self")
    })
}

/// OMI's header takes a const handle where Windows' takes a plain one: the getters of the three option tables.
fn linux_const(item: &str) -> String {
    in_code(item, |line| {
        for kind in ["Destination", "Operation", "SubscriptionDelivery"] {
            let handle = format!("(const MI_{kind}Options *");
            if let Some(at) = line.find(&handle) {
                let slot = line[..at].rsplit(['_', '*', ' ']).next().unwrap_or_default();
                if slot.starts_with("Get") {
                    return line.replacen("(const ", "(MI_LINUX_CONST ", 1);
                }
            }
        }
        let maps_error = line.contains("MapErrorToMiErrorCategory");
        if maps_error { line.replace("(const MI_Char", "(MI_LINUX_CONST MI_Char") } else { line.to_string() }
    })
}

/// Lifecycle indications came with version 2 of the API.
fn guarded(name: &str, item: String) -> String {
    let lifecycle = name.contains("LifecycleIndication") || name.contains("LIFECYCLE_INDICATION");
    if lifecycle || name == "MI_Context_SetFilterOption" { version_2(&item) } else { item }
}

fn version_2(text: &str) -> String {
    format!("#if MI_API_VERSION >= 2\n{text}\n#endif")
}

/// The guard around one slot (with the comment before it) at the end of a table.
fn guard_slot(text: &str, slot: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains(&format!("*{slot})"))).expect("the slot is there");
    let is_comment = |line: &&str| line.trim_start().starts_with("/*") || line.trim_start().starts_with('*');
    let first = (0..at).rev().take_while(|&i| is_comment(&lines[i])).last().unwrap_or(at);
    let last = (at..lines.len()).find(|&i| lines[i].ends_with(';')).expect("the slot ends");
    let guarded = version_2(&lines[first..=last].join("\n"));
    [&lines[..first].join("\n"), &guarded, &lines[last + 1..].join("\n")].map(String::as_str).join("\n")
}

/// Changes the lines of `item` that are not comments.
fn in_code(item: &str, change: impl Fn(&str) -> String) -> String {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in item.lines() {
        inside |= line.trim_start().starts_with("/*");
        lines.push(if inside { line.to_string() } else { change(line) });
        inside &= !line.contains("*/");
    }
    lines.join("\n")
}

/// The comment before an item, and what is left of it without any.
fn comment(item: &str) -> &str {
    &item[..item.len() - code(item).len()]
}

fn code(item: &str) -> &str {
    if item.starts_with("/*") {
        item[item.find("*/").expect("a closed comment") + 2..].trim_start()
    } else {
        item
    }
}

pub fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn replace_word(line: &str, word: &str, by: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '_') {
        out.push_str(&rest[..at]);
        let name = identifier(&rest[at..]);
        out.push_str(if name == word { by } else { name });
        rest = &rest[at + name.len()..];
    }
    out + rest
}
