//! What each operation and option puts on the wire, compared with the specifications' own words.

use super::hostile::set_timeout;
use super::peer::{anonymous, keys, number, text};
use super::run::{Client, Outcome, finish, request, run};
use super::server::{Received, Reply, Server, THING, answering, is_schema, no_schema};
use mi::abi::names::*;
use mi::abi::*;
use mi::cim::{Instance, MiString, Type, Value, ValueRef};
use mi::options::{
    Authentication, Credential, CustomOption, CustomValue, DestinationOptions, Identity, OperationOptions,
    OptionSet, OptionValue, Secret,
};
use mi::proto::Verb;
use std::sync::Arc;

/// Runs an operation against a server that answers it with `body`; what went out for it, and what came of it.
fn exchanged(request: mi::proto::Request, body: &str) -> (Received, Outcome) {
    let body = body.to_owned();
    let server = Server::start(
        move |_, request| {
            if is_schema(request) { no_schema() } else { Reply::Body(body.clone()) }
        },
    );
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let outcome = finish(connection.start(request));
    let all = server.received.lock().expect("unpoisoned");
    let sent = all.iter().find(|one| !is_schema(one)).cloned().expect("a request");
    (sent, outcome)
}

fn sent(verb: Verb, body: &str) -> Received {
    exchanged(request("root/a", verb), body).0
}

#[track_caller]
fn holds(sent: &Received, parts: &[&str]) {
    for part in parts {
        assert!(sent.body.contains(part), "{part} in {}", sent.body);
    }
}

const CLASS: &str = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
const END: &str = "<n:EnumerateResponse><w:Items/><w:EndOfSequence/></n:EnumerateResponse>";

fn thing() -> Instance {
    keys("Thing", &[("Id", Value::Uint32(7))])
}

#[test]
fn identify_is_asked_for_without_a_log_on_and_without_addressing() {
    let identity = "<i:IdentifyResponse xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">\
                    <i:ProtocolVersion>v</i:ProtocolVersion></i:IdentifyResponse>";
    let sent = sent(Verb::TestConnection, identity);
    assert!(sent.head.to_ascii_lowercase().contains("wsmanidentify: unauthenticated"), "{}", sent.head);
    assert!(!sent.body.contains("Action") && sent.body.contains("Identify/>"), "{}", sent.body);
    // Somebody else's answer is not one.
    let (_, outcome) = exchanged(request("root/a", Verb::TestConnection), THING);
    assert_eq!(outcome.failure().category, MI_ERRORCATEGORY_PROTOCOL_ERROR);
}

#[test]
fn create_sends_what_is_set_and_gives_the_keys_that_were_made() {
    let made = "<x:ResourceCreated><a:Address>http://x/wsman</a:Address><a:ReferenceParameters>\
                <w:ResourceURI>http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Thing</w:ResourceURI>\
                <w:SelectorSet><w:Selector Name=\"Id\">8</w:Selector></w:SelectorSet></a:ReferenceParameters>\
                </x:ResourceCreated>";
    let mut instance = thing();
    instance.add("Text", ValueRef::Text("a\u{1}<b>"), 0).expect("added");
    instance.add_null("Nothing", Type::String, 0).expect("added");
    let (sent, outcome) = exchanged(request("root/a", Verb::CreateInstance { instance }), made);
    assert_eq!(sent.action(), "Create");
    holds(
        &sent,
        &["<w:Selector Name=\"__cimnamespace\">root/a</w:Selector></w:SelectorSet>", "<p:Id>7</p:Id>"],
    );
    holds(&sent, &["<p:Text>a?&lt;b&gt;</p:Text>"]);
    assert!(!sent.body.contains("Nothing"), "{}", sent.body);
    let keys = outcome.ok().instances.remove(0);
    let id = keys.view().get("Id").and_then(|id| id.value?.as_str().map(|text| text.into_owned()));
    assert_eq!((keys.view().class_name().as_ref(), id.as_deref()), ("Thing", Some("8")));
}

