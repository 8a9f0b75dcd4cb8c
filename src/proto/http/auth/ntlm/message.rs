//! The three messages (MS-NLMP 2.2.1), and the attributes of the target (2.2.2.1).

use std::ops::Range;

const SIGNATURE: &[u8; 8] = b"NTLMSSP\0";

/// NegotiateFlags (2.2.2.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flags(pub u32);

impl Flags {
    pub const UNICODE: u32 = 0x0000_0001;
    pub const REQUEST_TARGET: u32 = 0x0000_0004;
    pub const SIGN: u32 = 0x0000_0010;
    pub const SEAL: u32 = 0x0000_0020;
    pub const NTLM: u32 = 0x0000_0200;
    pub const ALWAYS_SIGN: u32 = 0x0000_8000;
    pub const EXTENDED_SESSION_SECURITY: u32 = 0x0008_0000;
    pub const TARGET_INFO: u32 = 0x0080_0000;
    pub const VERSION: u32 = 0x0200_0000;
    pub const KEY_128: u32 = 0x2000_0000;
    pub const KEY_EXCHANGE: u32 = 0x4000_0000;
    pub const KEY_56: u32 = 0x8000_0000;

    const OFFERED: u32 = Self::UNICODE
        | Self::REQUEST_TARGET
        | Self::SIGN
        | Self::SEAL
        | Self::NTLM
        | Self::ALWAYS_SIGN
        | Self::EXTENDED_SESSION_SECURITY
        | Self::VERSION
        | Self::KEY_128
        | Self::KEY_EXCHANGE
        | Self::KEY_56;
    const REQUIRED: u32 = Self::UNICODE
        | Self::SIGN
        | Self::SEAL
        | Self::NTLM
        | Self::EXTENDED_SESSION_SECURITY
        | Self::KEY_128;

    pub fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    /// What both sides can do, from the server's answer; a server that wants less than we do is refused.
    pub fn agreed(self) -> Result<Self, String> {
        if self.0 & Self::REQUIRED != Self::REQUIRED {
            return Err("the server offers a weaker NTLM than 128-bit extended session security".into());
        }
        Ok(Self(self.0 & (Self::OFFERED | Self::TARGET_INFO) | Self::REQUEST_TARGET))
    }
}

/// The VERSION structure (2.2.2.10), which nothing reads.
pub struct Version(pub [u8; 8]);

impl Version {
    /// Windows 10 with revision 15 of the protocol: servers expect some Windows.
    pub const OURS: Self = Self([10, 0, 0, 0, 0, 0, 0, 15]);
}

/// NEGOTIATE_MESSAGE, without a domain or a workstation.
pub fn negotiate(version: &Version) -> Vec<u8> {
    let mut bytes = SIGNATURE.to_vec();
    bytes.extend_from_slice(&1u32.to_le_bytes());
    bytes.extend_from_slice(&Flags::OFFERED.to_le_bytes());
    bytes.extend_from_slice(&[0; 16]);
    bytes.extend_from_slice(&version.0);
    bytes
}

/// CHALLENGE_MESSAGE.
pub struct Challenge {
    pub flags: Flags,
    pub nonce: [u8; 8],
    pub info: TargetInfo,
}

impl Challenge {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.get(..8)? != SIGNATURE || u32_at(bytes, 8)? != 2 {
            return None;
        }
        let flags = Flags(u32_at(bytes, 20)?);
        let nonce = bytes.get(24..32)?.try_into().ok()?;
        let info = match flags.has(Flags::TARGET_INFO) {
            true => TargetInfo::read(payload(bytes, 40)?)?,
            false => TargetInfo(Vec::new()),
        };
        Some(Self { flags, nonce, info })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// What a field descriptor (length, room, offset) names.
fn payload(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::from(u16_at(bytes, at)?);
    let offset = u32_at(bytes, at + 4)? as usize;
    bytes.get(offset..offset.checked_add(length)?)
}

/// AV pairs, without the one that ends them.
#[derive(Debug, PartialEq, Eq)]
pub struct TargetInfo(Vec<(u16, Vec<u8>)>);

const END: u16 = 0;
const FLAGS: u16 = 6;
const TIMESTAMP: u16 = 7;
const TARGET_NAME: u16 = 9;
const CHANNEL_BINDINGS: u16 = 10;

/// MsvAvFlags: the AUTHENTICATE_MESSAGE carries a MIC.
const FLAG_MIC: u32 = 2;

impl TargetInfo {
    fn read(mut bytes: &[u8]) -> Option<Self> {
        let mut pairs = Vec::new();
        while !bytes.is_empty() {
            let (id, length) = (u16_at(bytes, 0)?, usize::from(u16_at(bytes, 2)?));
            if id == END {
                break;
            }
            pairs.push((id, bytes.get(4..4 + length)?.to_vec()));
            bytes = &bytes[4 + length..];
        }
        Some(Self(pairs))
    }

