//! The independent server in `../shared/wsman/peer`: all operations and its faults. Skipped where it is not there.

use super::peer_process::Peer;
use super::run::{Client, finish, next, request, run};
use mi::abi::*;
use mi::cim::{Datetime, Instance, MiString, Type, Value, ValueRef};
use mi::options::{Authentication, Credential, DestinationOptions, Identity, OptionSet, OptionValue, Secret};
use mi::proto::{Connection, Event, Verb};
use std::sync::Arc;

impl Peer {
    pub fn connect(&self, client: &Client) -> Box<dyn Connection> {
        client
            .connect(&format!("http://127.0.0.1:{}", self.http), &basic("peeruser", "Peer-Pass1"))
            .expect("connects")
    }
}

/// Options with nobody to log on: requests go in clear.
pub fn anonymous() -> DestinationOptions {
    let mut options = DestinationOptions::default();
    let nobody = ambient(Authentication::None, names::MI_AUTH_TYPE_NONE);
    options.list_mut().add_credential(nobody).expect("added");
    options
}

/// A credential of this authentication type, which names nobody.
pub fn ambient(authentication: Authentication, name: &str) -> Credential {
    Credential {
        option: Arc::new(names::MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS.into()),
        authentication_name: Arc::new(name.into()),
        authentication,
        identity: Identity::Ambient,
    }
}

/// Options with a Basic credential, in clear.
pub fn basic(user: &str, password: &str) -> DestinationOptions {
    let mut options = with_credential(user, password);
    number(&mut options, names::MI_DESTINATIONOPTIONS_PACKET_PRIVACY, 0);
    options
}

pub fn with_credential(user: &str, password: &str) -> DestinationOptions {
    with(Authentication::Basic, user, password)
}

/// Options with one credential.
pub fn with(authentication: Authentication, user: &str, password: &str) -> DestinationOptions {
    let mut options = DestinationOptions::default();
    add(&mut options, authentication, user, password);
    options
}

pub fn add(options: &mut DestinationOptions, authentication: Authentication, user: &str, password: &str) {
    let option = names::MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS;
    options.list_mut().add_credential(credential(option, authentication, user, password)).expect("added");
}

/// A credential for the destination or for a proxy.
pub fn credential(option: &str, authentication: Authentication, user: &str, password: &str) -> Credential {
    let units: Vec<MI_Char> = password.bytes().map(|byte| byte as MI_Char).collect();
    Credential {
        option: Arc::new(option.into()),
        authentication_name: Arc::new(format!("{authentication:?}").as_str().into()),
        authentication,
        identity: Identity::User {
            domain: None,
            user: Some(Arc::new(user.into())),
            password: Secret::new(&units).map(Arc::new),
        },
    }
}

pub fn number(options: &mut DestinationOptions, name: &str, value: u32) {
    options.list_mut().set(&MiString::from(name), OptionValue::Number(value)).expect("set");
}

pub fn text(options: &mut DestinationOptions, name: &str, value: &str) {
    let value = OptionValue::Text(Arc::new(value.into()));
    options.list_mut().set(&MiString::from(name), value).expect("set");
}

/// A keys-only instance.
pub fn keys(class: &str, keys: &[(&str, Value)]) -> Instance {
    let mut instance = Instance::dynamic(class).expect("an instance");
    for (name, value) in keys {
        instance.add(name, value.as_ref(), MI_FLAG_KEY).expect("added");
    }
    instance
}

fn string(text: &str) -> Value {
    Value::String(text.into())
}

fn value(instance: &Instance, name: &str) -> Option<Value> {
    let element = instance.view().get(name).unwrap_or_else(|| panic!("{name} in {instance:?}"));
    element.value.map(|value| value.to_owned().expect("owned"))
}

fn enumerate(class: &str) -> Verb {
    Verb::EnumerateInstances { class: class.into(), keys_only: false }
}