#[test]
fn delete_and_references_name_their_instance() {
    let mut link = keys("Link", &[]);
    link.add("Left", ValueRef::Reference(thing().view()), MI_FLAG_KEY).expect("added");
    let sent = sent(Verb::DeleteInstance { instance: link }, "");
    assert_eq!(sent.action(), "Delete");
    holds(
        &sent,
        &[
            "<w:Selector Name=\"Left\"><a:EndpointReference><a:Address>",
            &format!("<w:ResourceURI>{CLASS}Thing</w:ResourceURI>"),
            "<w:Selector Name=\"Id\">7</w:Selector>",
        ],
    );
}

#[test]
fn invoke_sends_parameters_of_every_kind() {
    let mut parameters = Instance::dynamic("__PARAMETERS").expect("an instance");
    let mut inner = Instance::dynamic("Inner").expect("an instance");
    inner.add("A", ValueRef::Uint8(1), 0).expect("added");
    for (name, value) in [
        ("Number", Value::Sint64(-5)),
        ("Truth", Value::Boolean(true)),
        ("Texts", Value::StringArray(vec!["a".into(), "<b>".into()])),
        ("Inner", Value::Instance(inner)),
        ("To", Value::Reference(thing())),
        ("When", Value::Datetime("20200203040506.789012+060".parse().expect("a datetime"))),
        ("Long", Value::Datetime("00000001020304.000005:000".parse().expect("a datetime"))),
    ] {
        parameters.add(name, value.as_ref(), MI_FLAG_PROPERTY).expect("added");
    }
    let verb = Verb::Invoke {
        class: None,
        method: "Do".into(),
        instance: Some(thing()),
        parameters: Some(parameters),
    };
    let output =
        format!("<p:Do_OUTPUT xmlns:p=\"{CLASS}Thing\"><p:ReturnValue>3</p:ReturnValue></p:Do_OUTPUT>");
    let (sent, outcome) = exchanged(request("root/a", verb), &output);
    assert_eq!(sent.element("a:Action"), Some(format!("{CLASS}Thing/Do").as_str()));
    holds(&sent, &["<w:Selector Name=\"Id\">7</w:Selector>", "Do_INPUT", ":Number>-5<", ":Truth>true<"]);
    holds(&sent, &[":Texts>a<", ":Texts>&lt;b&gt;<", ":A>1<", &format!("{CLASS}Thing</w:ResourceURI>")]);
    holds(
        &sent,
        &[
            ":When><cim:CIM_DateTime>20200203040506.789012+060</cim:CIM_DateTime></",
            ":Long><cim:CIM_DateTime>00000001020304.000005:000</cim:CIM_DateTime></",
        ],
    );
    let output = outcome.ok().instances.remove(0);
    let returned = output.view().get("ReturnValue").and_then(|value| value.value).map(|value| value.ty());
    assert_eq!(returned, Some(Type::Uint32));
}

#[test]
fn enumeration_is_optimised_and_limited() {
    let (sent, outcome) = exchanged(
        request("root/a", Verb::EnumerateInstances { class: "Thing".into(), keys_only: false }),
        END,
    );
    holds(
        &sent,
        &["<n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>32000</w:MaxElements></n:Enumerate>"],
    );
    assert!(outcome.ok().instances.is_empty());
    let names = Verb::EnumerateInstances { class: "Thing".into(), keys_only: true };
    holds(&self::sent(names, END), &["<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>"]);
    let flagged = |flags, part: Option<&str>| {
        let verb = Verb::EnumerateInstances { class: "Thing".into(), keys_only: false };
        let (sent, _) = exchanged(mi::proto::Request { flags, ..request("root/a", verb) }, END);
        match part {
            Some(part) => holds(&sent, &[part]),
            None => assert!(!sent.body.contains("PolymorphismMode"), "{}", sent.body),
        }
    };
    flagged(0, None);
    flagged(MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, Some("<b:PolymorphismMode>None</b:PolymorphismMode>"));
    flagged(
        MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY,
        Some("<b:PolymorphismMode>ExcludeSubClassProperties</b:PolymorphismMode>"),
    );
}

