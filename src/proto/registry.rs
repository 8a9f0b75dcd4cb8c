//! Which handler serves a session: by protocol name and destination.

use super::Handler;
#[cfg(not(windows))]
use super::local::LocalHandler;
#[cfg(windows)]
use super::wmi::WmiHandler as LocalHandler;
use super::wsman::Wsman;
use crate::abi::*;
use crate::cim::Error;
use crate::sync::OnceLock;
use std::path::Path;

/// The name of the protocol where none is asked for and no destination is given.
#[cfg(not(windows))]
const OWN: &str = "LOCAL";
#[cfg(windows)]
const OWN: &str = "WMIDCOM";

/// Where an omiserver of the original listens.
const OMI_SOCKET: &str = "/var/opt/omi/run/omiserver.sock";

/// The protocols of one application; each is made when it is first asked for.
#[derive(Default)]
pub struct Handlers {
    local: OnceLock<LocalHandler>,
}

/// Which protocol serves a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Protocol {
    Local,
    Wsman,
}

impl Handlers {
    /// The handler for a session, and the protocol's name for reports.
    pub fn choose(
        &self,
        protocol: Option<&str>,
        destination: Option<&str>,
    ) -> Result<(String, &dyn Handler), Error> {
        let (name, protocol) = choose(protocol, destination)?;
        match protocol {
            Protocol::Local => Ok((name.to_owned(), self.local.get_or_init(LocalHandler::default))),
            Protocol::Wsman => Ok((name.to_owned(), &Wsman)),
        }
    }
}

impl Handlers {
    /// Every session is closed: ends what threads the protocols have of their own.
    pub fn close(&self) {
        #[cfg(windows)]
        if let Some(local) = self.local.get() {
            local.close();
        }
    }
}

type Chosen = Result<(&'static str, Protocol), Error>;

fn choose(protocol: Option<&str>, destination: Option<&str>) -> Chosen {
    let destination = destination.filter(|destination| !destination.is_empty());
    let is = |name: &str| protocol.is_some_and(|protocol| protocol.eq_ignore_ascii_case(name));
    match protocol {
        None if destination.is_none() => Ok((OWN, Protocol::Local)),
        None => Ok(("WINRM", Protocol::Wsman)),
        Some(_) if is("LOCAL") => local_only("LOCAL", destination),
        // DCOM reaches other machines, too.
        #[cfg(windows)]
        Some(_) if is("WMIDCOM") => Ok(("WMIDCOM", Protocol::Local)),
        #[cfg(not(windows))]
        Some(_) if is("WMIDCOM") => local_only("WMIDCOM", destination),
        Some(_) if is("OMI_SOCKETS") => omi_sockets(destination, Path::new(OMI_SOCKET)),
        Some(_) if is("WINRM") || is("MI_REMOTE_WSMAN") => Ok(("WINRM", Protocol::Wsman)),
        Some(protocol) => Err(Error::new(
            MI_RESULT_NOT_FOUND,
            format!(
                "no protocol is called {protocol:?}: LOCAL, WMIDCOM, OMI_SOCKETS, WINRM, MI_REMOTE_WSMAN are"
            ),
        )
        .with_category(MI_ERRORCATEGORY_NOT_INSTALLED)),
    }
}

fn local_only(name: &'static str, destination: Option<&str>) -> Chosen {
    match destination {
        Some(other) if !is_this_machine(other) => Err(Error::new(
            MI_RESULT_NOT_SUPPORTED,
            format!("protocol {name} reaches this machine only, not {other:?}: use WINRM"),
        )
        .with_category(MI_ERRORCATEGORY_NOT_IMPLEMENTED)),
        _ => Ok((name, Protocol::Local)),
    }
}

/// With an omiserver on the machine its clients expect its classes, not ours.
fn omi_sockets(destination: Option<&str>, socket: &Path) -> Chosen {
    if socket.exists() {
        let text = format!(
            "an omiserver listens on {}, and its OMI_SOCKETS protocol is not spoken; without a protocol name this \
             library serves the machine itself",
            socket.display()
        );
        return Err(Error::new(MI_RESULT_NOT_SUPPORTED, text).with_category(MI_ERRORCATEGORY_PROTOCOL_ERROR));
    }
    local_only("OMI_SOCKETS", destination)
}

/// A name of this machine that needs no look-up.
pub fn is_this_machine(destination: &str) -> bool {
    let names = [".", "localhost", "localhost.localdomain", "127.0.0.1", "::1", "[::1]"];
    names.iter().any(|name| name.eq_ignore_ascii_case(destination))
        || own_name().is_some_and(|host| host.trim().eq_ignore_ascii_case(destination))
}

#[cfg(not(windows))]
fn own_name() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/hostname").ok()
}

#[cfg(windows)]
fn own_name() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(protocol: Option<&str>, destination: Option<&str>) -> MI_Result {
        choose(protocol, destination).map_or_else(|error| error.result, |_| MI_RESULT_OK)
    }

    #[test]
    fn local_names_serve_this_machine() {
        for (protocol, destination) in [
            (None, None),
            (None, Some("")),
            (Some("local"), None),
            (Some("WMIDCOM"), Some("localhost")),
            (Some("wmidcom"), Some(".")),
        ] {
            assert_eq!(result(protocol, destination), MI_RESULT_OK, "{protocol:?} {destination:?}");
        }
    }

    #[test]
    fn unknown_protocol_is_not_found() {
        assert_eq!(result(Some("NOPE"), None), MI_RESULT_NOT_FOUND);
        assert_eq!(result(Some("LOCAL"), Some("far.example")), MI_RESULT_NOT_SUPPORTED);
    }

    #[test]
    fn omi_sockets_with_a_server_is_refused() {
        let none = Path::new("/nonexistent/omiserver.sock");
        assert!(omi_sockets(None, none).is_ok());
        let error = omi_sockets(None, &std::env::temp_dir()).expect_err("something is there");
        assert_eq!(error.result, MI_RESULT_NOT_SUPPORTED);
        assert!(error.message.contains("not spoken"));
    }
}
