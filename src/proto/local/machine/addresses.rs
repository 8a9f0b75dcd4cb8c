//! The IP addresses of this machine's interfaces (getifaddrs(3)).

use nix::ifaddrs::{InterfaceAddress, getifaddrs};
use nix::net::if_::InterfaceFlags;
use nix::sys::socket::SockaddrStorage;
use std::net::IpAddr;

/// An address of an interface.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    pub interface: String,
    pub address: IpAddr,
    pub mask: Option<IpAddr>,
    pub up: bool,
}

impl Address {
    /// The number of leading one bits of the mask.
    pub fn prefix_length(&self) -> Option<u8> {
        let ones = match self.mask? {
            IpAddr::V4(mask) => u32::from(mask).leading_ones(),
            IpAddr::V6(mask) => u128::from(mask).leading_ones(),
        };
        u8::try_from(ones).ok()
    }
}

pub fn all() -> Vec<Address> {
    getifaddrs().map_or_else(|_| Vec::new(), |list| list.filter_map(address).collect())
}

fn address(entry: InterfaceAddress) -> Option<Address> {
    Some(Address {
        address: ip(entry.address.as_ref()?)?,
        mask: entry.netmask.as_ref().and_then(ip),
        up: entry.flags.contains(InterfaceFlags::IFF_UP),
        interface: entry.interface_name,
    })
}

fn ip(address: &SockaddrStorage) -> Option<IpAddr> {
    let v4 = address.as_sockaddr_in().map(|found| IpAddr::V4(found.ip()));
    v4.or_else(|| address.as_sockaddr_in6().map(|found| IpAddr::V6(found.ip())))
}