/// What declares `Thing`, as Windows does.
const DECLARATION: &str = "<CLASS NAME=\"Thing\"><PROPERTY NAME=\"Id\" TYPE=\"uint32\"><QUALIFIER NAME=\"key\" \
                           TYPE=\"boolean\"><VALUE>true</VALUE></QUALIFIER></PROPERTY></CLASS>";

#[test]
fn keys_alone_have_their_types_too() {
    let epr = |id: &str| {
        format!(
            "<a:EndpointReference><a:Address>http://x/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>\
             {CLASS}Thing</w:ResourceURI><w:SelectorSet><w:Selector Name=\"__cimnamespace\">root/a</w:Selector>\
             <w:Selector Name=\"Id\">{id}</w:Selector></w:SelectorSet></a:ReferenceParameters></a:EndpointReference>"
        )
    };
    let server = Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => Reply::Body(DECLARATION.into()),
        "Create" => Reply::Body(epr("8").replace("a:EndpointReference", "x:ResourceCreated")),
        _ => Reply::Body(format!(
            "<n:EnumerateResponse><w:Items>{}{}</w:Items><w:EndOfSequence/></n:EnumerateResponse>",
            epr("7"),
            epr("none")
        )),
    });
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let ids = |instances: &[Instance]| -> Vec<Option<Value>> {
        let id = |one: &Instance| one.view().get("Id")?.value.map(|id| id.to_owned().expect("owned"));
        instances.iter().map(id).collect()
    };
    let names = Verb::EnumerateInstances { class: "Thing".into(), keys_only: true };
    let got = run(connection.as_ref(), "root/a", names).ok().instances;
    // What is none of its type stays as it came.
    assert_eq!(ids(&got), [Some(Value::Uint32(7)), Some(Value::String("none".into()))]);
    assert!(
        got.iter().all(|one| one.view().len() == 1 && one.view().namespace().as_deref() == Some("root/a"))
    );
    let made = run(connection.as_ref(), "root/a", Verb::CreateInstance { instance: thing() }).ok().instances;
    assert_eq!(ids(&made), [Some(Value::Uint32(8))]);
}

#[test]
fn server_that_does_not_optimise_is_pulled_from() {
    let item = |id: u32| format!("<p:Thing xmlns:p=\"{CLASS}Thing\"><p:Id>{id}</p:Id></p:Thing>");
    let server = Server::start(move |number, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Enumerate" => Reply::Body(
            "<n:EnumerateResponse><n:EnumerationContext>c0</n:EnumerationContext></n:EnumerateResponse>"
                .into(),
        ),
        // Each page has a context of its own.
        _ if number < 4 => Reply::Body(format!(
            "<n:PullResponse><n:EnumerationContext>c{number}</n:EnumerationContext><n:Items>{}</n:Items></n:PullResponse>",
            item(number as u32)
        )),
        _ => Reply::Body(format!(
            "<n:PullResponse><n:Items>{}</n:Items><n:EndOfSequence/></n:PullResponse>",
            item(9)
        )),
    });
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let verb = Verb::EnumerateInstances { class: "Thing".into(), keys_only: false };
    let got = run(connection.as_ref(), "root/a", verb).ok().instances;
    let all = server.received.lock().expect("unpoisoned").clone();
    let pulls: Vec<_> = all.iter().filter(|one| one.action() == "Pull").collect();
    assert_eq!(pulls.len(), got.len());
    let contexts: Vec<_> = pulls.iter().filter_map(|pull| pull.element("n:EnumerationContext")).collect();
    assert_eq!(contexts[0], "c0");
    assert!(contexts.windows(2).all(|pair| pair[0] != pair[1]), "{contexts:?}");
}

