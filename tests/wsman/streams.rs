//! Answers in several envelopes: messages, progress, errors, questions and streamed parameters on the way to the
//! result (MS-WSMV 3.2.4.2), by a scripted server and by the independent one.

use super::peer::anonymous;
use super::peer_process::Peer;
use super::run::{ALL_HEARD, Client, Outcome, finish, finish_answering, next, request, run, until};
use super::server::{Received, Reply, Server, chunk, chunked, envelope, fault, http, is_schema, no_schema};
use mi::abi::*;
use mi::cim::{Instance, MiString, Value, ValueRef};
use mi::options::{CallbackMode, OperationOptions, OptionSet, OptionValue};
use mi::proto::{CancelReason, Connection, Event, Heard, Response, Verb};
use std::io::Write;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const OUTPUT: &str = "<p:Talk_OUTPUT xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/Test\">\
                      <p:ReturnValue>0</p:ReturnValue></p:Talk_OUTPUT>";

fn talk() -> Verb {
    Verb::Invoke { class: Some("Test".into()), method: "Talk".into(), instance: None, parameters: None }
}

fn heard(heard: Heard, verb: Verb) -> mi::proto::Request {
    mi::proto::Request { heard, ..request("root/a", verb) }
}

fn event(kind: &str, rest: &str) -> String {
    format!(
        "<i:InteractiveEvent xmlns:i=\"http://schemas.microsoft.com/wbem/wsman/1/cim/interactive.xsd\">\
         <i:EventType>{kind}</i:EventType>{rest}</i:InteractiveEvent>"
    )
}

fn message(text: &str) -> String {
    event("Warning", &format!("<i:Description>{text}</i:Description>"))
}

fn confirm(text: &str, kind: &str) -> String {
    event("Confirm", &format!("<i:Description>{text}</i:Description><i:PromptType>{kind}</i:PromptType>"))
}

/// An envelope of a stream, with its place in it.
fn part(request: &Received, sequence: u64, body: &str) -> String {
    let header = format!(
        "<p:SequenceId xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\">{sequence}</p:SequenceId></s:Header>"
    );
    envelope(request, body).replace("</s:Header>", &header)
}

/// An envelope that is about the connection, with another action.
fn control(request: &Received, action: &str) -> String {
    let own = request.element("a:Action").unwrap_or("").to_owned() + "Response";
    envelope(request, "").replace(&own, &format!("http://schemas.microsoft.com/wbem/wsman/1/wsman/{action}"))
}

/// A server that answers method calls with these envelopes, a chunk each, and everything else with nothing.
fn streaming(parts: impl Fn(&Received) -> Vec<String> + Send + Sync + 'static) -> Server {
    Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Talk" => {
            let mut bytes = chunked();
            parts(request).iter().for_each(|part| bytes.extend(chunk(part)));
            Reply::Raw([bytes, chunk("")].concat())
        }
        _ => Reply::Raw(http(200, "")),
    })
}

fn plain(client: &Client, server: &Server) -> Box<dyn Connection> {
    client.connect(&server.url(), &anonymous()).expect("connects")
}

fn talked(
    heard_by_client: Heard,
    parts: impl Fn(&Received) -> Vec<String> + Send + Sync + 'static,
) -> Outcome {
    let server = streaming(parts);
    let client = Client::default();
    let mut options = anonymous();
    super::hostile::set_timeout(&mut options, 2);
    let connection = client.connect(&server.url(), &options).expect("connects");
    finish(connection.start(heard(heard_by_client, talk())))
}

/// Waits for a request with this action.
fn wait_for(server: &Server, action: &str) -> Received {
    until(action, || server.first(action))
}

fn value(instance: &Instance, name: &str) -> Option<Value> {
    instance.view().get(name)?.value.map(|value| value.to_owned().expect("owned"))
}

