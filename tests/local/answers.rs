//! Get, enumerate, classes, associations, modify: right answers and refusals.

use super::host::{Host, Sleeper, enumerate, is_null, object, text};
use mi::abi::*;
use mi::cim::{Instance, Value, ValueRef};
use mi::proto::Verb;
use std::collections::HashSet;

fn get(instance: &Instance) -> Verb {
    Verb::GetInstance { instance: instance.clone() }
}

#[test]
fn own_process_is_enumerated_with_what_proc_says() {
    let host = Host::new();
    let own = std::process::id().to_string();
    let all = host.enumerate("Linux_UnixProcess");
    let mine = all.iter().find(|process| text(process, "Handle") == own).expect("the own process is listed");
    assert_eq!(text(mine, "ParentProcessID"), std::os::unix::process::parent_id().to_string());
    assert_eq!(text(mine, "ModulePath"), std::env::current_exe().unwrap().to_str().unwrap());
    assert_eq!(text(mine, "CreationClassName"), "Linux_UnixProcess");
    assert_eq!(text(mine, "CSName"), host_name());
    let name = std::fs::read_to_string("/proc/self/comm").unwrap();
    assert_eq!(text(mine, "Name"), name.trim_end());
    let arguments = mine.view().get("Parameters").unwrap().value.unwrap().to_owned().unwrap();
    assert_eq!(arguments, Value::StringArray(std::env::args().collect()));
    assert!(text(mine, "WorkingSetSize").parse::<u64>().unwrap() > 0);
    assert!(!is_null(mine, "CreationDate") && is_null(mine, "TerminationDate"));
    assert_eq!(mine.view().namespace().as_deref(), Some("root/cimv2"));
    assert_eq!(mine.view().server_name().as_deref(), Some(host_name().as_str()));
    let first = all.iter().find(|process| text(process, "Handle") == "1").expect("process 1 is listed");
    assert_eq!(text(first, "ParentProcessID"), "0");
}

fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap().trim().to_owned()
}

#[test]
fn every_class_with_data_has_instances_that_get_finds_again() {
    let host = Host::new();
    let classes = [
        "Linux_OperatingSystem",
        "Linux_ComputerSystem",
        "Linux_Processor",
        "Linux_LocalFileSystem",
        "Linux_EthernetPort",
        "Linux_IPProtocolEndpoint",
    ];
    for class in classes {
        let all = host.enumerate(class);
        if !matches!(class, "Linux_EthernetPort" | "Linux_LocalFileSystem") {
            assert!(!all.is_empty(), "{class} has no instances");
        }
        let keys = host.run(Verb::EnumerateInstances { class: class.to_owned(), keys_only: true }).ok(class);
        assert_eq!(keys.len(), all.len());
        for (instance, keys) in all.iter().zip(&keys) {
            let found = host.run(get(keys)).ok(class);
            assert_eq!(found.len(), 1);
            assert_eq!(text(&found[0], "ElementName"), text(instance, "ElementName"));
            let set = keys.view().iter().filter(|element| element.value.is_some());
            assert!(set.clone().count() >= 2 && set.into_iter().all(|element| element.is_key()));
        }
    }
    let system = host.enumerate("Linux_OperatingSystem").remove(0);
    assert_eq!(text(&system, "OSType"), "36");
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
    assert_eq!(text(&system, "Version"), release.trim());
    assert!(text(&system, "NumberOfProcesses").parse::<u32>().unwrap() > 1);
    let loopback = host.query("SELECT * FROM Linux_IPProtocolEndpoint WHERE IPv4Address = '127.0.0.1'");
    assert_eq!(text(&loopback[0], "SubnetMask"), "255.0.0.0");
}

#[test]
fn superclass_enumeration_finds_subclass_instances_unless_shallow() {
    let host = Host::new();
    let own = std::process::id().to_string();
    let all = host.enumerate("cim_managedelement");
    let classes: HashSet<String> = all.iter().map(|one| one.view().class_name().into_owned()).collect();
    assert!(classes.contains("Linux_UnixProcess") && classes.contains("Linux_OperatingSystem"));
    let none = host
        .run_with(None, MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW, enumerate("CIM_Process"), |_| unreachable!())
        .ok("shallow");
    assert!(none.is_empty());
    let own_only = host
        .run_with(
            None,
            MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW,
            enumerate("Linux_UnixProcess"),
            |_| unreachable!(),
        )
        .ok("shallow");
    assert!(own_only.iter().any(|process| text(process, "Handle") == own));
    let flags = MI_OPERATIONFLAGS_POLYMORPHISM_DEEP_BASE_PROPS_ONLY;
    let base = host.run_with(None, flags, enumerate("CIM_Process"), |_| unreachable!()).ok("base properties");
    let mine = base.iter().find(|process| text(process, "Handle") == own).unwrap();
    assert_eq!(mine.view().class_name(), "CIM_Process");
    assert!(mine.view().get("ParentProcessID").is_none());
}