    fn get(&self, id: u16) -> Option<&[u8]> {
        self.0.iter().find(|(found, _)| *found == id).map(|(_, value)| value.as_slice())
    }

    /// The server's time, 100 ns since 1601.
    pub fn timestamp(&self) -> Option<u64> {
        self.get(TIMESTAMP)?.try_into().ok().map(u64::from_le_bytes)
    }

    /// What goes back: the server's pairs and ours, in their bytes.
    pub fn for_response(&self, binding: Option<&[u8; 16]>, service: &str) -> Vec<u8> {
        let ours = [FLAGS, TARGET_NAME, CHANNEL_BINDINGS];
        let mut bytes = Vec::new();
        let mut put = |id: u16, value: &[u8]| {
            // A value longer than its length can say is left out; none of ours is.
            if let Ok(length) = u16::try_from(value.len()) {
                bytes.extend_from_slice(&id.to_le_bytes());
                bytes.extend_from_slice(&length.to_le_bytes());
                bytes.extend_from_slice(value);
            }
        };
        self.0.iter().filter(|(id, _)| !ours.contains(id)).for_each(|(id, value)| put(*id, value));
        let given = self.get(FLAGS).and_then(|value| u32_at(value, 0)).unwrap_or(0);
        let flags = given | if self.timestamp().is_some() { FLAG_MIC } else { 0 };
        if flags != 0 {
            put(FLAGS, &flags.to_le_bytes());
        }
        if let Some(binding) = binding {
            put(CHANNEL_BINDINGS, binding);
        }
        if !service.is_empty() {
            put(TARGET_NAME, &utf16(service));
        }
        put(END, &[]);
        bytes
    }
}

pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// AUTHENTICATE_MESSAGE.
pub struct Authenticate<'a> {
    pub domain: &'a str,
    pub user: &'a str,
    pub workstation: &'a str,
    pub lm: [u8; 24],
    pub nt: &'a [u8],
    pub encrypted_key: &'a [u8],
    pub flags: Flags,
    pub version: &'a Version,
}

impl Authenticate<'_> {
    /// Where the MIC lies, in a message that has one.
    pub const MIC: Range<usize> = 72..88;

    /// The bytes, a MIC of zeros in them where there is to be one.
    pub fn bytes(&self, with_mic: bool) -> Vec<u8> {
        let start = if with_mic { Self::MIC.end } else { Self::MIC.start };
        let (domain, user, workstation) = (utf16(self.domain), utf16(self.user), utf16(self.workstation));
        let payload = [&domain[..], &user, &workstation, &self.lm, self.nt, self.encrypted_key];
        let offsets: Vec<usize> = payload
            .iter()
            .scan(start, |next, field| {
                let offset = *next;
                *next += field.len();
                Some(offset)
            })
            .collect();
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend_from_slice(&3u32.to_le_bytes());
        // The descriptors stand in another order than what they describe.
        for which in [3, 4, 0, 1, 2, 5] {
            let length = (payload[which].len() as u16).to_le_bytes();
            bytes.extend_from_slice(&length);
            bytes.extend_from_slice(&length);
            bytes.extend_from_slice(&(offsets[which] as u32).to_le_bytes());
        }
        bytes.extend_from_slice(&self.flags.0.to_le_bytes());
        bytes.extend_from_slice(&self.version.0);
        bytes.resize(start, 0);
        payload.iter().for_each(|field| bytes.extend_from_slice(field));
        bytes
    }
}