#[test]
fn every_kind_of_event_is_delivered_in_order_before_the_result() {
    let outcome = talked(ALL_HEARD, |request| {
        let error = "<e:MSFT_WmiError xmlns:e=\"urn:e\"><e:CIMStatusCode>6</e:CIMStatusCode>\
                     <e:Message>not there</e:Message></e:MSFT_WmiError>";
        let stream = "<i:Name>Words</i:Name><i:Type>13</i:Type><i:Value><p:Words xmlns:p=\"u\">a &lt;b&gt;</p:Words></i:Value>";
        let progress = "<i:Activity>A</i:Activity><i:CurrentOperation>O</i:CurrentOperation>\
                        <i:StatusDescription>S</i:StatusDescription><i:PercentComplete>7</i:PercentComplete>\
                        <i:SecondsRemaining>x</i:SecondsRemaining>";
        vec![
            part(request, 1, &message("warned")),
            part(request, 2, &event("Verbose", "<i:Description>said</i:Description>")),
            part(request, 3, &event("Debug", "<i:Description>noted</i:Description>")),
            control(request, "KeepAlive"),
            part(request, 4, &event("Progress", progress)),
            part(request, 4, &message("again")),
            part(request, 5, &event("StreamingOutput", stream)),
            part(
                request,
                6,
                &event("ErrorAction", &format!("<i:Description>{error}</i:Description><i:ActionType>Report</i:ActionType>")),
            ),
            part(request, 7, OUTPUT),
        ]
    })
    .ok();
    assert_eq!(
        outcome.said,
        [
            "message 0: warned",
            "message 1: said",
            "message 2: noted",
            "progress A, O, S, 7, 4294967295",
            "Words = String(\"a <b>\")",
            "error 6: not there",
        ]
    );
    assert_eq!(value(&outcome.instances[0], "ReturnValue"), Some(Value::Uint32(0)));
}

#[test]
fn request_says_what_the_client_hears() {
    let server = streaming(|request| vec![envelope(request, OUTPUT)]);
    let client = Client::default();
    let connection = plain(&client, &server);
    let sent = |heard_by_client, set: &dyn Fn(&mut OperationOptions)| {
        let mut options = OperationOptions::default();
        set(&mut options);
        let mut request = heard(heard_by_client, talk());
        request.options = Arc::new(options);
        finish(connection.start(request)).ok();
        let all = server.received.lock().expect("unpoisoned");
        all.iter().rfind(|one| one.action() == "Talk").expect("a call").body.clone()
    };
    let number = |options: &mut OperationOptions, name: &str, value: u32| {
        options.list_mut().set(&MiString::from(name), OptionValue::Number(value)).expect("set");
    };
    let deaf = sent(Heard::default(), &|_| {});
    assert!(!deaf.contains("__MI_CallbackRegistration") && !deaf.contains("CHANNELVALUE"), "{deaf}");
    let all = sent(ALL_HEARD, &|options| options.set_channel(1, false).expect("set"));
    for expected in [
        "<w:Option Name=\"__MI_CallbackRegistration\" Type=\"xs:int\">31</w:Option>",
        "<w:Option Name=\"wmiarray:__MI_OPERATIONOPTIONS_CHANNELVALUE\" Type=\"xs:unsignedInt\">0</w:Option>\
         <w:Option Name=\"wmiarray:__MI_OPERATIONOPTIONS_CHANNELVALUE\" Type=\"xs:unsignedInt\">2</w:Option>",
        "<w:Option Name=\"wmi:__MI_OPERATIONOPTIONS_PROMPTUSERMODE\" Type=\"xs:unsignedInt\">1</w:Option>",
        "<w:Option Name=\"wmi:__MI_OPERATIONOPTIONS_WRITEERRORMODE\" Type=\"xs:unsignedInt\">0</w:Option>",
    ] {
        assert!(all.contains(expected), "{expected} in {all}");
    }
    let ignored = sent(ALL_HEARD, &|options| {
        number(options, names::MI_OPERATIONOPTIONS_PROMPTUSERMODE, CallbackMode::Ignore as u32);
        number(options, names::MI_OPERATIONOPTIONS_PROMPTUSERMODEREGULAR_ACKVALUE, 0);
        number(options, names::MI_OPERATIONOPTIONS_WRITEERRORMODE, CallbackMode::Ignore as u32);
    });
    for expected in [
        ">29</w:Option>",
        "PROMPTUSERMODE\" Type=\"xs:unsignedInt\">2</w:Option>",
        "REGULAR_ACKVALUE\" Type=\"xs:boolean\">false</w:Option>",
    ] {
        assert!(ignored.contains(expected), "{expected} in {ignored}");
    }
}