#[test]
fn queries_name_their_dialect_and_lose_no_character() {
    let text = "SELECT * FROM A WHERE B = \"x < 'y' & > \u{20ac}\u{1F600}\t\"";
    let written =
        "SELECT * FROM A WHERE B = &quot;x &lt; &apos;y&apos; &amp; &gt; \u{20ac}\u{1F600}&#9;&quot;";
    for (dialect, uri) in [
        ("WQL", "http://schemas.microsoft.com/wbem/wsman/1/WQL"),
        ("wql", "http://schemas.microsoft.com/wbem/wsman/1/WQL"),
        ("CQL", "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"),
        ("DMTF:CQL", "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf"),
        ("http://own/dialect", "http://own/dialect"),
    ] {
        let sent = sent(Verb::QueryInstances { dialect: dialect.into(), expression: text.into() }, END);
        holds(&sent, &[&format!("<w:Filter Dialect=\"{uri}\">{written}</w:Filter>")]);
        assert_eq!(sent.element("w:ResourceURI"), Some("http://schemas.dmtf.org/wbem/wscim/1/*"));
        holds(&sent, &["<w:Selector Name=\"__cimnamespace\">root/a</w:Selector>"]);
    }
}

#[test]
fn association_filters_carry_every_argument() {
    let associators = Verb::AssociatorInstances {
        instance: thing(),
        association_class: Some("Link".into()),
        result_class: Some("Other".into()),
        role: Some("Left".into()),
        result_role: Some("Right".into()),
        keys_only: true,
    };
    let sent_associators = sent(associators, END);
    holds(
        &sent_associators,
        &[
            "<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>",
            "<w:Filter Dialect=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter\"><b:AssociatedInstances><b:Object>",
            &format!("<w:ResourceURI>{CLASS}Thing</w:ResourceURI>"),
            "<w:Selector Name=\"Id\">7</w:Selector>",
            "</b:Object><b:AssociationClassName>Link</b:AssociationClassName><b:Role>Left</b:Role>\
             <b:ResultClassName>Other</b:ResultClassName><b:ResultRole>Right</b:ResultRole></b:AssociatedInstances>",
        ],
    );
    let references = Verb::ReferenceInstances {
        instance: thing(),
        result_class: Some("Link".into()),
        role: Some("Left".into()),
        keys_only: false,
    };
    holds(
        &sent(references, END),
        &[
            "<b:AssociationInstances><b:Object>",
            "</b:Object><b:Role>Left</b:Role><b:ResultClassName>Link</b:ResultClassName></b:AssociationInstances>",
        ],
    );
}

#[test]
fn classes_are_asked_for_as_cim_xml() {
    let server = Server::start(|_, _| no_schema());
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    run(connection.as_ref(), "root/a", Verb::GetClass { class: "Thing".into() });
    run(
        connection.as_ref(),
        "root/a",
        Verb::EnumerateClasses { class: Some("Thing".into()), names_only: false },
    );
    run(connection.as_ref(), "root/a", Verb::EnumerateClasses { class: None, names_only: true });
    let all = server.received.lock().expect("unpoisoned").clone();
    let uri = "http://schemas.dmtf.org/wbem/cim-xml/2/cim-schema/2/*";
    assert!(all.iter().all(|one| one.element("w:ResourceURI") == Some(uri)));
    holds(
        &all[0],
        &[
            "transfer/Get</a:Action>",
            "<w:Selector Name=\"ClassName\">Thing</w:Selector>",
            "IncludeQualifiers",
        ],
    );
    holds(
        &all[1],
        &["enumeration/Enumerate</a:Action>", "<w:Selector Name=\"ClassName\">Thing</w:Selector>"],
    );
    assert!(
        !all[2].body.contains("ClassName") && !all[2].body.contains("IncludeQualifiers"),
        "{}",
        all[2].body
    );
}

fn optioned(set: impl Fn(&mut OperationOptions)) -> Received {
    let mut options = OperationOptions::default();
    set(&mut options);
    let verb = Verb::GetInstance { instance: thing() };
    exchanged(mi::proto::Request { options: Arc::new(options), ..request("root/a", verb) }, THING).0
}

fn set(options: &mut OperationOptions, name: &str, value: OptionValue) {
    options.list_mut().set(&MiString::from(name), value).expect("set");
}

