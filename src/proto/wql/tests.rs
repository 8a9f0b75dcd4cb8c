//! Queries, right and wrong, and instances that they are put to.

use super::*;
use crate::cim::{Class, ClassBuilder, Datetime, Instance, Property, Type, Value};

fn wql(text: &str) -> Select {
    match parse(Dialect::Wql, text) {
        Ok(Query::Select(select)) => select,
        other => panic!("{text}: {other:?}"),
    }
}

fn fault(text: &str) -> Malformed {
    match parse(Dialect::Wql, text) {
        Err(fault) => fault,
        Ok(query) => panic!("{text} was read as {query:?}"),
    }
}

fn class() -> Class {
    let types = [
        ("Name", Type::String),
        ("Empty", Type::String),
        ("Small", Type::Uint8),
        ("Large", Type::Uint64),
        ("Negative", Type::Sint64),
        ("Ratio", Type::Real64),
        ("Single", Type::Real32),
        ("Flag", Type::Boolean),
        ("Letter", Type::Char16),
        ("When", Type::Datetime),
        ("Numbers", Type::Uint32Array),
        ("Inner", Type::Instance),
        ("Target", Type::Reference),
    ];
    let builder = types.into_iter().fold(ClassBuilder::new("Test_Thing"), |builder, (name, ty)| {
        builder.property(Property::new(name, ty))
    });
    builder.build().unwrap()
}

fn inner() -> Instance {
    let base = ClassBuilder::new("Test_Base").build().unwrap();
    let class = ClassBuilder::new("Test_Inner").superclass(&base);
    let class = class.property(Property::new("Depth", Type::Uint32)).build().unwrap();
    let mut inner = Instance::new(&class).unwrap();
    inner.set("Depth", Value::Uint32(2).as_ref()).unwrap();
    inner
}

fn target() -> Instance {
    let class = ClassBuilder::new("Test_Target")
        .property(Property::new("Handle", Type::String).key())
        .property(Property::new("Part", Type::Uint32).key());
    let mut target = Instance::new(&class.build().unwrap()).unwrap();
    target.set("Handle", Value::String("7".into()).as_ref()).unwrap();
    target.set("Part", Value::Uint32(3).as_ref()).unwrap();
    target
}

fn thing() -> Instance {
    let mut thing = Instance::new(&class()).unwrap();
    let when: Datetime = "20240229120000.500000+060".parse().unwrap();
    let values = [
        ("Name", Value::String("O'Brien \\ \"50%\" [a_b]".into())),
        ("Small", Value::Uint8(200)),
        ("Large", Value::Uint64(u64::MAX)),
        ("Negative", Value::Sint64(i64::MIN)),
        ("Ratio", Value::Real64(0.5)),
        ("Single", Value::Real32(0.5)),
        ("Flag", Value::Boolean(true)),
        ("Letter", Value::Char16(u16::from(b'x'))),
        ("When", Value::Datetime(when)),
        ("Numbers", Value::Uint32Array(vec![10, 20])),
        ("Inner", Value::Instance(inner())),
        ("Target", Value::Reference(target())),
    ];
    for (name, value) in values {
        thing.set(name, value.as_ref()).unwrap();
    }
    thing
}

