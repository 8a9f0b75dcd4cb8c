//! Queries on live data.

use super::host::{Host, Sleeper, is_null, object, text};
use mi::abi::*;
use mi::proto::Verb;

fn query(dialect: &str, expression: &str) -> Verb {
    Verb::QueryInstances { dialect: dialect.to_owned(), expression: expression.to_owned() }
}

#[test]
fn condition_selects_and_list_projects() {
    let host = Host::new();
    let child = Sleeper::start();
    let own = std::process::id();
    let found = host.query(&format!(
        "SELECT Handle, Name FROM Linux_UnixProcess WHERE ParentProcessID = '{own}' AND Priority < 40"
    ));
    let mine = found.iter().find(|one| text(one, "Handle") == child.pid().to_string()).unwrap();
    assert!(is_null(mine, "ParentProcessID") && is_null(mine, "Priority") && is_null(mine, "CSName"));
    assert!(!is_null(mine, "Name"));
    let by_superclass = host.query(&format!("SELECT * FROM CIM_Process WHERE Handle = {}", child.pid()));
    assert_eq!(by_superclass.len(), 1);
    assert_eq!(host.query("SELECT * FROM Linux_UnixProcess WHERE Handle = 'x'").len(), 0);
    assert_eq!(host.query("SELECT * FROM Linux_UnixProcess WHERE Handle = '1' AND Handle = '2'").len(), 0);
    let like = host.query("SELECT * FROM Linux_OperatingSystem WHERE Name LIKE 'L[h-j]n_x%' AND OSType = 36");
    assert_eq!(like.len(), 1);
}

#[test]
fn datetime_condition_holds_against_live_values() {
    let host = Host::new();
    let old = host.query("SELECT * FROM Linux_UnixProcess WHERE CreationDate < '19800101000000.000000+000'");
    assert!(old.is_empty());
    let booted =
        host.query("SELECT * FROM Linux_OperatingSystem WHERE LastBootUpTime > '19800101000000.000000+000'");
    assert_eq!(booted.len(), 1);
}

#[test]
fn walk_query_follows_an_object_path() {
    let host = Host::new();
    let child = Sleeper::start();
    let process = host.process(child.pid());
    let keys: Vec<String> = process
        .view()
        .iter()
        .filter(|element| element.is_key())
        .map(|key| format!("{}=\"{}\"", key.name.to_str_lossy(), key.value.unwrap().as_str().unwrap()))
        .collect();
    let path = format!("Linux_UnixProcess.{}", keys.join(","));
    let parents = host.query(&format!(
        "ASSOCIATORS OF {{{path}}} WHERE AssocClass=Linux_ParentProcess ResultRole=Antecedent KeysOnly"
    ));
    assert_eq!(text(&parents[0], "Handle"), std::process::id().to_string());
    assert!(is_null(&parents[0], "Name"));
    let links = host.query(&format!("REFERENCES OF {{root/cimv2:{path}}} WHERE ResultClass=CIM_OSProcess"));
    assert_eq!(text(&object(&links[0], "PartComponent"), "Handle"), child.pid().to_string());
    let classes = host.query(&format!("ASSOCIATORS OF {{{path}}} WHERE ClassDefsOnly"));
    let names: Vec<_> = classes.iter().map(|one| one.view().class_name().into_owned()).collect();
    assert_eq!(names, ["Linux_OperatingSystem", "Linux_UnixProcess"]);
    let schema = host.query("REFERENCES OF {Linux_UnixProcess} WHERE SchemaOnly");
    assert_eq!(schema.len(), 2);
    let aggregations = host.query(&format!("REFERENCES OF {{{path}}} WHERE RequiredQualifier=Aggregation"));
    assert!(aggregations.iter().all(|link| link.view().class_name() == "Linux_OSProcess"));
    let missing = query("WQL", "ASSOCIATORS OF {Linux_UnixProcess.Handle=\"1\"}");
    let message = host.run(missing).fails(MI_RESULT_INVALID_PARAMETER, "QueryInstances");
    assert!(message.contains("CSName"), "{message}");
}

#[test]
fn wrong_query_is_refused_with_its_place() {
    let host = Host::new();
    let cases = [
        ("SELECT * FROM Linux_UnixProcess WHERE Nme = 'x'", "column 39"),
        ("SELECT Nme FROM Linux_UnixProcess", "column 8"),
        ("SELECT * FROM Linux_UnixProcess WHERE Priority = 'high'", "column 50"),
        ("SELECT * FROM Linux_UnixProcess WHERE", "column 38"),
        ("SELECT * FROM __InstanceCreationEvent", "column 15"),
        ("SELECT * FROM Linux_UnixProcess WITHIN 1", "column 15"),
    ];
    for (text, place) in cases {
        let message = host.run(query("WQL", text)).fails(MI_RESULT_INVALID_QUERY, "QueryInstances");
        assert!(message.contains(place), "{text}: {message}");
    }
    let unknown = host.run(query("SQL", "SELECT * FROM Linux_UnixProcess"));
    unknown.fails(MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED, "QueryInstances");
    host.run(query("WQL", "SELECT * FROM No_Such")).fails(MI_RESULT_INVALID_CLASS, "QueryInstances");
}

#[test]
fn cql_is_understood_too() {
    let host = Host::new();
    let text = format!(
        "SELECT p.Handle FROM Linux_UnixProcess AS p WHERE p.Handle = '{}' AND p.Parameters[0] IS NOT NULL",
        std::process::id()
    );
    assert_eq!(host.run(query("cql", &text)).ok("cql").len(), 1);
    let text = "SELECT * FROM CIM_OperatingSystem WHERE Name LIKE '^lin.x$'";
    assert_eq!(host.run(query("DMTF:CQL", text)).ok("cql").len(), 1);
}