fn custom(value: Value, must_comply: bool) -> OptionValue {
    let mut holder = Instance::dynamic("Holder").expect("an instance");
    holder.add(CustomValue::ELEMENT, value.as_ref(), 0).expect("added");
    let value = Arc::new(CustomValue { ty: value.ty().to_mi(), holder });
    OptionValue::Custom(CustomOption { value, must_comply })
}

#[test]
fn custom_options_have_type_and_must_comply() {
    let sent = optioned(|options| {
        set(options, "count", custom(Value::Uint16(5), false));
        set(options, "name<", custom(Value::String("a&b".into()), true));
        set(options, "flag", custom(Value::Boolean(true), false));
    });
    holds(
        &sent,
        &[
            "s:mustUnderstand=\"true\"><w:Option",
            "<w:Option Name=\"count\" Type=\"xs:unsignedShort\">5</w:Option>",
            "<w:Option Name=\"name&lt;\" Type=\"xs:string\" MustComply=\"true\">a&amp;b</w:Option>",
            "<w:Option Name=\"flag\" Type=\"xs:boolean\">true</w:Option>",
        ],
    );
}

#[test]
fn options_that_must_all_be_understood_must_all_be_complied_with() {
    let mut options = OperationOptions::new(true);
    set(&mut options, "count", custom(Value::Uint16(5), false));
    let verb = Verb::GetInstance { instance: thing() };
    let request = mi::proto::Request { options: Arc::new(options), ..request("root/a", verb) };
    let sent = exchanged(request, THING).0;
    holds(&sent, &["<w:Option Name=\"count\" Type=\"xs:unsignedShort\" MustComply=\"true\">5</w:Option>"]);
    // MS-WSMAN's own options are refinements: a server may know none of them.
    assert_eq!(sent.body.matches("MustComply").count(), 1, "{}", sent.body);
}

#[test]
fn machine_identifier_and_architecture_go_out_where_they_are_asked_for() {
    let plain = optioned(|_| {});
    assert!(!plain.body.contains("MachineID") && !plain.body.contains("ARCHITECTURE"), "{}", plain.body);
    let sent = optioned(|options| {
        set(options, MI_OPERATIONOPTIONS_USE_MACHINE_ID, OptionValue::Number(1));
        set(options, MI_OPERATIONOPTIONS_PROVIDER_ARCHITECTURE, OptionValue::Number(1));
        set(options, MI_OPERATIONOPTIONS_REQUIRED_ARCHITECTURE, OptionValue::Number(1));
    });
    let name = sent.element("m:MachineID").expect("a MachineID");
    assert!(!name.is_empty());
    holds(
        &sent,
        &[
            "xmlns:m=\"http://schemas.microsoft.com/wbem/wsman/1/machineid\" s:mustUnderstand=\"false\">",
            "wmi:__MI_OPERATIONOPTIONS_PROVIDER_ARCHITECTURE\" Type=\"xs:unsignedInt\">1<",
            "wmi:__MI_OPERATIONOPTIONS_REQUIRED_ARCHITECTURE\" Type=\"xs:unsignedInt\">1<",
        ],
    );
}

fn seconds(sent: &Received) -> f64 {
    let text = sent.element("w:OperationTimeout").expect("a time");
    text[2..text.len() - 1].parse().expect("PT…S")
}

#[test]
fn operations_time_goes_before_the_destinations_and_zero_is_the_default() {
    let server = answering(THING);
    let client = Client::default();
    let timed = |destination: u32, own: Option<u32>| {
        let mut options = anonymous();
        set_timeout(&mut options, destination);
        let connection = client.connect(&server.url(), &options).expect("connects");
        let mut operation = OperationOptions::default();
        if let Some(own) = own {
            let mut holder = DestinationOptions::default();
            set_timeout(&mut holder, own);
            let value = holder.list().entries()[0].value.clone();
            set(&mut operation, MI_OPERATIONOPTIONS_TIMEOUT, value);
        }
        let verb = Verb::GetInstance { instance: thing() };
        let request = mi::proto::Request { options: Arc::new(operation), ..request("root/a", verb) };
        finish(connection.start(request)).ok();
        seconds(
            server.received.lock().expect("unpoisoned").iter().rfind(|one| !is_schema(one)).expect("a Get"),
        )
    };
    assert!((25.0..30.0).contains(&timed(30, None)));
    assert!((85.0..100.0).contains(&timed(30, Some(100))));
    assert!((50.0..60.0).contains(&timed(0, Some(0))), "0 is the default, not for ever");
}

