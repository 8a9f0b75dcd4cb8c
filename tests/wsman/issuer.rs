//! `MI_AUTH_TYPE_ISSUER_CERT`: the client's certificate is chosen by who issued it.

use super::peer::{keys, number, text};
use super::run::{Client, Outcome, run};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::{Error, Value};
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet};
use mi::proto::Verb;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn parameters(name: &str, authority: bool) -> CertificateParams {
    let mut parameters = CertificateParams::new(Vec::new()).expect("parameters");
    parameters.distinguished_name.push(DnType::CommonName, name);
    if authority {
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    } else {
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    }
    parameters
}

fn authority(name: &str) -> Authority {
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(parameters(name, true), key).expect("an authority")
}

/// A client's certificate of this authority in a PEM file of the folder, its key in the same file or beside it, and the
/// authorities between in its chain.
fn client(
    folder: &Path,
    name: &str,
    issuer: &Authority,
    between: &[&Authority],
    expired: bool,
    beside: bool,
) {
    let key = KeyPair::generate().expect("a key");
    let mut parameters = parameters(name, false);
    if expired {
        parameters.not_after = rcgen::date_time_ymd(2001, 1, 1);
    }
    let own = parameters.signed_by(&key, issuer).expect("a certificate");
    let mut pem = own.pem();
    between.iter().for_each(|authority| pem.push_str(&authority.pem()));
    if beside {
        std::fs::write(folder.join(name).with_extension("key"), key.serialize_pem()).expect("written");
    } else {
        pem.push_str(&key.serialize_pem());
    }
    std::fs::write(folder.join(name).with_extension("pem"), pem).expect("written");
}

/// A server that takes certificates of these authorities; what it was shown.
struct Server {
    port: u16,
    shown: Arc<Mutex<Vec<CertificateDer<'static>>>>,
}

fn server(authorities: &[&Authority]) -> Server {
    let mut roots = RootCertStore::empty();
    authorities.iter().for_each(|authority| roots.add(authority.der().clone()).expect("a root"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .expect("a verifier");
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![made.cert.der().clone()], key);
    let config = Arc::new(config.expect("a configuration"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let server = Server { port: listener.local_addr().expect("an address").port(), shown: Arc::default() };
    let shown = server.shown.clone();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let mut connection = ServerConnection::new(config.clone()).expect("a connection");
            let shown = shown.clone();
            std::thread::spawn(move || {
                while connection.is_handshaking() && connection.complete_io(&mut socket).is_ok() {}
                let own = connection.peer_certificates().and_then(|chain| chain.first());
                shown.lock().expect("unpoisoned").extend(own.map(|own| own.clone().into_owned()));
                super::secure::answer(StreamOwned::new(connection, socket));
            });
        }
    });
    server
}

/// A Get with a certificate that was issued by `issuer`, out of `place`.
fn get(
    server: &Server,
    place: Option<&Path>,
    issuer: &str,
    trusted: Option<&Path>,
) -> Result<Outcome, Error> {
    let mut options = DestinationOptions::default();
    text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS);
    number(&mut options, MI_DESTINATIONOPTIONS_DESTINATION_PORT, server.port.into());
    let mut path = |name, path: Option<&Path>| {
        path.iter().for_each(|path| text(&mut options, name, &path.display().to_string()));
    };
    path(MI_DESTINATIONOPTIONS_CERT_FILE, place);
    path(MI_DESTINATIONOPTIONS_TRUSTED_CERTS_DIR, trusted);
    // The server's own certificate is nobody's matter here, unless the trusted ones are asked for.
    number(&mut options, MI_DESTINATIONOPTIONS_CERT_CA_CHECK, 0);
    let credential = Credential {
        option: Arc::new(MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS.into()),
        authentication_name: Arc::new(MI_AUTH_TYPE_ISSUER_CERT.into()),
        authentication: Authentication::IssuerCertificate,
        identity: Identity::Certificate { thumbprint: Some(Arc::new(issuer.into())) },
    };
    options.list_mut().add_credential(credential).expect("added");
    let client = Client::default();
    let connection = client.connect("localhost", &options)?;
    Ok(run(
        connection.as_ref(),
        "root/a",
        Verb::GetInstance { instance: keys("Thing", &[("Id", Value::Uint32(7))]) },
    ))
}

fn hex(bytes: &[u8], between: &str) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(between)
}

