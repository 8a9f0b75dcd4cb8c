//! TLS with the system's trust store on Windows: a throw-away authority that is in it, is not, or is disallowed.
//!
//! Windows itself would ask whoever is logged on before it takes an authority into that user's store; wine does not.

use super::secure::{refused, serving, thing};
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use schannel::RawPointer;
use schannel::cert_context::CertContext;
use schannel::cert_store::{CertAdd, CertStore};
use std::ptr::null;
use std::sync::{Mutex, PoisonError};
use windows_sys::Win32::Security::Cryptography::{CERT_STORE_CTRL_COMMIT, CertControlStore};

/// The stores are the user's, not a test's: one at a time.
static TURN: Mutex<()> = Mutex::new(());

/// A certificate in a store of the user's, and out of it when dropped. Nothing of it is held meanwhile: wine writes the
/// store when the last handle is closed.
struct Stored<'a> {
    store: &'static str,
    certificate: &'a [u8],
}

impl<'a> Stored<'a> {
    fn in_store(store: &'static str, certificate: &'a [u8]) -> Self {
        let made = CertContext::new(certificate).expect("it is a certificate");
        let mut opened = CertStore::open_current_user(store).expect("the store opens");
        opened.add_cert(&made, CertAdd::ReplaceExisting).expect("it is added");
        Self { store, certificate }
    }
}

impl Drop for Stored<'_> {
    fn drop(&mut self) {
        let opened = CertStore::open_current_user(self.store).expect("the store opens");
        let mine = opened.certs().find(|one| one.to_der() == self.certificate);
        mine.expect("it was added").delete().expect("it is taken out");
        // SAFETY: the handle is not used after the store.
        let handle = unsafe { opened.as_ptr() };
        // SAFETY: the store is open. Wine does not write what was taken out before it is told to.
        let written = unsafe { CertControlStore(handle, 0, CERT_STORE_CTRL_COMMIT, null()) };
        assert_ne!(written, 0, "it is written");
    }
}

/// An authority for these purposes (none: for all), and a server that shows a certificate of its.
fn authority(name: &str, purposes: &[ExtendedKeyUsagePurpose]) -> (Vec<u8>, u16) {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, name);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.extended_key_usages = purposes.to_vec();
    let key = KeyPair::generate().expect("a key");
    let root = authority.self_signed(&key).expect("a certificate").der().to_vec();
    let own = KeyPair::generate().expect("a key");
    let server = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    let shown = server.signed_by(&own, &Issuer::new(authority, key)).expect("a certificate");
    (root, serving(&rustls::version::TLS13, shown.der().clone(), &own))
}

#[test]
fn authority_in_the_systems_store_is_trusted_and_no_other() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (root, port) = authority("libmi: trusted", &[]);
    let untrusted = "was not issued by a trusted authority";
    refused(&thing(port, &|_| {}), untrusted);
    refused(&thing(port, &|_| {}), "SetCertCACheck");
    {
        let _trusted = Stored::in_store("ROOT", &root);
        assert_eq!(thing(port, &|_| {}).ok().instances.len(), 1);
        let disallowed = Stored::in_store("Disallowed", &root);
        refused(&thing(port, &|_| {}), untrusted);
        drop(disallowed);
        assert_eq!(thing(port, &|_| {}).ok().instances.len(), 1);
    }
    refused(&thing(port, &|_| {}), untrusted);
}

#[test]
fn authority_for_other_purposes_is_not_trusted_for_servers() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    for (purpose, trusted) in
        [(ExtendedKeyUsagePurpose::ServerAuth, true), (ExtendedKeyUsagePurpose::EmailProtection, false)]
    {
        let (root, port) = authority("libmi: of one purpose", &[purpose]);
        let _stored = Stored::in_store("ROOT", &root);
        let outcome = thing(port, &|_| {});
        match trusted {
            true => assert_eq!(outcome.ok().instances.len(), 1),
            false => refused(&outcome, "was not issued by a trusted authority"),
        }
    }
}