#[test]
fn maximum_of_elements_and_defaults_of_the_destination_hold() {
    let server = answering(END);
    let client = Client::default();
    let mut options = anonymous();
    number(&mut options, MI_DESTINATIONOPTIONS_MAX_ELEMENTS, 17);
    let connection = client.connect(&server.url(), &options).expect("connects");
    run(connection.as_ref(), "root/a", Verb::EnumerateInstances { class: "Thing".into(), keys_only: false })
        .ok();
    holds(&server.received.lock().expect("unpoisoned")[0], &["<w:MaxElements>17</w:MaxElements>"]);
    let url = |destination: &str, transport: Option<&str>| {
        let mut options = anonymous();
        if let Some(transport) = transport {
            text(&mut options, MI_DESTINATIONOPTIONS_TRANSPORT, transport);
        }
        let endpoint = mi::proto::wsman::settings::endpoint(Some(destination), &options, |_| None);
        endpoint.expect("an endpoint").0.url()
    };
    assert_eq!(url("server", None), "http://server:5985/wsman");
    assert_eq!(url("server", Some(MI_DESTINATIONOPTIONS_TRANSPORT_HTTPS)), "https://server:5986/wsman");
    assert_eq!(url("https://server", None), "https://server:5986/wsman");
    assert_eq!(url("fe80::1", None), "http://[fe80::1]:5985/wsman");
}

fn credential(user: &str) -> Credential {
    let units: Vec<MI_Char> = "secret".bytes().map(|byte| byte as MI_Char).collect();
    Credential {
        option: Arc::new(MI_DESTINATIONOPTIONS_DESTINATION_CREDENTIALS.into()),
        authentication_name: Arc::new("Basic".into()),
        authentication: Authentication::Basic,
        identity: Identity::User {
            domain: None,
            user: Some(Arc::new(user.into())),
            password: Secret::new(&units).map(Arc::new),
        },
    }
}

#[test]
fn credentials_are_tried_in_their_order() {
    // `second:secret`.
    const SECOND: &str = "Authorization: Basic c2Vjb25kOnNlY3JldA==";
    let server = Server::start(|_, request| match request.head.contains(SECOND) {
        true if is_schema(request) => no_schema(),
        true => Reply::Body(THING.into()),
        false => Reply::Raw(
            b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n".to_vec(),
        ),
    });
    let client = Client::default();
    let mut options = DestinationOptions::default();
    number(&mut options, MI_DESTINATIONOPTIONS_PACKET_PRIVACY, 0);
    options.list_mut().add_credential(credential("first")).expect("added");
    options.list_mut().add_credential(credential("second")).expect("added");
    let connection = client.connect(&server.url(), &options).expect("connects");
    run(connection.as_ref(), "root/a", Verb::GetInstance { instance: thing() }).ok();
    let all = server.received.lock().expect("unpoisoned").clone();
    assert!(!all[0].head.contains(SECOND) && all[1].head.contains(SECOND), "{:?}", all[0].head);
}

