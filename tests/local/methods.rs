//! Methods, on processes that the tests start themselves.

use super::host::{Host, Outcome, Sleeper, text};
use mi::abi::*;
use mi::cim::{Instance, Value, ValueRef};
use mi::proto::{Event, Response, Verb};
use std::os::unix::process::ExitStatusExt;

fn invoke(instance: Option<&Instance>, method: &str, parameters: &[(&str, Value)]) -> Verb {
    let given = (!parameters.is_empty()).then(|| {
        let mut given = Instance::dynamic("__PARAMETERS").unwrap();
        for (name, value) in parameters {
            given.add(name, value.as_ref(), MI_FLAG_IN).unwrap();
        }
        given
    });
    let (method, instance) = (method.to_owned(), instance.cloned());
    Verb::Invoke { class: None, method, instance, parameters: given }
}

fn return_value(outcome: Outcome) -> String {
    text(&outcome.ok("invoke")[0], "ReturnValue")
}

#[test]
fn terminate_asks_and_ends_the_process() {
    let host = Host::new();
    let mut child = Sleeper::start();
    let process = host.process(child.pid());
    let declined = host.run_with(None, 0, invoke(Some(&process), "Terminate", &[]), |_| Response::No);
    assert_eq!(declined.prompts.len(), 1);
    assert!(declined.prompts[0].contains(&format!("terminate process {}", child.pid())));
    assert_eq!(return_value(declined), "2");
    assert_eq!(child.0.try_wait().unwrap(), None);
    let agreed = host.run(invoke(Some(&process), "terminate", &[]));
    assert!(agreed.messages.iter().any(|text| text.contains("SIGTERM")));
    assert_eq!(return_value(agreed), "0");
    assert_eq!(child.0.wait().unwrap().signal(), Some(15));
    let gone = host.run(invoke(Some(&process), "Terminate", &[]));
    gone.fails(MI_RESULT_NOT_FOUND, "Invoke");
}

#[test]
fn signal_is_checked_and_sent() {
    let host = Host::new();
    let mut child = Sleeper::start();
    let process = host.process(child.pid());
    let signal = |value: Value| invoke(Some(&process), "SendSignal", &[("Signal", value)]);
    assert_eq!(return_value(host.run(signal(Value::Uint32(0)))), "0");
    let message = host.run(signal(Value::Uint32(99))).fails(MI_RESULT_INVALID_PARAMETER, "Invoke");
    assert!(message.contains("99"));
    host.run(signal(Value::Sint32(-9))).fails(MI_RESULT_INVALID_PARAMETER, "Invoke");
    host.run(signal(Value::String("9".into()))).fails(MI_RESULT_TYPE_MISMATCH, "Invoke");
    host.run(invoke(Some(&process), "SendSignal", &[])).fails(MI_RESULT_INVALID_PARAMETER, "Invoke");
    let stray =
        invoke(Some(&process), "SendSignal", &[("Signal", Value::Uint32(0)), ("Other", Value::Uint32(1))]);
    assert!(host.run(stray).fails(MI_RESULT_INVALID_PARAMETER, "Invoke").contains("Other"));
    assert_eq!(child.0.try_wait().unwrap(), None);
    assert_eq!(return_value(host.run(signal(Value::Uint32(9)))), "0");
    assert_eq!(child.0.wait().unwrap().signal(), Some(9));
}

#[test]
fn first_and_own_process_are_never_signalled() {
    let host = Host::new();
    for (pid, why) in [(1, "first process"), (std::process::id(), "calling process")] {
        let process = host.process(pid);
        let message =
            host.run(invoke(Some(&process), "Terminate", &[])).fails(MI_RESULT_ACCESS_DENIED, "Invoke");
        assert!(message.contains(why), "{message}");
        let signal = invoke(Some(&process), "SendSignal", &[("Signal", Value::Uint32(15))]);
        host.run(signal).fails(MI_RESULT_ACCESS_DENIED, "Invoke");
    }
}

#[test]
fn load_comes_as_arrays_or_streamed() {
    let host = Host::new();
    let system = host.enumerate("Linux_OperatingSystem").remove(0);
    let outcome = host.run(invoke(Some(&system), "GetLoad", &[]));
    assert!(outcome.progress == 1 && outcome.messages.len() == 1 && outcome.streamed.is_empty());
    let results = outcome.ok("GetLoad").remove(0);
    let Some(ValueRef::Real64Array(load)) = results.view().get("Load").unwrap().value else { panic!() };
    assert!(load.len() == 3 && load.iter().all(|value| *value >= 0.0));
    let Some(ValueRef::Uint32Array(minutes)) = results.view().get("Minutes").unwrap().value else { panic!() };
    assert_eq!(minutes, [1, 5, 15]);
    let outcome = host.run(invoke(Some(&system), "GetLoad", &[("Stream", Value::Boolean(true))]));
    let names: Vec<&str> = outcome.streamed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Minutes", "Load"]);
    assert!(outcome.instances[0].view().get("Load").is_none());
    assert_eq!(return_value(outcome), "0");
}

#[test]
fn processes_are_terminated_one_by_one_with_errors_between() {
    let host = Host::new();
    let system = host.enumerate("Linux_OperatingSystem").remove(0);
    let mut children = [Sleeper::start(), Sleeper::start(), Sleeper::start()];
    let mut handles: Vec<String> = children.iter().map(|child| child.pid().to_string()).collect();
    handles.insert(1, "4194305".to_owned());
    let verb =
        invoke(Some(&system), "TerminateProcesses", &[("Handles", Value::StringArray(handles.clone()))]);
    let mut asked = 0;
    let outcome = host.run_with(None, 0, verb, |event| {
        asked += usize::from(matches!(event, Event::Prompt { .. }));
        match (event, asked) {
            (Event::Prompt { .. }, 1) => Response::No,
            (Event::Prompt { .. }, _) => Response::YesToAll,
            _ => Response::Yes,
        }
    });
    assert_eq!((outcome.prompts.len(), outcome.errors.len(), outcome.progress), (2, 1, 3));
    assert_eq!(outcome.errors[0].result, MI_RESULT_NOT_FOUND);
    let ended = Value::StringArray(handles[2..].to_vec());
    assert_eq!(outcome.streamed, [("Terminated".to_owned(), ended)]);
    assert_eq!(return_value(outcome), "1");
    assert_eq!(children[0].0.try_wait().unwrap(), None);
    assert_eq!(children[1].0.wait().unwrap().signal(), Some(15));
    assert_eq!(children[2].0.wait().unwrap().signal(), Some(15));
}

#[test]
fn method_that_is_not_there_or_not_offered_is_refused() {
    let host = Host::new();
    let process = host.process(std::process::id());
    let message = host.run(invoke(Some(&process), "Fly", &[])).fails(MI_RESULT_METHOD_NOT_FOUND, "Invoke");
    assert!(message.contains("Fly"));
    let message =
        host.run(invoke(Some(&process), "RequestStateChange", &[])).fails(MI_RESULT_NOT_SUPPORTED, "Invoke");
    assert!(
        message.contains("RequestStateChange") && message.contains("CIM_EnabledLogicalElement"),
        "{message}"
    );
    let on_class = Verb::Invoke {
        class: Some("Linux_UnixProcess".to_owned()),
        method: "Terminate".to_owned(),
        instance: None,
        parameters: None,
    };
    assert!(host.run(on_class).fails(MI_RESULT_INVALID_PARAMETER, "Invoke").contains("not static"));
    host.run(invoke(None, "Terminate", &[])).fails(MI_RESULT_INVALID_PARAMETER, "Invoke");
}