#[test]
fn what_was_not_asked_for_is_not_delivered() {
    let progress_only = Heard { progress: true, ..Heard::default() };
    let parts = |request: &Received| vec![envelope(request, &message("x")), envelope(request, OUTPUT)];
    let outcome = talked(progress_only, parts).ok();
    assert!(outcome.said.is_empty() && outcome.instances.len() == 1, "{:?}", outcome.said);
}

/// A server whose `Talk` asks what `questions` say, and waits for each answer.
fn asking(questions: Vec<String>) -> (Server, Receiver<String>) {
    let (answers, heard_answers): (Sender<String>, Receiver<String>) = channel();
    let (to_talk, from_answers) = channel::<()>();
    let (answers, to_talk) = (Mutex::new(answers), Mutex::new(to_talk));
    let from_answers = Arc::new(Mutex::new(from_answers));
    let server = Server::start(move |_, request| match request.action() {
        _ if is_schema(request) => no_schema(),
        "Talk" => {
            let (request, questions, from_answers) =
                (request.clone(), questions.clone(), from_answers.clone());
            Reply::Live(Box::new(move |stream| {
                let _ = stream.write_all(&chunked());
                for (at, question) in questions.iter().enumerate() {
                    let _ = stream.write_all(&chunk(&part(&request, at as u64 + 1, question)));
                    if from_answers.lock().expect("unpoisoned").recv().is_err() {
                        return;
                    }
                }
                let last = part(&request, questions.len() as u64 + 1, OUTPUT);
                let _ = stream.write_all(&[chunk(&last), chunk("")].concat());
            }))
        }
        "InteractiveResponse" => {
            let _ =
                answers.lock().expect("unpoisoned").send(request.element("i:Response").unwrap_or("").into());
            let _ = to_talk.lock().expect("unpoisoned").send(());
            Reply::Raw(http(200, ""))
        }
        _ => Reply::Raw(http(200, "")),
    });
    (server, heard_answers)
}

#[test]
fn questions_are_answered_on_a_second_connection() {
    let error =
        event("ErrorAction", "<i:Description>only text</i:Description><i:ActionType>Inquire</i:ActionType>");
    let (server, answers) = asking(vec![confirm("Go on?", "Normal"), confirm("Sure?", "Critical"), error]);
    let client = Client::default();
    let connection = plain(&client, &server);
    let outcome = finish_answering(connection.start(heard(ALL_HEARD, talk())), Response::NoToAll).ok();
    assert_eq!(outcome.said, ["prompt false: Go on?", "prompt true: Sure?", "error 1: only text"]);
    assert_eq!(answers.iter().take(3).collect::<Vec<_>>(), ["noToAll"; 3]);
    let call = wait_for(&server, "Talk");
    let all = server.received.lock().expect("unpoisoned").clone();
    let given: Vec<_> = all.iter().filter(|one| one.action() == "InteractiveResponse").collect();
    for (at, answer) in given.iter().enumerate() {
        for same in ["p:OperationID", "w:ResourceURI", "a:MessageID"] {
            assert_eq!(answer.element(same), call.element(same), "{same}");
        }
        assert_eq!(answer.element("p:SequenceId"), Some((at + 2).to_string().as_str()));
    }
    assert_eq!(given[2].element("i:EventType"), Some("ErrorAction"));
    let end = wait_for(&server, "End");
    assert_eq!(end.element("p:OperationID"), call.element("p:OperationID"));
}

#[test]
fn question_that_is_only_told_is_not_answered() {
    let server =
        streaming(|request| vec![envelope(request, &confirm("Told", "Normal")), envelope(request, OUTPUT)]);
    let client = Client::default();
    let connection = plain(&client, &server);
    let mut options = OperationOptions::default();
    let name = MiString::from(names::MI_OPERATIONOPTIONS_PROMPTUSERMODE);
    options.list_mut().set(&name, OptionValue::Number(CallbackMode::Report as u32)).expect("set");
    let mut told = heard(ALL_HEARD, talk());
    told.options = Arc::new(options);
    assert_eq!(finish(connection.start(told)).ok().said, ["prompt false: Told"]);
    run(connection.as_ref(), "root/a", Verb::DeleteInstance { instance: super::peer::keys("X", &[]) });
    assert!(!server.actions().contains(&"InteractiveResponse".to_owned()), "{:?}", server.actions());
}

