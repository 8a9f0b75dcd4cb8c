//! Every fault becomes a result, a text and a CIM_Error; the documentation's table is the code's.

use super::peer::anonymous;
use super::run::{Client, run};
use super::server::{Reply, Server, fault, is_schema};
use mi::abi::*;
use mi::cim::Value;
use mi::codec::wsman::fault_codes::{CODES, SUBCODES};
use mi::proto::Verb;
use std::fmt::Write;

fn failed(fault: String) -> mi::cim::Error {
    let server = Server::start(move |_, request| {
        if is_schema(request) { super::server::no_schema() } else { Reply::Fault(fault.clone()) }
    });
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let instance = super::peer::keys("Thing", &[("Id", Value::Uint32(7))]);
    run(connection.as_ref(), "root/a", Verb::GetInstance { instance }).failure().clone()
}

#[test]
fn fault_becomes_result_text_and_instance() {
    let detail = "<f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\"2150858752\" Machine=\"srv\">\
                  <f:Message><f:ProviderFault provider=\"P\"><f:WSManFault Code=\"2147749890\" Machine=\"srv\"><f:Message>Not here</f:Message>\
                  </f:WSManFault></f:ProviderFault></f:Message></f:WSManFault>";
    let error = failed(fault("s:Sender", "a:DestinationUnreachable", "Cannot process.", detail));
    assert_eq!(
        (error.result, error.category),
        (MI_RESULT_NOT_FOUND, MI_ERRORCATEGORY_OBJECT_NOT_FOUND),
        "{error:?}"
    );
    assert_eq!(error.message, "Cannot process. Not here");
    let instance = error.detail.as_ref().expect("a CIM_Error");
    let text = |name: &str| {
        let element = instance.view().get(name).unwrap_or_else(|| panic!("{name} in {instance:?}"));
        element.value.and_then(|value| value.as_str().map(|text| text.into_owned()))
    };
    let number = |name: &str| {
        instance.view().get(name).and_then(|element| element.value).and_then(|value| value.as_integer())
    };
    assert_eq!(text("FaultCode").as_deref(), Some("Sender"));
    assert_eq!(text("FaultSubcode").as_deref(), Some("DestinationUnreachable"));
    assert_eq!(text("ProviderFault").as_deref(), Some("Not here"));
    assert_eq!(number("WSManFaultCode"), Some(2150858752));
    assert_eq!(number("CIMStatusCode"), Some(6));
}

#[test]
fn every_code_and_subcode_gives_its_result() {
    for (code, meaning, name) in CODES {
        let parsed = mi::codec::wsman::fault::Fault { wsman_code: Some(*code), ..Default::default() };
        assert_eq!(parsed.meaning(), *meaning, "{name}");
    }
    for (subcode, meaning) in SUBCODES {
        let parsed = mi::codec::wsman::fault::Fault { subcode: (*subcode).into(), ..Default::default() };
        assert_eq!(parsed.meaning(), *meaning, "{subcode}");
    }
}

/// The documentation's table, made from the code's.
fn table() -> String {
    let mut out =
        String::from("| Code | What it is | MI_Result | MI_ErrorCategory |\n| --- | --- | --- | --- |\n");
    for (code, meaning, name) in CODES {
        let _ = writeln!(
            out,
            "| {code} (0x{code:08X}) | {name} | {} | {} |",
            meaning.result.0, meaning.category.0
        );
    }
    out.push_str("\n| Subcode | MI_Result | MI_ErrorCategory |\n| --- | --- | --- |\n");
    for (subcode, meaning) in SUBCODES {
        let _ = writeln!(out, "| {subcode} | {} | {} |", meaning.result.0, meaning.category.0);
    }
    out
}

#[test]
fn documentation_lists_every_fault() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/wsman-faults.md");
    let text = std::fs::read_to_string(&path).expect("docs/wsman-faults.md");
    let (before, _) = text.split_once("<!-- table -->").expect("the mark before the table");
    let wanted = format!("{before}<!-- table -->\n\n{}", table());
    if std::env::var("GOLDEN").is_ok_and(|value| value == "write") {
        std::fs::write(&path, &wanted).expect("written");
        return;
    }
    assert_eq!(text, wanted);
}
