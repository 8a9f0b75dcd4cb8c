//! Certificate files: what is trusted beside the system's roots, and what we show of our own.

use super::auth::Secret;
use super::failure::Failure;
use super::trust;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{Error, RootCertStore};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file that is read.
const MOST: u64 = 1 << 20;

/// The client's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// A PEM file with the certificate's chain, and its key where `key` names no other file. With an issuer it may be a
    /// directory of such files, where the key of `name.pem` may be in `name.key`.
    pub place: PathBuf,
    pub key: Option<PathBuf>,
    /// The certificate must have been issued by this one (`MI_AUTH_TYPE_ISSUER_CERT`).
    pub issuer: Option<Issuer>,
}

/// How an issuer is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// By its certificate, in a PEM file.
    File(PathBuf),
    /// By the SHA-1 (Windows' thumbprint) or the SHA-256 of its certificate, which is among the trusted ones or in a
    /// candidate's chain.
    Thumbprint(Vec<u8>),
}

impl Issuer {
    /// A path, or hexadecimal digits as tools print them: with colons or blanks between, or not.
    pub fn named(text: &str) -> Option<Self> {
        if Path::new(text).is_absolute() {
            return Some(Self::File(text.into()));
        }
        let digits: Vec<u32> = text
            .chars()
            // Windows' dialog puts an invisible mark before what is copied from it.
            .filter(|character| !matches!(character, ' ' | ':' | '\u{200e}'))
            .map(|character| character.to_digit(16))
            .collect::<Option<_>>()?;
        let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect();
        matches!(digits.len(), 40 | 64).then_some(Self::Thumbprint(bytes))
    }

    fn is(thumbprint: &[u8], certificate: &[u8]) -> bool {
        let algorithm = if thumbprint.len() == 20 { &SHA1_FOR_LEGACY_USE_ONLY } else { &SHA256 };
        digest(algorithm, certificate).as_ref() == thumbprint
    }
}

/// A certificate's chain, its own first, and its key.
pub type Shown = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// The certificate that is to be shown. `trusted` are the files with certificates trusted beside the system's.
pub fn shown(
    identity: &Identity,
    trusted: Option<&Path>,
    provider: &Arc<CryptoProvider>,
) -> Result<Shown, Failure> {
    let place = &identity.place;
    let Some(issuer) = &identity.issuer else {
        return Ok((chain(place)?, key(identity.key.as_deref().unwrap_or(place))?));
    };
    let mut candidates: Vec<_> = files(place)?.into_iter().map(|file| (chain(&file), file)).collect();
    candidates.sort_by(|(_, one), (_, other)| one.cmp(other));
    let issuer = match issuer {
        Issuer::File(path) => chain(path)?.remove(0),
        Issuer::Thumbprint(thumbprint) => {
            let shown = candidates.iter().flat_map(|(chain, _)| chain.iter().flatten().skip(1)).cloned();
            let mut all =
                shown.chain(trusted.map(others).transpose()?.unwrap_or_default()).chain(trust::anchors());
            all.find(|certificate| Issuer::is(thumbprint, certificate)).ok_or_else(|| Failure::Settings {
                reason: "The issuer's certificate (IssuerCert) is neither in the chains of the client's certificates nor \
                         among the trusted ones: name its file in place of the thumbprint."
                    .into(),
            })?
        }
    };
    let verifier = issued_by(issuer, provider).map_err(|error| unusable(place, &error.to_string()))?;
    let mut unfit = Vec::new();
    for (chain, file) in candidates {
        match chain.and_then(|chain| Ok((fits(&chain, verifier.as_ref(), &file)?, chain))) {
            Ok(((), chain)) => return Ok((chain, key(&key_of(identity, &file))?)),
            Err(failure) => unfit.push(failure.to_string()),
        }
    }
    Err(Failure::Settings {
        reason: format!(
            "None of the certificates in {} was issued by the one that IssuerCert names. {}",
            place.display(),
            unfit.join(" ")
        ),
    })
}

/// What tells whether a client's certificate was issued by this one, itself or through others.
fn issued_by(
    issuer: CertificateDer<'static>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, String> {
    let mut roots = RootCertStore::empty();
    roots.add(issuer).map_err(|error| error.to_string())?;
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    builder.build().map_err(|error| error.to_string())
}

fn fits(chain: &[CertificateDer<'_>], verifier: &dyn ClientCertVerifier, file: &Path) -> Result<(), Failure> {
    let [own, others @ ..] = chain else { return Err(unusable(file, "there is no certificate in it")) };
    let verified = verifier.verify_client_cert(own, others, UnixTime::now());
    verified.map(drop).map_err(|error: Error| unusable(file, &error.to_string()))
}

fn key_of(identity: &Identity, file: &Path) -> PathBuf {
    let beside = file.with_extension("key");
    match &identity.key {
        Some(key) if *file == identity.place => key.clone(),
        _ if beside.exists() => beside,
        _ => file.to_owned(),
    }
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    // There may be a key in it.
    let pem = Secret(read_private(path).map_err(|error| unusable(path, &error.to_string()))?);
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&pem.0).flatten().collect();
    if chain.is_empty() { Err(unusable(path, "there is no certificate in it")) } else { Ok(chain) }
}

fn key(path: &Path) -> Result<PrivateKeyDer<'static>, Failure> {
    let pem = Secret(read_private(path).map_err(|error| unusable(path, &error.to_string()))?);
    let key = PrivateKeyDer::from_pem_slice(&pem.0);
    key.map_err(|error| unusable(path, &format!("there is no usable key in it: {error}")))
}

/// All certificates of a PEM file, or of those of a directory.
pub fn others(path: &Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    let mut all = Vec::new();
    for file in files(path)? {
        let pem = read_private(&file).map_err(|error| unusable(&file, &error.to_string()))?;
        all.extend(CertificateDer::pem_slice_iter(&pem).flatten());
    }
    Ok(all)
}

/// The file itself, or the PEM files of a directory.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let named =
        |file: &PathBuf| file.extension().is_some_and(|end| end == "pem" || end == "crt" || end == "cer");
    let entries = std::fs::read_dir(path).map_err(|error| unusable(path, &error.to_string()))?.take(4096);
    Ok(entries.flatten().map(|entry| entry.path()).filter(named).collect())
}

pub fn unusable(path: &Path, reason: &str) -> Failure {
    Failure::Settings { reason: format!("The certificate file {} cannot be used: {reason}.", path.display()) }
}

/// An absolute path, not a link, of a bounded size.
fn read_private(path: &Path) -> io::Result<Vec<u8>> {
    if !path.is_absolute() {
        return Err(io::Error::other("the path is not absolute"));
    }
    let mut options = std::fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    let file = options.open(path)?;
    // It may be a key: a buffer that grows would leave parts of it behind.
    let mut bytes = Vec::with_capacity(file.metadata()?.len().min(MOST) as usize + 1);
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