fn holds(dialect: Dialect, condition: &str) -> bool {
    let text = format!("SELECT * FROM Test_Thing WHERE {condition}");
    match parse(dialect, &text) {
        Ok(Query::Select(select)) => select.matches(thing().view()),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn condition_on_a_known_instance_has_its_outcome() {
    let true_ones = [
        "Small = 200",
        "Small <> 201 AND Small != 201",
        "Small >= 200 AND Small <= 200 AND NOT Small < 200 AND NOT Small > 200",
        "200 = Small",
        "199 < Small",
        "Small = 200.0",
        "Small < 200.5",
        "Small = '200'",
        "Small = 0xC8",
        "Large = 18446744073709551615",
        "Large > 18446744073709551614",
        "Large > 9223372036854775807",
        "Large < 18446744073709551616.0",
        "Negative = -9223372036854775808",
        "Negative < -9223372036854775807",
        "Negative < Large",
        "Ratio = 0.5 AND Ratio = 5e-1 AND Ratio < 1 AND Ratio = .5",
        "Single = Ratio",
        "Flag = TRUE AND Flag = true AND Flag = 1 AND Flag = 'True' AND Flag <> FALSE",
        "Letter = 'X' AND Letter = 120",
        "Name = 'o\\'BRIEN \\\\ \"50%\" [A_B]'",
        "Name = \"O'Brien \\\\ \\\"50%\\\" [a_b]\"",
        "Name = 'O''Brien \\ \"50%\" [a_b]'",
        "Name > 'o' AND Name < 'p'",
        "When = '20240229110000.500000+000'",
        "When > '20240229110000.000000+000'",
        "When < '20240301000000.000000+000'",
        "Empty IS NULL AND Empty = NULL AND NOT Empty IS NOT NULL",
        "Name IS NOT NULL AND Name <> NULL AND NULL <> Name",
        "Numbers IS NOT NULL",
        "Missing IS NULL",
        "Inner.Depth = 2",
        "Inner ISA 'Test_Inner' AND Inner ISA test_base",
        "__this ISA Test_Thing",
        "Test_Thing.Small = 200",
        "__CLASS = 'test_thing'",
        "Target = 'Test_Target.Handle=\"7\",Part=3'",
        "Target <> 'Test_Target.Handle=\"8\",Part=3'",
        "Target ISA 'Test_Target'",
        "Target.Handle = 7",
        "Small = 1 OR Small = 200",
        "Small = 200 OR Empty = 'x'",
        "NOT (Small = 1 OR Small = 2)",
        "NOT NOT Small = 200",
        "((((Small = 200))))",
        "Small = 1 AND Small = 2 OR Small = 200",
    ];
    for condition in true_ones {
        assert!(holds(Dialect::Wql, condition), "{condition}");
    }
}

#[test]
fn condition_that_does_not_hold_or_is_unknown_is_false() {
    let false_ones = [
        "Small = 201",
        "Small = 200.5",
        "Large < 18446744073709551615",
        "Large = 18446744073709551616.0",
        "Empty = 'x'",
        "NOT Empty = 'x'",
        "Empty <> 'x'",
        "Empty LIKE '%'",
        "NOT Empty LIKE '%'",
        "Missing = 1",
        "Missing.Deeper = 1",
        "Name.Deeper = 1",
        "Small = 200 AND Empty = 'x'",
        "Flag = FALSE",
        "Inner ISA 'Test_Thing'",
        "Empty ISA 'Test_Thing'",
        "Numbers = 10",
        "When = 'never'",
        "Target = 'no path at all ='",
    ];
    for condition in false_ones {
        assert!(!holds(Dialect::Wql, condition), "{condition}");
    }
}

#[test]
fn array_index_of_cql_reads_an_element() {
    assert!(holds(Dialect::Cql, "Numbers[0] = 10 AND Numbers[1] = 20"));
    assert!(holds(Dialect::Cql, "Numbers[2] IS NULL"));
    assert!(holds(Dialect::Cql, "Test_Thing.Numbers[1] > 10"));
    assert!(holds(Dialect::Cql, "Test_Thing::Small = 200"));
    assert_eq!(fault("SELECT * FROM a WHERE b[0] = 1").found, "[");
}

#[test]
fn alias_of_cql_is_taken_off_paths() {
    let query =
        parse(Dialect::Cql, "SELECT t.Name, t.Small FROM Test_Thing AS t WHERE t.Small = 200").unwrap();
    let Query::Select(select) = query else { panic!() };
    assert!(select.matches(thing().view()));
    assert!(check(&select, &class(), None).is_ok());
}

#[test]
fn like_pattern_of_wql_matches_without_case() {
    let cases = [
        ("%", "", true),
        ("", "", true),
        ("", "a", false),
        ("abc", "ABC", true),
        ("a_c", "abc", true),
        ("a_c", "ac", false),
        ("a%c", "ac", true),
        ("a%c", "abbbbc", true),
        ("a%c", "abbbbd", false),
        ("%b%", "abc", true),
        ("[a-c]x", "Bx", true),
        ("[a-c]x", "dx", false),
        ("[^a-c]x", "dx", true),
        ("[^a-c]x", "bx", false),
        ("[^A-C]x", "bx", false),
        ("50[%]", "50%", true),
        ("50[%]", "500", false),
        ("a[_]b", "a_b", true),
        ("a[_]b", "axb", false),
        ("[[]x", "[x", true),
        ("[]]x", "]x", true),
        ("[-a]x", "-x", true),
        ("%%%%%%%%%%%%%%%%b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ("É%", "été", true),
        ("x", "xx", false),
    ];
    for (pattern, text, expected) in cases {
        assert_eq!(Pattern::wql(pattern).unwrap().matches(text), expected, "{pattern} {text}");
    }
    assert!(Pattern::wql("[a").is_err() && Pattern::wql("[c-a]").is_err());
}

#[test]
fn like_pattern_of_cql_is_a_regular_expression() {
    let cases = [
        ("b", "abc", true),
        ("^b", "abc", false),
        ("^a.c$", "ABC", true),
        ("^ab*c$", "ac", true),
        ("^ab+c$", "ac", false),
        ("^ab+c$", "abbc", true),
        ("^ab?c$", "abc", true),
        ("^ab?c$", "abbc", false),
        ("a\\.c", "abc", false),
        ("a\\.c", "a.c", true),
        ("^[0-9]+$", "0123", true),
        ("c$", "abc", true),
        ("b$", "abc", false),
        ("", "abc", true),
        (".*", "", true),
    ];
    for (pattern, text, expected) in cases {
        assert_eq!(Pattern::cql(pattern).unwrap().matches(text), expected, "{pattern} {text}");
    }
    for wrong in ["*a", "a(b)", "a|b", "[a", "a\\"] {
        assert!(Pattern::cql(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn pattern_of_many_wildcards_takes_no_exponential_time() {
    let pattern = Pattern::wql(&"%a".repeat(200)).unwrap();
    assert!(!pattern.matches(&"a".repeat(150)));
    assert!(pattern.matches(&"ba".repeat(2000)));
}

#[test]
fn malformed_query_tells_column_and_text() {
    let cases = [
        ("", 1, ""),
        ("SELEKT * FROM a", 1, "SELEKT"),
        ("SELECT FROM a", 8, "FROM"),
        ("SELECT * a", 10, "a"),
        ("SELECT * FROM", 14, ""),
        ("SELECT * FROM 5", 15, "5"),
        ("SELECT a, FROM b", 11, "FROM"),
        ("SELECT * FROM a WHERE", 22, ""),
        ("SELECT * FROM a WHERE b", 24, ""),
        ("SELECT * FROM a WHERE b =", 26, ""),
        ("SELECT * FROM a WHERE b = 1 c", 29, "c"),
        ("SELECT * FROM a WHERE b == 1", 26, "="),
        ("SELECT * FROM a WHERE (b = 1", 29, ""),
        ("SELECT * FROM a WHERE b = 'x", 27, "'x"),
        ("SELECT * FROM a WHERE b LIKE 5", 30, "5"),
        ("SELECT * FROM a WHERE b LIKE '[x'", 30, "'[x'"),
        ("SELECT * FROM a WHERE b IS 5", 28, "5"),
        ("SELECT * FROM a WHERE b < NULL", 31, ""),
        ("SELECT * FROM a WHERE 1 = 2", 28, ""),
        ("SELECT * FROM a WHERE b = 12x", 27, "12x"),
        ("SELECT * FROM a WHERE b = 999999999999999999999999999999999999999999", 27, "9999"),
        ("SELECT * FROM a WHERE b ? 1", 25, "?"),
        ("SELECT * FROM a WITHIN x", 24, "x"),
        ("SELECT * FROM a GROUP WITHIN 5", 17, "GROUP"),
        ("SELECT COUNT(*) FROM a", 13, "("),
        ("SELECT * FROM a WHERE upper(b) = 'X'", 28, "("),
        ("größe", 1, "größe"),
        ("SELECT * FROM größe WHERE ü =", 30, ""),
        ("ASSOCIATORS {a.b=1}", 13, "{"),
        ("ASSOCIATORS OF a", 16, "a"),
        ("ASSOCIATORS OF {a.b=}", 21, ""),
        ("ASSOCIATORS OF {a.b=1", 17, "a.b=1"),
        ("ASSOCIATORS OF {a.b=1} WHERE", 29, ""),
        ("ASSOCIATORS OF {a.b=1} WHERE Foo=b", 30, "Foo"),
        ("ASSOCIATORS OF {a.b=1} WHERE Role=b Role=c", 37, "Role"),
        ("REFERENCES OF {a.b=1} WHERE AssocClass=b", 29, "AssocClass"),
    ];
    for (text, column, found) in cases {
        let fault = fault(text);
        assert_eq!(fault.column, column, "{text}: {fault}");
        assert!(fault.found.starts_with(found), "{text}: {fault}");
        assert_eq!(found.is_empty(), fault.found.is_empty(), "{text}: {fault}");
    }
    let error: Error = fault("SELECT * FROM a WHERE b == 1").into();
    assert_eq!(error.result, MI_RESULT_INVALID_QUERY);
    assert!(error.message.contains("column 26") && error.message.contains("'='"), "{}", error.message);
}

#[test]
fn query_beyond_the_bounds_is_refused_without_deep_recursion() {
    let nested =
        |count: usize| format!("SELECT * FROM a WHERE {}b = 1{}", "(".repeat(count), ")".repeat(count));
    assert!(parse(Dialect::Wql, &nested(MAX_DEPTH)).is_ok());
    assert!(fault(&nested(MAX_DEPTH + 1)).reason.contains("deeper"));
    assert!(fault(&nested(20_000)).reason.contains("deeper"));
    let negated = format!("SELECT * FROM a WHERE {} b = 1", "NOT ".repeat(10_000));
    assert!(fault(&negated).reason.contains("deeper"));
    assert!(fault(&" ".repeat(MAX_LENGTH + 1)).reason.contains("longer"));
    let chain = vec!["b = 1"; 5_000].join(" OR ");
    let Some(Condition::Any(terms)) = wql(&format!("SELECT * FROM a WHERE {chain}")).condition else {
        panic!()
    };
    assert_eq!(terms.len(), 5_000);
    let path = format!("SELECT * FROM a WHERE {} = 1", vec!["b"; 200].join("."));
    assert!(fault(&path).reason.contains("deep"));
}

#[test]
fn select_list_and_interval_are_read() {
    let select = wql("select Name , Inner.Depth from Test_Thing within 0.25 where Small = 1;");
    let columns = select.columns.unwrap();
    assert_eq!(columns.len(), 2);
    assert_eq!(columns[1].segments.len(), 2);
    assert_eq!(select.within, Some(std::time::Duration::from_millis(250)));
    assert_eq!(wql("SELECT Test_Thing.* FROM Test_Thing").columns, None);
    assert_eq!(wql("SELECT * FROM a WITHIN 1").within, Some(std::time::Duration::from_secs(1)));
}

#[test]
fn walk_query_clauses_are_read() {
    let text = "ASSOCIATORS OF {\\\\.\\root\\cimv2:Linux_UnixProcess.Handle=\"1}\",CSName='x'} WHERE \
                AssocClass=A ResultClass = B Role=C ResultRole=D RequiredQualifier=E RequiredAssocQualifier=F KeysOnly \
                ClassDefsOnly";
    let Ok(Query::Walk(walk)) = parse(Dialect::Wql, text) else { panic!("{:?}", parse(Dialect::Wql, text)) };
    assert_eq!(walk.kind, WalkKind::Associators);
    assert_eq!(walk.path.host.as_deref(), Some("."));
    assert_eq!(walk.path.namespace.as_deref(), Some("root/cimv2"));
    assert_eq!(walk.path.key("handle"), Some(&KeyValue::Text("1}".into())));
    let filter = walk.filter;
    assert_eq!(filter.association_class.as_deref(), Some("A"));
    assert_eq!(filter.result_class.as_deref(), Some("B"));
    assert_eq!(filter.role.as_deref(), Some("C"));
    assert_eq!(filter.result_role.as_deref(), Some("D"));
    assert_eq!(filter.required_qualifier.as_deref(), Some("E"));
    assert_eq!(filter.required_association_qualifier.as_deref(), Some("F"));
    assert!(filter.keys_only && filter.class_definitions_only && !filter.schema_only);
}

#[test]
fn object_path_is_taken_apart() {
    let path = ObjectPath::parse("//host/root/cimv2:A.k1=\"a\\\"b\\\\\",K2=-5,k3=TRUE").unwrap();
    assert_eq!(path.host.as_deref(), Some("host"));
    assert_eq!(path.namespace.as_deref(), Some("root/cimv2"));
    assert_eq!(path.key("K1"), Some(&KeyValue::Text("a\"b\\".into())));
    assert_eq!(path.key("k2"), Some(&KeyValue::Integer(-5)));
    assert_eq!(path.key("k3"), Some(&KeyValue::Boolean(true)));
    assert_eq!(ObjectPath::parse("A=\"x\"").unwrap().key("any"), Some(&KeyValue::Text("x".into())));
    assert_eq!(ObjectPath::parse("A=@").unwrap().keys, vec![]);
    assert_eq!(ObjectPath::parse("root\\cimv2:A").unwrap().namespace.as_deref(), Some("root/cimv2"));
    assert_eq!(ObjectPath::parse("A.b=\"x:y\"").unwrap().namespace, None);
    for wrong in ["", "A.", "A.b", "A.b=", "A.b=x", "A.b=1,", "A.b=1,b=2", "A.b=\"x", "A b", "1A", "A.b=1 c"]
    {
        assert!(ObjectPath::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn query_is_checked_against_its_class() {
    let class = class();
    let checked = |condition: &str| check(&wql(&format!("SELECT * FROM t WHERE {condition}")), &class, None);
    for good in
        ["Name = 'x'", "Small = '5'", "Flag = 1", "When > '20240229110000.500000+000'", "Inner.Any = 5"]
    {
        assert_eq!(checked(good), Ok(()), "{good}");
    }
    let wrong = [
        ("Missing = 5", 23, "Missing"),
        ("Name = 'x' AND Missing IS NULL", 38, "Missing"),
        ("Numbers = 5", 23, "Numbers"),
        ("Small = 'x'", 31, "x"),
        ("When = 'yesterday'", 30, "yesterday"),
        ("Flag = 2", 30, "2"),
        ("Small LIKE '2%'", 23, "Small"),
        ("Name ISA 'x'", 23, "Name"),
        ("Name.Deeper = 1", 23, "Name.Deeper"),
    ];
    for (condition, column, found) in wrong {
        let fault = checked(condition).unwrap_err();
        assert_eq!((fault.column, fault.found.as_str()), (column, found), "{condition}: {fault}");
    }
    assert!(check(&wql("SELECT Name, Missing FROM t"), &class, None).is_err());
}

#[test]
fn dialect_name_is_known_in_any_case() {
    assert_eq!(Dialect::from_name("wql"), Some(Dialect::Wql));
    assert_eq!(Dialect::from_name("CQL"), Some(Dialect::Cql));
    assert_eq!(Dialect::from_name("SQL"), None);
    assert_eq!(
        Filter::new("SQL", "SELECT * FROM a").unwrap_err().result,
        MI_RESULT_QUERY_LANGUAGE_NOT_SUPPORTED
    );
    let filter = Filter::new("WQL", "SELECT * FROM Test_Thing WHERE Small = 200").unwrap();
    assert!(filter.matches(thing().view()));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Texts made of what queries are made of, so that the parser gets past the first word.
    fn almost_query() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("SELECT".to_owned()),
            Just("FROM".to_owned()),
            Just("WHERE".to_owned()),
            Just("WITHIN".to_owned()),
            Just("AND".to_owned()),
            Just("NOT".to_owned()),
            Just("LIKE".to_owned()),
            Just("IS".to_owned()),
            Just("NULL".to_owned()),
            Just("ISA".to_owned()),
            Just("ASSOCIATORS OF {".to_owned()),
            Just("'%[a-z]_'".to_owned()),
            "[a-z.*=<>!(){},'\"\\\\0-9-]{1,6}",
        ];
        proptest::collection::vec(word, 0..24).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn parser_never_panics_on_any_text(text in "\\PC{0,200}") {
            let _ = parse(Dialect::Wql, &text);
            let _ = parse(Dialect::Cql, &text);
            let _ = ObjectPath::parse(&text);
        }

        #[test]
        fn parser_never_panics_on_query_words(text in almost_query()) {
            for dialect in [Dialect::Wql, Dialect::Cql] {
                if let Ok(Query::Select(select)) = parse(dialect, &text) {
                    select.matches(thing().view());
                    let _ = check(&select, &class(), None);
                }
            }
            let query = format!("SELECT * FROM a WHERE {text}");
            if let Ok(Query::Select(select)) = parse(Dialect::Wql, &query) {
                select.matches(thing().view());
            }
        }

        #[test]
        fn quoted_text_comes_back(text in "\\PC{0,40}") {
            let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
            let select = wql(&format!("SELECT * FROM a WHERE b = '{escaped}'"));
            let Some(Condition::Compare { right: Operand::Literal(Literal::Text(read), _), .. }) = select.condition
            else { panic!() };
            prop_assert_eq!(read, text);
        }

        #[test]
        fn pattern_without_wildcards_matches_its_text_only(text in "[a-z0-9]{0,12}", other in "[a-z0-9]{0,12}") {
            let pattern = Pattern::wql(&text).unwrap();
            prop_assert!(pattern.matches(&text.to_uppercase()));
            prop_assert_eq!(pattern.matches(&other), text == other);
        }

        #[test]
        fn integers_compare_exactly(a in any::<i64>(), b in any::<u64>()) {
            let mut thing = thing();
            thing.set("Negative", Value::Sint64(a).as_ref()).unwrap();
            thing.set("Large", Value::Uint64(b).as_ref()).unwrap();
            let less = wql("SELECT * FROM t WHERE Negative < Large").matches(thing.view());
            prop_assert_eq!(less, i128::from(a) < i128::from(b));
            let equal = wql(&format!("SELECT * FROM t WHERE Large = {b} AND Negative = {a}")).matches(thing.view());
            prop_assert!(equal);
        }
    }
}