#[test]
fn transfer_operations_against_the_independent_server_work() {
    let Some(peer) = Peer::start(&[]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let run = |verb| run(connection.as_ref(), "root/test", verb);
    run(Verb::TestConnection).ok();
    let ann = keys("Test_Person", &[("Name", string("Ann"))]);
    let got = run(Verb::GetInstance { instance: ann.clone() }).ok().instances.remove(0);
    assert_eq!(got.view().get("Age").and_then(|age| age.value).and_then(|age| age.as_integer()), Some(31));
    assert_ne!(got.view().get("Age").map(|age| age.ty), Some(Type::String));
    assert!(matches!(value(&got, "Born"), Some(Value::Datetime(Datetime::Timestamp { year: 1993, .. }))));
    assert_eq!(value(&got, "Nicknames"), Some(Value::StringArray(vec!["A".into(), "Annie".into()])));
    let Some(Value::Reference(friend)) = value(&got, "Friend") else { panic!("a reference: {got:?}") };
    assert_eq!(value(&friend, "Name"), Some(string("Bob")));
    assert_eq!(got.view().namespace().as_deref(), Some("root/test"));

    let mut changed = got.clone();
    changed.set("Caption", ValueRef::Text("<new> & \"quoted\"")).expect("set");
    run(Verb::ModifyInstance { instance: changed }).ok();
    let again = run(Verb::GetInstance { instance: ann.clone() }).ok().instances.remove(0);
    assert_eq!(value(&again, "Caption"), Some(string("<new> & \"quoted\"")));
    assert_eq!(value(&again, "Nicknames"), value(&got, "Nicknames"));

    let zoe = keys("Test_Person", &[("Name", string("Zoe"))]);
    let made = run(Verb::CreateInstance { instance: zoe.clone() }).ok().instances.remove(0);
    assert_eq!(value(&made, "Name"), Some(string("Zoe")));
    let twice = run(Verb::CreateInstance { instance: zoe.clone() });
    assert_eq!(twice.failure().result, MI_RESULT_ALREADY_EXISTS);
    run(Verb::DeleteInstance { instance: zoe.clone() }).ok();
    let gone = run(Verb::DeleteInstance { instance: zoe });
    assert_eq!(gone.failure().result, MI_RESULT_NOT_FOUND, "{:?}", gone.error);
}

#[test]
fn enumerations_and_queries_against_the_independent_server_work() {
    let Some(peer) = Peer::start(&["--instances", "2000", "--page", "300"]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let run = |verb| run(connection.as_ref(), "root/test", verb);
    let bulk = run(enumerate("Test_Bulk")).ok().instances;
    assert_eq!(bulk.len(), 2000);
    for (at, instance) in bulk.iter().enumerate() {
        assert_eq!(value(instance, "Size"), Some(Value::Uint64(at as u64 * 4096)), "{instance:?}");
    }
    let deep = run(enumerate("Test_Person")).ok().instances;
    assert!(deep.iter().any(|instance| instance.view().class_name() == "Test_Employee"));
    let names = run(Verb::EnumerateInstances { class: "Test_Person".into(), keys_only: true }).ok().instances;
    assert_eq!(names.len(), deep.len());
    assert!(names.iter().all(|name| name.view().len() == 1 && value(name, "Name").is_some()));
    let query = |text: &str| Verb::QueryInstances { dialect: "WQL".into(), expression: text.into() };
    let found =
        run(query("SELECT * FROM Test_Person WHERE Name = \"Ann\" AND Age < 99 AND Age > 1")).ok().instances;
    assert_eq!(found.len(), 1);
    let projected = run(query("SELECT Name FROM Test_Person WHERE Name = 'Ann'")).ok().instances;
    assert_eq!(value(&projected[0], "Name"), Some(string("Ann")));
    assert_eq!(run(query("SELECT FROM")).failure().result, MI_RESULT_INVALID_QUERY);
    assert_eq!(run(enumerate("Test_Nothing")).failure().result, MI_RESULT_INVALID_CLASS);
    let shallow = {
        let mut request = request("root/test", enumerate("Test_Person"));
        request.flags = MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW;
        finish(connection.start(request)).ok().instances
    };
    assert!(shallow.iter().all(|instance| instance.view().class_name() == "Test_Person"));
    let stats = peer.control("stats");
    assert!(stats.contains("Pull"), "{stats}");
}

#[test]
fn associations_and_classes_against_the_independent_server_work() {
    let Some(peer) = Peer::start(&[]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let run = |verb| run(connection.as_ref(), "root/test", verb);
    let ann = keys("Test_Person", &[("Name", string("Ann"))]);
    let associators = run(Verb::AssociatorInstances {
        instance: ann.clone(),
        association_class: Some("Test_Member".into()),
        result_class: None,
        role: None,
        result_role: None,
        keys_only: false,
    });
    let groups = associators.ok().instances;
    assert!(
        !groups.is_empty() && groups.iter().all(|group| group.view().class_name() == "Test_Group"),
        "{groups:?}"
    );
    let references =
        Verb::ReferenceInstances { instance: ann, result_class: None, role: None, keys_only: false };
    let members = run(references).ok().instances;
    assert!(matches!(value(&members[0], "Person"), Some(Value::Reference(_))), "{members:?}");

    let class = run(Verb::GetClass { class: "Test_Employee".into() }).ok().classes.remove(0);
    assert_eq!(class.superclass_name(), Some("Test_Person"));
    assert!(class.is_a("Test_Base") && class.property("Name").is_some_and(|name| name.is_key()));
    assert_eq!(class.property("Grades").map(|grades| grades.ty.is_array()), Some(true));
    assert!(class.method("SetAge").is_some());
    let all = run(Verb::EnumerateClasses { class: None, names_only: false }).ok().classes;
    assert!(all.iter().any(|class| class.name() == "Test_Bulk"), "{all:?}");
    let missing = run(Verb::GetClass { class: "Test_Nothing".into() });
    assert!(
        [MI_RESULT_INVALID_CLASS, MI_RESULT_NOT_FOUND].contains(&missing.failure().result),
        "{:?}",
        missing.error
    );
}

#[test]
fn every_type_goes_out_and_comes_back() {
    let Some(peer) = Peer::start(&[]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let run = |verb| run(connection.as_ref(), "root/test", verb);
    let all = run(enumerate("Test_AllTypes")).ok().instances;
    assert!(!all.is_empty());
    let class = run(Verb::GetClass { class: "Test_Methods".into() }).ok().classes.remove(0);
    let echo = class.method("Echo").expect("Echo");
    let mut sent = Instance::dynamic("__PARAMETERS").expect("an instance");
    let source =
        all.iter().max_by_key(|one| one.view().iter().filter(|e| e.value.is_some()).count()).expect("one");
    for parameter in echo.parameters.iter().filter(|parameter| parameter.is_in()) {
        let element =
            source.view().get(parameter.name).or_else(|| source.view().get(&format!("v_{}", parameter.name)));
        if let Some(value) =
            element.filter(|element| element.ty == parameter.ty).and_then(|element| element.value)
        {
            sent.add(parameter.name, value, MI_FLAG_PROPERTY).expect("added");
        }
    }
    assert!(
        sent.view().len() > 10,
        "{sent:?} of {:?}",
        echo.parameters.iter().map(|p| p.name).collect::<Vec<_>>()
    );
    let invoke = Verb::Invoke {
        class: Some("Test_Methods".into()),
        method: "Echo".into(),
        instance: None,
        parameters: Some(sent.clone()),
    };
    let output = run(invoke).ok().instances.remove(0);
    for element in sent.view().iter() {
        let name = format!("o_{}", element.name.to_str_lossy());
        assert_eq!(value(&output, &name), value(&sent, &element.name.to_str_lossy()), "{name}");
    }
    assert_eq!(value(&output, "ReturnValue").map(|value| value.ty()), Some(Type::Uint32));
    let mut parameters = Instance::dynamic("__PARAMETERS").expect("an instance");
    parameters.add("Code", ValueRef::Uint32(6), MI_FLAG_PROPERTY).expect("added");
    parameters.add("Text", ValueRef::Text("not <here>"), MI_FLAG_PROPERTY).expect("added");
    let fail = Verb::Invoke {
        class: Some("Test_Methods".into()),
        method: "Fail".into(),
        instance: None,
        parameters: Some(parameters),
    };
    let failed = run(fail);
    assert_eq!(failed.failure().result, MI_RESULT_NOT_FOUND);
    assert!(failed.failure().message.contains("not <here>"), "{:?}", failed.error);
}

#[test]
fn subscription_delivers_indications_until_cancelled() {
    let Some(peer) = Peer::start(&["--event-interval", "100000"]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let verb = Verb::Subscribe {
        dialect: Some("WQL".into()),
        expression: "SELECT * FROM Test_Indication WHERE Severity < 9".into(),
        delivery: None,
    };
    let mut exchange = connection.start(request("root/test", verb));
    let poll = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !peer.control("stats").contains("Subscribe") {
                std::thread::yield_now();
            }
            while !peer.control("stats").contains("Pull") {
                std::thread::yield_now();
            }
            peer.control("fire?n=3");
        });
        (0..3).map(|_| next(exchange.as_mut())).collect::<Vec<_>>()
    });
    for event in poll {
        let Event::Indication { instance, bookmark, .. } = event else { panic!("an indication") };
        assert_eq!(instance.view().class_name(), "Test_Indication");
        assert!(matches!(value(&instance, "SourceInstance"), Some(Value::Instance(_))), "{instance:?}");
        assert!(bookmark.is_some_and(|bookmark| bookmark.contains("RecordId")));
    }
    exchange.cancel(mi::proto::CancelReason::Client);
    drop(exchange);
    while !peer.control("stats").contains("Unsubscribe") {
        std::thread::yield_now();
    }
}

/// Each fault the server can inject, and the category of the error it becomes; None where the answer is good.
pub const FAULTS: [(&str, Option<MI_ErrorCategory>); 38] = [
    ("truncated-xml", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("huge:24", Some(MI_ERRORCATEGORY_LIMITS_EXCEEDED)),
    ("laughs", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("dtd", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("deep", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("nul", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("bad-utf8", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("bom", None),
    ("xml-decl", None),
    ("utf16", None),
    ("not-xml", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("empty", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("wrong-relates", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("no-relates", None),
    ("wrong-action", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("close-before", Some(MI_ERRORCATEGORY_CONNECTION_ERROR)),
    ("close-mid-body", Some(MI_ERRORCATEGORY_CONNECTION_ERROR)),
    ("reset", Some(MI_ERRORCATEGORY_CONNECTION_ERROR)),
    ("hang", Some(MI_ERRORCATEGORY_OPERATION_TIMEOUT)),
    ("length-long", Some(MI_ERRORCATEGORY_CONNECTION_ERROR)),
    ("length-short", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("two-lengths", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("no-length", None),
    ("trailing", None),
    ("chunked:7", None),
    ("chunked-cut", Some(MI_ERRORCATEGORY_CONNECTION_ERROR)),
    ("drip:100", Some(MI_ERRORCATEGORY_OPERATION_TIMEOUT)),
    ("gzip", None),
    ("wrong-type", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("no-type", None),
    ("long-header", None),
    ("401-loop", Some(MI_ERRORCATEGORY_AUTHENTICATION_ERROR)),
    ("403", Some(MI_ERRORCATEGORY_ACCESS_DENIED)),
    ("404", Some(MI_ERRORCATEGORY_RESOURCE_UNAVAILABLE)),
    ("413", Some(MI_ERRORCATEGORY_LIMITS_EXCEEDED)),
    ("503", Some(MI_ERRORCATEGORY_RESOURCE_BUSY)),
    ("500-html", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
    ("redirect", Some(MI_ERRORCATEGORY_PROTOCOL_ERROR)),
];

#[test]
fn every_injected_fault_is_a_defined_error_in_time() {
    let Some(peer) = Peer::start(&[]) else { return };
    let mut wrong = Vec::new();
    for (fault, expected) in FAULTS {
        let client = Client::default();
        let mut options = basic("peeruser", "Peer-Pass1");
        super::hostile::set_timeout(&mut options, 2);
        let connection =
            client.connect(&format!("http://127.0.0.1:{}", peer.http), &options).expect("connects");
        let ann = || Verb::GetInstance { instance: keys("Test_Person", &[("Name", string("Ann"))]) };
        // The class is known before the fault, so that it hits the operation itself.
        run(connection.as_ref(), "root/test", ann()).ok();
        peer.control(&format!("fault?set={fault}"));
        let outcome = run(connection.as_ref(), "root/test", ann());
        peer.control("fault");
        let category = outcome.error.as_ref().map(|error| error.category);
        if category != expected {
            wrong.push(format!("{fault}: {:?}", outcome.error));
        }
        run(connection.as_ref(), "root/test", ann()).ok();
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_soap_fault_of_the_server_has_its_result() {
    let Some(peer) = Peer::start(&[]) else { return };
    let client = Client::default();
    let connection = peer.connect(&client);
    let ann = || Verb::GetInstance { instance: keys("Test_Person", &[("Name", string("Ann"))]) };
    run(connection.as_ref(), "root/test", ann()).ok();
    let cases = [
        ("AccessDenied", MI_RESULT_ACCESS_DENIED),
        ("QuotaLimit", MI_RESULT_SERVER_LIMITS_EXCEEDED),
        ("TimedOut", MI_RESULT_FAILED),
        ("Internal", MI_RESULT_FAILED),
        ("ActionNotSupported", MI_RESULT_NOT_SUPPORTED),
        ("InvalidSelectors", MI_RESULT_INVALID_PARAMETER),
        ("AlreadyExists", MI_RESULT_ALREADY_EXISTS),
        ("CannotProcessFilter", MI_RESULT_INVALID_QUERY),
        ("DialectUnavailable", MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED),
        ("InvalidContext", MI_RESULT_INVALID_ENUMERATION_CONTEXT),
        ("EncodingLimit", MI_RESULT_SERVER_LIMITS_EXCEEDED),
        ("InvalidTimeout", MI_RESULT_INVALID_OPERATION_TIMEOUT),
        ("MustUnderstand", MI_RESULT_NOT_SUPPORTED),
        ("UnsupportedFeature", MI_RESULT_NOT_SUPPORTED),
    ];
    for (key, result) in cases {
        peer.control(&format!("fault?set=soap:{key}@Get"));
        let outcome = run(connection.as_ref(), "root/test", ann());
        assert_eq!(outcome.failure().result, result, "{key}: {:?}", outcome.error);
        assert!(outcome.failure().detail.is_some() && !outcome.failure().message.is_empty(), "{key}");
    }
    peer.control("fault");
}
