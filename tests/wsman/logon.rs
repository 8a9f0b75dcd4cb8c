//! Log-ons with tokens against the independent server: NTLM and Negotiate, sealing, channel bindings, refusals.

use super::peer::{Peer, keys, with};
use super::run::{Client, Outcome, run};
use mi::abi::*;
use mi::cim::Value;
use mi::options::{Authentication, DestinationOptions};
use mi::proto::Verb;

const SEALED: [&str; 3] = ["--auth", "negotiate", "--require-encryption"];

fn ann() -> Verb {
    Verb::GetInstance { instance: keys("Test_Person", &[("Name", Value::String("Ann".into()))]) }
}

fn get(peer: &Peer, options: &DestinationOptions) -> Outcome {
    let client = Client::default();
    let connection = client.connect(&format!("http://127.0.0.1:{}", peer.http), options).expect("connects");
    run(connection.as_ref(), "root/test", ann())
}

#[track_caller]
fn refused(outcome: &Outcome, said: &[&str]) {
    let error = outcome.failure();
    assert_eq!(
        (error.result, error.category),
        (MI_RESULT_ACCESS_DENIED, MI_ERRORCATEGORY_AUTHENTICATION_ERROR),
        "{error:?}"
    );
    for said in said {
        assert!(error.message.contains(said), "{said:?} in {error:?}");
    }
}

#[test]
fn sealed_operations_work_with_negotiate_and_ntlm() {
    let Some(peer) = Peer::start(&SEALED) else { return };
    for authentication in [Authentication::NegotiateWithCredentials, Authentication::Ntlm] {
        let client = Client::default();
        let options = with(authentication, "peeruser", "Peer-Pass1");
        let connection =
            client.connect(&format!("http://127.0.0.1:{}", peer.http), &options).expect("connects");
        for _ in 0..3 {
            assert_eq!(run(connection.as_ref(), "root/test", ann()).ok().instances.len(), 1);
        }
        let all = Verb::EnumerateInstances { class: "Test_Person".into(), keys_only: false };
        assert!(run(connection.as_ref(), "root/test", all).ok().instances.len() > 1);
    }
}
