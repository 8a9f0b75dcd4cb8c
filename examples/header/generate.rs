//! Which header is made from which sources, and the run of cbindgen.

use super::rewrite;
use std::path::{Path, PathBuf};

/// One header: its hand-written top and end, and the Rust files between them.
pub struct Header {
    pub path: &'static str,
    prologue: &'static str,
    epilogue: &'static str,
    /// Folders or files; a missing one is skipped, so that a header can name files that come later.
    sources: &'static [&'static str],
    /// Files whose names belong to another header.
    except: &'static [&'static str],
    /// Constants by this prefix, of `abi::names`, become string macros here; the others elsewhere.
    strings: fn(&str) -> bool,
}

const HEADERS: &[Header] = &[
    Header {
        path: "include/mi.h",
        prologue: include_str!("mi_prologue.h"),
        epilogue: include_str!("mi_epilogue.h"),
        sources: &["src/abi", "src/ffi"],
        except: &[
            "src/abi/mod.rs",
            "src/abi/micodec.rs",
            "src/abi/ext.rs",
            "src/ffi/exports_data.rs",
            "src/ffi/exports_micodec.rs",
            "src/ffi/exports_ext.rs",
        ],
        strings: |name| !is_codec(name),
    },
    Header {
        path: "include/micodec.h",
        prologue: include_str!("micodec_prologue.h"),
        epilogue: include_str!("micodec_epilogue.h"),
        sources: &["src/abi/micodec.rs"],
        except: &[],
        strings: is_codec,
    },
    Header {
        path: "include/mi_ext.h",
        prologue: include_str!("mi_ext_prologue.h"),
        epilogue: include_str!("mi_ext_epilogue.h"),
        sources: &["src/abi/ext.rs", "src/ffi/exports_ext.rs"],
        except: &[],
        strings: |_| false,
    },
];

/// The headers that have sources.
pub fn headers() -> impl Iterator<Item = &'static Header> {
    HEADERS.iter().filter(|header| !sources(header).is_empty())
}

fn is_codec(name: &str) -> bool {
    name.starts_with("MOFCODEC_") || name == "MI_RESULT_TYPE_MOF_PARSER"
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of one header.
pub fn generate(header: &Header) -> String {
    let sources = sources(header);
    let text: String = sources.iter().map(|path| read(path)).collect();
    let scalars = declared(&read(&root().join("src/abi/scalars.rs")), &["pub type "]);
    let mut config =
        cbindgen::Config::from_file(root().join("cbindgen.toml")).expect("cbindgen.toml is readable");
    config.export.include = declared(&text, &["pub struct ", "pub union ", "pub type "]);
    config.export.include.retain(|name| !scalars.contains(name));
    config.export.exclude = scalars;
    config.export.exclude.extend(rewrite::WRITTEN_BY_HAND.iter().map(|name| name.to_string()));
    let mut builder = cbindgen::Builder::new().with_config(config);
    for path in &sources {
        builder = builder.with_src(path);
    }
    let mut generated = Vec::new();
    builder.generate().expect("cbindgen reads the sources").write(&mut generated);
    let generated = String::from_utf8(generated).expect("cbindgen writes UTF-8");
    let names = read(&root().join("src/abi/names.rs"));
    let constants = read(&root().join("src/abi/constants.rs")) + &read(&root().join("src/abi/ext.rs"));
    let body = rewrite::Body::new(&generated, &constants, &names, header.strings);
    format!("{}\n{}\n{}", header.prologue, body.write(), header.epilogue)
}

/// The Rust files of a header, in a stable order. Of `ffi` only the flat exports count.
fn sources(header: &Header) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for source in header.sources {
        let path = root().join(source);
        if path.is_file() {
            files.push(path);
        } else if let Ok(entries) = std::fs::read_dir(&path) {
            let exports_only = path.ends_with("ffi");
            files.extend(entries.flatten().map(|entry| entry.path()).filter(|file| {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                name.ends_with(".rs") && (!exports_only || name.starts_with("exports_"))
            }));
        }
    }
    files.retain(|file| !header.except.iter().any(|except| *file == root().join(except)));
    files.sort();
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names that lines of `text` declare after one of `keywords`.
fn declared(text: &str, keywords: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        for keyword in keywords {
            if let Some(rest) = line.strip_prefix(keyword) {
                names.push(rewrite::identifier(rest).to_string());
            }
        }
    }
    names
}
