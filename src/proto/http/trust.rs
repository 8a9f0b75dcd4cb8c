//! The system's trust store: the certificates of those who may vouch for servers. None readable means that nothing is
//! trusted, which each connection then says.

use rustls::pki_types::CertificateDer;

/// Files and folders, as OpenSSL finds them (`SSL_CERT_FILE`, `SSL_CERT_DIR`).
#[cfg(unix)]
pub fn anchors() -> Vec<CertificateDer<'static>> {
    rustls_native_certs::load_native_certs().certs
}

/// The user's and the machine's `ROOT` store, as far as they are for servers and not in the store `Disallowed`. What
/// Windows would fetch only when it is first met is not there: nothing waits for others here.
#[cfg(windows)]
pub fn anchors() -> Vec<CertificateDer<'static>> {
    let disallowed = certificates("Disallowed", |_| true);
    let mut anchors = certificates("ROOT", serves);
    anchors.retain(|anchor| !disallowed.contains(anchor));
    anchors
}

#[cfg(windows)]
fn certificates(
    store: &str,
    wanted: fn(&schannel::cert_context::CertContext) -> bool,
) -> Vec<CertificateDer<'static>> {
    let Ok(store) = schannel::cert_store::CertStore::open_current_user(store) else { return Vec::new() };
    store.certs().filter(wanted).map(|certificate| certificate.to_der().to_vec().into()).collect()
}

/// One whose purposes cannot be read is for none.
#[cfg(windows)]
fn serves(certificate: &schannel::cert_context::CertContext) -> bool {
    use schannel::cert_context::ValidUses;
    match certificate.valid_uses() {
        Ok(ValidUses::All) => true,
        // id-kp-serverAuth
        Ok(ValidUses::Oids(uses)) => uses.iter().any(|usage| usage == "1.3.6.1.5.5.7.3.1"),
        Err(_) => false,
    }
}