#[test]
fn namespaces_are_listed_and_unknown_ones_refused() {
    let host = Host::new();
    let names = |namespace: &str| -> Vec<String> {
        let all = host.run_in(namespace, enumerate("__Namespace")).ok(namespace);
        all.iter().map(|one| text(one, "Name")).collect()
    };
    assert_eq!(names("ROOT"), ["cimv2", "interop"]);
    assert_eq!(names("root\\cimv2"), Vec::<String>::new());
    assert_eq!(names("root/interop"), Vec::<String>::new());
    let found = host.run_in("root", enumerate("__Namespace")).ok("root");
    assert_eq!(host.run_in("root", get(&found[0])).ok("get").len(), 1);
    let message = host
        .run_in("root/nowhere", enumerate("CIM_Process"))
        .fails(MI_RESULT_INVALID_NAMESPACE, "EnumerateInstances");
    assert!(message.contains("root/nowhere"));
    host.run_in("root", enumerate("CIM_Process")).fails(MI_RESULT_INVALID_CLASS, "EnumerateInstances");
    let error = host.run(enumerate("No_Such")).error();
    assert_eq!((error.result, error.class()), (MI_RESULT_INVALID_CLASS, Some("No_Such")));
}

#[test]
fn get_without_all_keys_or_with_strange_ones_says_so() {
    let host = Host::new();
    let mine = host.process(std::process::id());
    let mut changed = mine.clone();
    changed.clear("OSName").unwrap();
    let message = host.run(get(&changed)).fails(MI_RESULT_INVALID_PARAMETER, "GetInstance");
    assert!(message.contains("OSName"), "{message}");
    for (key, value) in
        [("Handle", "4194305"), ("Handle", "0"), ("Handle", "-1"), ("Handle", "1x"), ("CSName", "elsewhere")]
    {
        let mut changed = mine.clone();
        changed.set(key, ValueRef::Text(value)).unwrap();
        let message = host.run(get(&changed)).fails(MI_RESULT_NOT_FOUND, "GetInstance");
        assert!(message.contains(value), "{message}");
    }
    let mut shouted = mine.clone();
    shouted.set("CreationClassName", ValueRef::Text("LINUX_UNIXPROCESS")).unwrap();
    assert_eq!(host.run(get(&shouted)).ok("get").len(), 1);
}

#[test]
fn get_by_a_dynamic_instance_of_a_superclass_works() {
    let host = Host::new();
    let mine = host.process(std::process::id());
    let mut keys = Instance::dynamic("CIM_Process").unwrap();
    for element in mine.view().iter().filter(|element| element.is_key()) {
        keys.add(&element.name.to_str_lossy(), element.value.unwrap(), MI_FLAG_KEY).unwrap();
    }
    let found = host.run(get(&keys)).ok("get");
    assert_eq!(found[0].view().class_name(), "Linux_UnixProcess");
}

#[test]
fn classes_are_told_with_qualifiers_and_enumerated_by_depth() {
    let host = Host::new();
    let class = |name: &str| host.run(Verb::GetClass { class: name.to_owned() });
    let process = class("linux_unixprocess").classes.remove(0);
    assert_eq!((process.name(), process.namespace()), ("Linux_UnixProcess", Some("root/cimv2")));
    assert!(process.is_a("CIM_LogicalElement"));
    let handle = process.property("Handle").unwrap();
    assert!(handle.is_key());
    assert_eq!(handle.qualifiers.get("MaxLen").unwrap().value.unwrap().as_integer(), Some(256));
    class("No_Such").fails(MI_RESULT_INVALID_CLASS, "GetClass");
    let names = |class: Option<&str>, flags: u32| -> Vec<String> {
        let verb = Verb::EnumerateClasses { class: class.map(str::to_owned), names_only: true };
        let outcome = host.run_with(None, flags, verb, |_| unreachable!());
        assert!(matches!(outcome.end, Some(Ok(()))));
        outcome.classes.iter().map(|class| class.name().to_owned()).collect()
    };
    let shallow = MI_OPERATIONFLAGS_POLYMORPHISM_SHALLOW;
    assert_eq!(names(Some("CIM_Process"), 0), ["CIM_UnixProcess", "Linux_UnixProcess"]);
    assert_eq!(names(Some("CIM_Process"), shallow), ["CIM_UnixProcess"]);
    let tops = names(None, shallow);
    assert!(
        tops.iter().any(|name| name == "CIM_ManagedElement")
            && !tops.iter().any(|name| name == "CIM_Process")
    );
    assert!(names(None, 0).len() > 35);
}

fn associators(instance: &Instance, association: &str, result: &str, role: &str, result_role: &str) -> Verb {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Verb::AssociatorInstances {
        instance: instance.clone(),
        association_class: given(association),
        result_class: given(result),
        role: given(role),
        result_role: given(result_role),
        keys_only: false,
    }
}