#[test]
fn answer_that_the_server_refuses_ends_the_operation() {
    let server = Server::start(|_, request| match request.action() {
        "Talk" => {
            let request = request.clone();
            Reply::Live(Box::new(move |stream| {
                let _ = stream
                    .write_all(&[chunked(), chunk(&envelope(&request, &confirm("?", "Normal")))].concat());
            }))
        }
        "InteractiveResponse" => Reply::Fault(fault("s:Sender", "w:AccessDenied", "Not you.", "")),
        _ => Reply::Raw(http(200, "")),
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    let outcome = finish(connection.start(heard(ALL_HEARD, talk())));
    assert_eq!(outcome.failure().result, MI_RESULT_ACCESS_DENIED, "{:?}", outcome.error);
}

#[test]
fn fault_in_the_stream_is_the_result() {
    let outcome = talked(ALL_HEARD, |request| {
        vec![
            envelope(request, &message("first")),
            envelope(request, &fault("s:Sender", "w:AccessDenied", "No.", "")),
        ]
    });
    assert_eq!((outcome.failure().result, outcome.said.len()), (MI_RESULT_ACCESS_DENIED, 1));
}

#[test]
fn streams_that_break_off_or_lie_are_refused() {
    let refused = |parts: fn(&Received) -> Vec<String>, said: &str| {
        let outcome = talked(ALL_HEARD, parts);
        let error = outcome.failure();
        assert_eq!(error.category, MI_ERRORCATEGORY_PROTOCOL_ERROR, "{error:?}");
        assert!(error.message.contains(said), "{said}: {error:?}");
    };
    refused(|request| vec![envelope(request, &message("x"))], "ended before");
    refused(|request| vec![envelope(request, OUTPUT).replace("</s:Body></s:Envelope>", "")], "ends within");
    refused(|_| Vec::new(), "empty answer");
    refused(|_| vec!["<!DOCTYPE x><x/>".into()], "document types");
    refused(|_| vec!["no xml".into()], "cannot be read");
    refused(|request| vec![part(request, 1, &message("x")), part(request, 3, OUTPUT)], "part 2");
    refused(|request| vec![envelope(request, &event("Riddle", ""))], "unknown kind");
    let other = |request: &Received| {
        let id = request.element("a:MessageID").unwrap_or("").to_owned();
        vec![envelope(request, &message("x")).replace(&id, "uuid:00000000-0000-0000-0000-000000000000")]
    };
    refused(other, "RelatesTo");
}

#[test]
fn stream_without_anything_for_the_client_times_out() {
    let server = Server::start(|_, request| {
        let keep_alive = chunk(&control(request, "KeepAlive"));
        match request.action() {
            "Talk" => Reply::Live(Box::new(move |stream| {
                let _ = stream.write_all(&chunked());
                while stream.write_all(&keep_alive).is_ok() {
                    std::thread::sleep(Duration::from_millis(10));
                }
            })),
            _ => Reply::Raw(http(200, "")),
        }
    });
    let client = Client::default();
    let mut options = anonymous();
    super::hostile::set_timeout(&mut options, 1);
    let connection = client.connect(&server.url(), &options).expect("connects");
    let outcome = finish(connection.start(heard(ALL_HEARD, talk())));
    assert_eq!(outcome.failure().category, MI_ERRORCATEGORY_OPERATION_TIMEOUT, "{:?}", outcome.error);
    wait_for(&server, "Cancel");
}

#[test]
fn endless_envelope_in_a_stream_is_limited() {
    let server = Server::start(|_, request| match request.action() {
        "Talk" => Reply::Live(Box::new(move |stream| {
            let mut block = chunked();
            let text = "<a>".repeat(1 << 17);
            loop {
                block.extend(chunk(&text));
                if stream.write_all(&block).is_err() {
                    return;
                }
                block.clear();
            }
        })),
        _ => Reply::Raw(http(200, "")),
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    let outcome = finish(connection.start(heard(ALL_HEARD, talk())));
    assert_eq!(outcome.failure().category, MI_ERRORCATEGORY_LIMITS_EXCEEDED, "{:?}", outcome.error);
}

#[test]
fn cancelled_stream_is_cancelled_at_the_server() {
    let (server, _answers) = asking(vec![message("first")]);
    let client = Client::default();
    let connection = plain(&client, &server);
    let mut exchange = connection.start(heard(ALL_HEARD, talk()));
    assert!(matches!(next(exchange.as_mut()), Event::Message { .. }));
    exchange.cancel(CancelReason::Client);
    drop(exchange);
    let cancel = wait_for(&server, "Cancel");
    assert_eq!(cancel.element("p:OperationID"), wait_for(&server, "Talk").element("p:OperationID"));
    assert_eq!(
        cancel.element("w:ResourceURI"),
        Some("http://schemas.microsoft.com/wbem/wsman/1/wsman/FullDuplex")
    );
}

#[test]
fn acknowledgement_is_sent_where_the_server_asks_for_one() {
    let server = streaming(|request| {
        vec![
            part(request, 1, &message("x")),
            control(request, "AcknowledgeRequest"),
            part(request, 2, OUTPUT),
        ]
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    finish(connection.start(heard(ALL_HEARD, talk()))).ok();
    let said = wait_for(&server, "Acknowledge");
    assert_eq!(said.element("p:LastSequenceIdReceived"), Some("1"));
}

#[test]
fn pages_of_an_enumeration_come_with_messages() {
    let thing = |id: u32| {
        format!(
            "<p:T xmlns:p=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/T\"><p:Id>{id}</p:Id></p:T>"
        )
    };
    let server = Server::start(move |_, request| {
        let body = match request.action() {
            _ if is_schema(request) => return no_schema(),
            "Enumerate" => format!(
                "<n:EnumerateResponse><n:EnumerationContext>c</n:EnumerationContext><w:Items>{}</w:Items></n:EnumerateResponse>",
                thing(1)
            ),
            _ => {
                format!("<n:PullResponse><n:Items>{}</n:Items><n:EndOfSequence/></n:PullResponse>", thing(2))
            }
        };
        let parts = [chunk(&part(request, 1, &message("page"))), chunk(&part(request, 2, &body)), chunk("")];
        Reply::Raw([chunked(), parts.concat()].concat())
    });
    let client = Client::default();
    let connection = plain(&client, &server);
    let verb = Verb::EnumerateInstances { class: "T".into(), keys_only: false };
    let outcome = finish(connection.start(heard(ALL_HEARD, verb))).ok();
    assert_eq!((outcome.instances.len(), outcome.said.len()), (2, 2));
    let all = server.received.lock().expect("unpoisoned").clone();
    let ids: Vec<_> = all.iter().map(|one| one.element("p:OperationID").map(str::to_owned)).collect();
    assert!(ids.iter().enumerate().all(|(at, id)| id.is_some() && !ids[..at].contains(id)), "{ids:?}");
    assert_eq!(server.connections.load(std::sync::atomic::Ordering::SeqCst), 1, "the connection is kept");
}

fn talk_to(peer: &Peer, heard_by_client: Heard, answer: Response) -> Outcome {
    let client = Client::default();
    let connection = peer.connect(&client);
    let mut parameters = Instance::dynamic("__PARAMETERS").expect("an instance");
    parameters.add("Rounds", ValueRef::Uint32(2), MI_FLAG_PROPERTY).expect("added");
    let verb = Verb::Invoke {
        class: Some("Test_Methods".into()),
        method: "Talk".into(),
        instance: None,
        parameters: Some(parameters),
    };
    let request = mi::proto::Request { heard: heard_by_client, ..request("root/test", verb) };
    finish_answering(connection.start(request), answer)
}

#[test]
fn independent_server_is_heard_and_answered() {
    let Some(peer) = Peer::start(&[]) else { return };
    let outcome = talk_to(&peer, ALL_HEARD, Response::NoToAll).ok();
    let round = |n: u32| {
        [
            format!("message 0: Warning text {n} <&> \u{20ac}"),
            format!("message 1: Verbose text {n} <&> \u{20ac}"),
            format!("message 2: Debug text {n} <&> \u{20ac}"),
            format!("progress Talking, round {n}, going on, {}, 10", 10 * n),
            format!("Words = String(\"word {n}\")"),
            "prompt false: Go on?".to_owned(),
            "error 1: a non-terminating error".to_owned(),
        ]
    };
    assert_eq!(outcome.said, [round(0), round(1)].concat());
    let said = ["Confirm=noToAll", "ErrorAction=noToAll"].repeat(2).into_iter().map(str::to_owned).collect();
    assert_eq!(value(&outcome.instances[0], "Answers"), Some(Value::StringArray(said)));
    assert_eq!(talk_to(&peer, Heard::default(), Response::Yes).ok().said, [""; 0]);
}