/// Two authorities, one of them with another below it, and a folder with clients of all of them.
struct Scene {
    one: Authority,
    other: Authority,
    below: Authority,
    folder: PathBuf,
}

fn scene(test: &str) -> Scene {
    let (one, other) = (authority("One"), authority("Other"));
    let key = KeyPair::generate().expect("a key");
    let below = CertifiedIssuer::signed_by(parameters("Below", true), key, &other).expect("an authority");
    let folder = crate::support::scratch(&format!("issuer-{test}"));
    client(&folder, "a-of-one", &one, &[], false, false);
    client(&folder, "b-of-other-expired", &other, &[], true, false);
    client(&folder, "c-of-below", &below, &[&below, &other], false, true);
    client(&folder, "d-of-other", &other, &[], false, false);
    std::fs::write(folder.join("e.pem"), "nothing").expect("written");
    Scene { one, other, below, folder }
}

fn name_of(shown: &CertificateDer<'_>, folder: &Path) -> String {
    let files = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let own = |file: &PathBuf| {
        let pem = std::fs::read(file).expect("read");
        rustls::pki_types::pem::PemObject::pem_slice_iter(&pem)
            .flatten()
            .next()
            .is_some_and(|first: CertificateDer<'_>| first == *shown)
    };
    let found = files.into_iter().find(own).expect("one of the folder's");
    found.file_stem().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn certificate_of_the_issuer_is_shown() {
    let scene = scene("shown");
    let server = server(&[&scene.one, &scene.other]);
    let authorities = crate::support::scratch("issuer-authorities");
    for (authority, file) in
        [(&scene.one, "one.pem"), (&scene.other, "other.pem"), (&scene.below, "below.pem")]
    {
        std::fs::write(authorities.join(file), authority.pem()).expect("written");
    }
    let file = |name: &str| authorities.join(name).display().to_string();
    let sha1 = |authority: &Authority| hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, authority.der()).as_ref(), "");
    let sha256 = |authority: &Authority| hex(digest(&SHA256, authority.der()).as_ref(), ":");
    for (issuer, trusted, expected) in [
        (file("one.pem"), None, "a-of-one"),
        // The first whose chain leads to it and is valid: not the expired one.
        (file("other.pem"), None, "c-of-below"),
        (file("below.pem"), None, "c-of-below"),
        // By thumbprint: of a certificate that stands in a chain, or among the trusted ones.
        (sha1(&scene.below), None, "c-of-below"),
        (format!("\u{200e}{}", sha256(&scene.other).to_lowercase()), None, "c-of-below"),
        (sha1(&scene.one), Some(authorities.as_path()), "a-of-one"),
    ] {
        get(&server, Some(&scene.folder), &issuer, trusted).expect("connects").ok();
        let shown = server.shown.lock().expect("unpoisoned").pop().expect("a certificate");
        assert_eq!(name_of(&shown, &scene.folder), expected, "{issuer}");
    }
    // One file alone is asked the same.
    let alone = scene.folder.join("d-of-other.pem");
    get(&server, Some(&alone), &file("other.pem"), None).expect("connects").ok();
}

#[test]
fn where_there_is_none_the_error_says_what_was_looked_at() {
    let scene = scene("none");
    let server = server(&[&scene.one, &scene.other]);
    let stranger = scene.folder.with_extension("stranger.pem");
    std::fs::write(&stranger, authority("Stranger").pem()).expect("written");
    let issuer = stranger.display().to_string();
    let failed = get(&server, Some(&scene.folder), &issuer, None).expect("connects");
    let text = &failed.failure().message;
    for said in ["None of the certificates in", "a-of-one.pem", "d-of-other.pem", "UnknownIssuer", "e.pem"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let unknown = get(&server, Some(&scene.folder), &"00".repeat(20), None).expect("connects");
    assert!(unknown.failure().message.contains("neither in the chains"), "{:?}", unknown.error);
    assert!(server.shown.lock().expect("unpoisoned").is_empty());
    for (place, issuer, said) in [
        (None, issuer.as_str(), "SetCertFile"),
        (Some(scene.folder.as_path()), "", "thumbprint"),
        (Some(scene.folder.as_path()), "12 34", "thumbprint"),
        (Some(scene.folder.as_path()), "relative.pem", "thumbprint"),
    ] {
        let error = get(&server, place, issuer, None).expect_err("it cannot be used");
        assert_eq!(error.result, MI_RESULT_INVALID_PARAMETER, "{error:?}");
        assert!(error.message.contains(said), "{error:?}");
    }
}