#[test]
fn associations_lead_to_parent_system_and_computer() {
    let host = Host::new();
    let child = Sleeper::start();
    let process = host.process(child.pid());
    let own = std::process::id().to_string();
    let parent = host.run(associators(&process, "Linux_ParentProcess", "", "Dependent", "")).ok("parent");
    assert_eq!(parent.iter().map(|one| text(one, "Handle")).collect::<Vec<_>>(), std::slice::from_ref(&own));
    let children = host.run(associators(
        &host.process(std::process::id()),
        "CIM_Dependency",
        "CIM_UnixProcess",
        "antecedent",
        "dependent",
    ));
    assert!(children.ok("children").iter().any(|one| text(one, "Handle") == child.pid().to_string()));
    let systems = host.run(associators(&process, "", "CIM_OperatingSystem", "", "")).ok("system");
    assert_eq!(systems.len(), 1);
    let computers = host.run(associators(&systems[0], "CIM_RunningOS", "", "", "")).ok("computer");
    assert_eq!(computers[0].view().class_name(), "Linux_ComputerSystem");
    let all = host.run(associators(&systems[0], "Linux_OSProcess", "", "", "")).ok("processes");
    assert!(all.iter().any(|one| text(one, "Handle") == own));
    assert!(host.run(associators(&process, "", "", "Nonsense", "")).ok("role").is_empty());
    host.run(associators(&process, "No_Such", "", "", ""))
        .fails(MI_RESULT_INVALID_CLASS, "AssociatorInstances");
}

#[test]
fn references_are_association_instances_that_get_finds() {
    let host = Host::new();
    let child = Sleeper::start();
    let process = host.process(child.pid());
    let verb = Verb::ReferenceInstances {
        instance: process,
        result_class: Some("Linux_ParentProcess".to_owned()),
        role: Some("Dependent".to_owned()),
        keys_only: false,
    };
    let links = host.run(verb).ok("references");
    assert_eq!(links.len(), 1);
    assert_eq!(text(&object(&links[0], "Antecedent"), "Handle"), std::process::id().to_string());
    assert_eq!(text(&object(&links[0], "Dependent"), "Handle"), child.pid().to_string());
    let found = host.run(get(&links[0])).ok("get");
    assert_eq!(text(&object(&found[0], "Dependent"), "Handle"), child.pid().to_string());
    let mut turned = links[0].clone();
    turned.set("Antecedent", ValueRef::Reference(object(&links[0], "Dependent").view())).unwrap();
    turned.set("Dependent", ValueRef::Reference(object(&links[0], "Antecedent").view())).unwrap();
    host.run(get(&turned)).fails(MI_RESULT_NOT_FOUND, "GetInstance");
    let all = host.enumerate("Linux_ParentProcess");
    assert!(all.iter().any(|link| text(&object(link, "Dependent"), "Handle") == child.pid().to_string()));
    assert_eq!(host.enumerate("CIM_RunningOS").len(), 1);
}

#[test]
fn priority_is_changed_and_nothing_else_is() {
    let host = Host::new();
    let child = Sleeper::start();
    let mut process = host.process(child.pid());
    assert_eq!(text(&process, "Priority"), "20");
    process.set("Priority", ValueRef::Uint32(25)).unwrap();
    host.run(Verb::ModifyInstance { instance: process.clone() }).ok("modify");
    assert_eq!(text(&host.process(child.pid()), "Priority"), "25");
    assert_eq!(text(&host.process(child.pid()), "ProcessNiceValue"), "5");
    process.set("Priority", ValueRef::Uint32(40)).unwrap();
    let message = host
        .run(Verb::ModifyInstance { instance: process.clone() })
        .fails(MI_RESULT_INVALID_PARAMETER, "ModifyInstance");
    assert!(message.contains("Priority"));
    let mut process = host.process(child.pid());
    process.set("Name", ValueRef::Text("other")).unwrap();
    let message =
        host.run(Verb::ModifyInstance { instance: process }).fails(MI_RESULT_NOT_SUPPORTED, "ModifyInstance");
    assert!(message.contains("property Name"), "{message}");
}

#[test]
fn create_and_delete_are_refused_with_reasons() {
    let host = Host::new();
    let process = host.process(std::process::id());
    let message = host
        .run(Verb::CreateInstance { instance: process.clone() })
        .fails(MI_RESULT_NOT_SUPPORTED, "CreateInstance");
    assert!(message.contains("Linux_UnixProcess"));
    let message =
        host.run(Verb::DeleteInstance { instance: process }).fails(MI_RESULT_NOT_SUPPORTED, "DeleteInstance");
    assert!(message.contains("Terminate"));
    assert!(matches!(host.run(Verb::TestConnection).end, Some(Ok(()))));
}
