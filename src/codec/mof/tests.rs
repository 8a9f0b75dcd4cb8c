//! The grammar by itself.

use super::ast::*;
use super::*;
use crate::abi::*;

fn one(text: &str) -> Declaration<'_> {
    let mut parser = super::parser::Parser::new(text).unwrap();
    let one = parser.production().unwrap();
    assert_eq!(parser.production().unwrap(), None);
    one.unwrap()
}

/// Looks at nothing.
struct Ignore;

impl Consumer for Ignore {
    fn declaration(&mut self, _declaration: Declaration<'_>, _file: &str) -> Result<(), Error> {
        Ok(())
    }
}

fn refused(text: &str, includes: &mut dyn Includes) -> Error {
    read(text, includes, &mut Ignore).unwrap_err()
}

fn failure(text: &str) -> String {
    refused(text, &mut NoIncludes).to_string()
}

#[test]
fn class_with_every_feature_is_read() {
    let text = r#"
        // a comment /* that is none
        [Abstract, Description ("one " /* two */ "two"): Translatable ToSubclass, ValueMap {"1", "2"}]
        class A_B : C_D {
            [Key] uint32 Id; string Names[] = { "a", "b" }; uint8 Four[4];
            X_Y REF Other = "X_Y.Id=1"; real64 R = -1.5e3; char16 C = '\x41'; boolean T = TRUE; datetime D = null;
            [Static] uint32 Go([In, Out] string A, X_Y ref B[], [In] sint16 C[3]); void Stop();
        };"#;
    let Declaration::Class(class) = one(text) else { panic!() };
    assert_eq!((class.name, class.superclass), ("A_B", Some("C_D")));
    assert_eq!(class.position, Position { line: 4, column: 15 });
    let flavors: Vec<u32> = class.qualifiers.iter().map(|q| q.flavor).collect();
    assert_eq!(flavors, [0, MI_FLAG_TRANSLATABLE | MI_FLAG_TOSUBCLASS, 0]);
    assert_eq!(class.qualifiers[1].value.as_ref().unwrap().literal, Literal::String("one two".into()));
    let types: Vec<u32> = class.properties.iter().map(|p| p.data_type.ty.0).collect();
    assert_eq!(types, [5, 29, 17, 14, 10, 11, 0, 12]);
    assert_eq!(class.properties[2].data_type.subscript, 4);
    assert_eq!(class.properties[3].data_type.class, Some("X_Y"));
    assert_eq!(class.properties[4].value.as_ref().unwrap().literal, Literal::Real(-1500.0));
    assert_eq!(class.methods[0].parameters.len(), 3);
    assert_eq!(class.methods[0].parameters[1].data_type.ty, MI_REFERENCEA);
    assert_eq!(class.methods[1].returns, None);
}

#[test]
fn qualifier_declaration_is_read() {
    let text =
        "Qualifier Values : string[] = null, Scope(property, method), Flavor(DisableOverride, Translatable);";
    let Declaration::Qualifier(qualifier) = one(text) else { panic!() };
    assert_eq!(qualifier.ty, MI_STRINGA);
    assert_eq!(qualifier.scope, MI_FLAG_PROPERTY | MI_FLAG_METHOD);
    assert_eq!(qualifier.flavor, MI_FLAG_DISABLEOVERRIDE | MI_FLAG_TRANSLATABLE);
}

#[test]
fn instance_is_read() {
    let text = "instance of A as $1 { X = 0x10; Y = { $2, instance of B { Z = {}; } }; };";
    let Declaration::Instance(instance) = one(text) else { panic!() };
    assert_eq!(instance.alias.as_deref(), Some("$1"));
    assert_eq!(instance.values[0].value.literal, Literal::Integer(Wide(16)));
    let Literal::Array(elements) = &instance.values[1].value.literal else { panic!() };
    assert_eq!(elements[0].literal, Literal::Alias("$2".into()));
    assert!(matches!(elements[1].literal, Literal::Instance(_)));
}

#[test]
fn errors_name_place_text_and_expectation() {
    for (text, expected) in [
        ("class", "MOF:1:6: expected the class's name at the end of the text"),
        ("class A {\n  uint8 B\n};", "MOF:3:1: expected ';' after the property, found '}'"),
        ("é class A {};", "MOF:1:1: expected a declaration"),
        (
            "/* é */ klass A {};",
            "MOF:1:9: expected a declaration (#pragma, qualifier, class, instance or a qualifier list), found 'klass'",
        ),
        ("instance of A { B = 09; };", "MOF:1:21: expected a value, found '09'"),
        (r#"instance of A { B = "\q"; };"#, "MOF:1:22: expected \\b"),
        ("instance of A { B = \"x\n y; };", "MOF:1:21: expected the closing quote of the text, found '\"x'"),
        ("#pragma include (\"x\")", "MOF:1:9: expected a file that can be included"),
        ("#include", "MOF:1:1: expected #pragma, found '#include'"),
        ("class A { uint8 B[0]; };", "expected a positive array size, found '0'"),
        ("class A { void B; };", "only a method can be void"),
        (
            "[A] qualifier B : string;",
            "expected class or instance after the qualifier list, found 'qualifier'",
        ),
        ("/* x", "expected the end of the comment"),
        ("\u{1}", "expected MOF text, found ' '"),
        ("[A: Blue] class B {};", "expected a flavor"),
    ] {
        let found = failure(text);
        assert!(found.contains(expected), "{text}: {found}");
    }
}

#[test]
fn nesting_is_limited() {
    let deep = "instance of A { B = ".repeat(100);
    assert_eq!(refused(&deep, &mut NoIncludes).kind(), Kind::Limit);
}

struct Itself(u32);

impl Includes for Itself {
    fn read(&mut self, name: &str, _from: &str) -> Result<Vec<u8>, String> {
        self.0 += 1;
        Ok(format!("#pragma include (\"{name}\")").into_bytes())
    }
}

#[test]
fn includes_are_followed_and_limited() {
    let mut files = Itself(0);
    let error = refused("#pragma include (\"a.mof\")", &mut files);
    assert_eq!((error.kind(), error.file(), files.0), (Kind::Limit, "a.mof", 16));
}

#[test]
fn places_are_the_same_in_every_script() {
    let text = "// a\n/* b\n c */ [D (\"e\n\" \"f\")]\nclass G { uint8 H;\r\n\tstring I = \"\"; };";
    let Declaration::Class(ascii) = one(text) else { panic!() };
    let other = text.replace("c */", "é */").replace('f', "ſ");
    let Declaration::Class(other) = one(&other) else { panic!() };
    for class in [ascii, other] {
        let places = [class.position, class.qualifiers[0].position, class.properties[0].position];
        let expected = [(5, 7), (3, 8), (5, 17)].map(|(line, column)| Position { line, column });
        assert_eq!(places, expected);
        assert_eq!(class.properties[1].position, Position { line: 6, column: 9 });
    }
}

#[test]
fn places_are_named_in_linear_time() {
    let steps = |start: &str, count: usize| {
        let text = "uint8 a; ".repeat(count);
        let text = format!("{start} class A {{ {text} }};");
        let mut parser = super::parser::Parser::new(&text).unwrap();
        parser.production().unwrap();
        parser.lexer.steps
    };
    // Where columns are bytes, and where they must be counted out.
    for start in ["", "/* é */"] {
        let (one, two, four) = (steps(start, 1000), steps(start, 2000), steps(start, 4000));
        assert!(two < one * 21 / 10 && four < two * 21 / 10, "{one} {two} {four}");
    }
}
