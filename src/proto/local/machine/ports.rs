//! Ethernet ports, from `/sys/class/net`.

use super::{number_file, text_file};
use std::path::Path;

/// The hardware type of Ethernet (ARPHRD_ETHER).
const ETHERNET: u32 = 1;
const IFF_UP: u32 = 1;

/// An Ethernet port as it was seen at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Port {
    pub name: String,
    /// Six octets in hexadecimal digits without separators.
    pub address: Option<String>,
    /// Whether the address is the one burnt in.
    pub permanent: bool,
    pub up: Option<bool>,
    /// The kernel's word for it: `up`, `down`, `dormant` …
    pub state: Option<String>,
    pub bits_per_second: Option<u64>,
    pub full_duplex: Option<bool>,
    pub mtu: Option<u64>,
}

pub fn all() -> Vec<Port> {
    let Ok(entries) = std::fs::read_dir("/sys/class/net") else { return Vec::new() };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    names.iter().filter_map(|name| port(&name.to_string_lossy())).collect()
}

fn port(name: &str) -> Option<Port> {
    let directory = Path::new("/sys/class/net").join(name);
    if number_file::<u32>(directory.join("type"))? != ETHERNET {
        return None;
    }
    let flags = text_file(directory.join("flags"))
        .and_then(|text| u32::from_str_radix(text.trim_start_matches("0x"), 16).ok());
    let megabits = number_file::<i64>(directory.join("speed")).filter(|speed| *speed > 0);
    let duplex = text_file(directory.join("duplex"));
    let address = text_file(directory.join("address")).map(|text| text.replace(':', "").to_uppercase());
    Some(Port {
        name: name.to_owned(),
        address: address.filter(|digits| !digits.is_empty()),
        permanent: number_file::<u32>(directory.join("addr_assign_type")) == Some(0),
        up: flags.map(|flags| flags & IFF_UP != 0),
        state: text_file(directory.join("operstate")),
        bits_per_second: megabits.map(|megabits| megabits.unsigned_abs() * 1_000_000),
        full_duplex: match duplex.as_deref() {
            Some("full") => Some(true),
            Some("half") => Some(false),
            _ => None,
        },
        mtu: number_file(directory.join("mtu")),
    })
}