/// What PowerShell's client does: a shell of its own resource URI, with types of the shell's own.
#[test]
fn shells_are_made_called_and_deleted_by_their_resource_uri() {
    const SHELL: &str = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell";
    let server = Server::start(|_, request| match request.action() {
        "Create" => Reply::Body(
            "<rsp:Shell xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\">\
             <rsp:ShellId>ABC</rsp:ShellId><rsp:State>Connected</rsp:State></rsp:Shell>"
                .into(),
        ),
        "Command" => Reply::Body(
            "<rsp:CommandResponse xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\">\
             <rsp:CommandId>C1</rsp:CommandId></rsp:CommandResponse>"
                .into(),
        ),
        _ => Reply::Body(String::new()),
    });
    let client = Client::default();
    let connection = client.connect(&server.url(), &anonymous()).expect("connects");
    let shell_request = |verb, action: Option<&str>| {
        let mut options = OperationOptions::default();
        let text = |text: &str| OptionValue::Text(Arc::new(text.into()));
        set(&mut options, MI_OPERATIONOPTIONS_RESOURCE_URI, text(SHELL));
        set(&mut options, MI_OPERATIONOPTIONS_ISSHELL, OptionValue::Number(1));
        set(&mut options, MI_OPERATIONOPTIONS_SESSIONID, text("uuid:11111111-2222-3333-4444-555555555555"));
        set(&mut options, "protocolversion", custom(Value::String("2.3".into()), true));
        if let Some(action) = action {
            set(&mut options, MI_OPERATIONOPTIONS_ACTION, text(action));
        }
        let request = mi::proto::Request { options: Arc::new(options), ..request("root/a", verb) };
        let outcome = finish(connection.start(request)).ok();
        (server.received.lock().expect("unpoisoned").last().cloned().expect("a request"), outcome)
    };
    let mut shell = Instance::dynamic("Shell").expect("an instance");
    shell.add("InputStreams", ValueRef::Text("stdin pr"), 0).expect("added");
    shell.add("Name", ValueRef::Text("Runspace1"), 0).expect("added");
    let (sent, made) = shell_request(Verb::CreateInstance { instance: shell }, None);
    holds(
        &sent,
        &[
            &format!("<w:ResourceURI s:mustUnderstand=\"true\">{SHELL}</w:ResourceURI>"),
            ">uuid:11111111-2222-3333-4444-555555555555</p:SessionId>",
            "<w:Option Name=\"protocolversion\" Type=\"xs:string\" MustComply=\"true\">2.3</w:Option>",
            "<rsp:Shell xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\" Name=\"Runspace1\">\
             <rsp:InputStreams>stdin pr</rsp:InputStreams></rsp:Shell>",
        ],
    );
    assert!(
        !sent.body.contains("__cimnamespace") && !sent.body.contains("UsePreciseArrays"),
        "{}",
        sent.body
    );
    let id =
        made.instances[0].view().get("ShellId").and_then(|id| id.value?.as_str().map(|id| id.into_owned()));
    assert_eq!(id.as_deref(), Some("ABC"));

    let target = keys("Shell", &[("ShellId", Value::String("ABC".into()))]);
    let mut line = Instance::dynamic("CommandLine").expect("an instance");
    line.add("Command", ValueRef::Text("<go>"), 0).expect("added");
    line.add("Arguments", Value::StringArray(vec!["one".into(), "two".into()]).as_ref(), 0).expect("added");
    let command = Verb::Invoke {
        class: None,
        method: "Command".into(),
        instance: Some(target.clone()),
        parameters: Some(line),
    };
    let action = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command";
    let (sent, _) = shell_request(command, Some(action));
    assert_eq!(sent.element("a:Action"), Some(action));
    holds(
        &sent,
        &[
            "<w:Selector Name=\"ShellId\">ABC</w:Selector></w:SelectorSet>",
            "<rsp:Command>&lt;go&gt;</rsp:Command><rsp:Arguments>one</rsp:Arguments><rsp:Arguments>two</rsp:Arguments>",
        ],
    );
    let (sent, _) = shell_request(Verb::DeleteInstance { instance: target }, None);
    assert_eq!(sent.action(), "Delete");
    holds(&sent, &["<w:SelectorSet><w:Selector Name=\"ShellId\">ABC</w:Selector></w:SelectorSet>"]);
    assert!(server.actions().iter().all(|action| action != "Get"), "no class is asked for");
}
