//! Classes through their C tables: inheritance, qualifiers, methods, the original's longer tables, NULL everywhere.

// One block for many calls, where tables are swept slot by slot.
#![allow(clippy::multiple_unsafe_ops_per_block, clippy::undocumented_unsafe_blocks)]

use crate::instance_model::{Held, text, zero};
use crate::units::t;
use mi::abi::*;
use mi::cim::{Class, ClassBuilder, Instance, Method, Parameter, Property, Qualifier, Type, Value};
use mi::ffi::class::new_class;
use mi::ffi::instance::new_instance_from_class;
use std::ptr::{self, null_mut};

/// What binaries that were linked in the original's tree take a class's table to be.
#[repr(C)]
#[allow(clippy::type_complexity)]
struct LongClassTable {
    public: MI_ClassFT,
    class_flags: unsafe extern "C" fn(*const MI_Class, *mut u32) -> MI_Result,
    parent_class: unsafe extern "C" fn(*const MI_Class, *mut MI_Class) -> MI_Result,
    element_at: unsafe extern "C" fn(
        *const MI_Class,
        u32,
        *mut *const MI_Char,
        *mut MI_Value,
        *mut MI_Boolean,
        *mut MI_Type,
        *mut u32,
        *mut u32,
        *mut *mut MI_Char,
        *mut *mut MI_Char,
        *mut *mut MI_Char,
        *mut MI_QualifierSet,
        *mut u32,
    ) -> MI_Result,
    method_at: unsafe extern "C" fn(
        *const MI_Class,
        u32,
        *mut *const MI_Char,
        *mut *mut MI_Char,
        *mut *mut MI_Char,
        *mut MI_QualifierSet,
        *mut MI_ParameterSet,
        *mut u32,
    ) -> MI_Result,
}

/// And a parameter set's.
#[repr(C)]
#[allow(clippy::type_complexity)]
struct LongParameterTable {
    public: MI_ParameterSetFT,
    parameter_at: unsafe extern "C" fn(
        *const MI_ParameterSet,
        u32,
        *mut *const MI_Char,
        *mut MI_Type,
        *mut u32,
        *mut *mut MI_Char,
        *mut MI_QualifierSet,
        *mut u32,
    ) -> MI_Result,
}

fn base() -> Class {
    ClassBuilder::new("T_Base")
        .namespace("root/test")
        .qualifier(Qualifier::new("Description", Value::String("the base".into())))
        .qualifier(Qualifier::flag("Abstract"))
        .property(Property::new("Key", Type::String).key().qualifier(Qualifier::flag("Key")))
        .property(Property::new("Level", Type::Uint16).default_value(Value::Uint16(7)))
        .method(Method::new("Reset", Type::Uint32).parameter(Parameter::new(
            "Hard",
            Type::Boolean,
            MI_FLAG_IN,
        )))
        .build()
        .unwrap()
}

fn derived() -> Class {
    ClassBuilder::new("T_Derived")
        .superclass(&base())
        .namespace("root/test")
        .property(Property::new("level", Type::Uint16))
        .property(
            Property::new("Tags", Type::StringArray).default_value(Value::StringArray(vec!["a".into()])),
        )
        .method(Method::new("Tag", Type::Uint32).parameter(Parameter::new("Out", Type::String, MI_FLAG_OUT)))
        .build()
        .unwrap()
}

/// A class as C holds it, deleted at the end.
struct HeldClass(*mut MI_Class);

impl HeldClass {
    fn ft(&self) -> &MI_ClassFT {
        // SAFETY:
        // - alive
        let head = unsafe { &*self.0 };
        // SAFETY:
        // - a living class has a table
        unsafe { &*head.ft }
    }

    fn extended(&self) -> &LongClassTable {
        // SAFETY:
        // - the table of a class of ours is the longer one
        unsafe { &*ptr::from_ref(self.ft()).cast::<LongClassTable>() }
    }
}

impl Drop for HeldClass {
    fn drop(&mut self) {
        // SAFETY:
        // - alive, and not used again
        unsafe { self.ft().Delete.unwrap()(self.0) };
    }
}

#[test]
fn derived_class_lists_what_it_inherits_first() {
    let class = derived();
    let names: Vec<&str> = class.properties().iter().map(|property| property.name).collect();
    assert_eq!(names, ["Key", "level", "Tags"]);
    let level = class.property("LEVEL").unwrap();
    assert_eq!((level.origin, level.propagator), (Some("T_Base"), Some("T_Derived")));
    // Who declares a property anew, declares its default value anew.
    assert!(level.default.is_none());
    let of_base = base();
    assert!(matches!(of_base.property("Level").unwrap().default, Some(mi::cim::ValueRef::Uint16(7))));
    assert!(class.property("key").unwrap().is_key());
    let methods: Vec<&str> = class.methods().iter().map(|method| method.name).collect();
    assert_eq!(methods, ["Reset", "Tag"]);
    assert_eq!(class.method("reset").unwrap().parameters.get("HARD").unwrap().ty, Type::Boolean);
    assert!(class.is_a("t_base") && class.is_a("T_DERIVED") && !class.is_a("T_Other"));
    assert!(!class.is_abstract() && base().is_abstract());
    assert_eq!(class.qualifier("description").unwrap().value.unwrap().as_str().unwrap(), "the base");
    assert!(class.qualifier("abstract").is_none());
    assert_eq!(class.superclass().unwrap().name(), "T_Base");
    assert_eq!(class.with_namespace("root/other").namespace(), Some("root/other"));
    assert_eq!(class.with_namespace("root/other").properties().len(), 3);
}

#[test]
fn class_table_gives_elements_methods_and_qualifiers() {
    let class = HeldClass(derived().into_raw());
    let (this, ft) = (class.0, class.ft());
    let (mut value, mut exists, mut ty, mut index, mut flags) = (zero(), 9, MI_Type(99), 99, 0);
    let (mut reference, mut name, mut count) = (ptr::null_mut(), ptr::null(), 0);
    let mut set = MI_QualifierSet { reserved1: 0, reserved2: 0, ft: ptr::null() };
    let mut parameters = MI_ParameterSet { reserved1: 0, reserved2: 0, ft: ptr::null() };
    // SAFETY (all):
    // - a living class, names, room for the answers
    unsafe {
        let get = ft.GetElement.unwrap();
        let tags = t!("tags").as_ptr();
        let got = get(
            this,
            tags,
            &mut value,
            &mut exists,
            &mut ty,
            &mut reference,
            &mut set,
            &mut flags,
            &mut index,
        );
        assert_eq!((got, exists, ty, index), (MI_RESULT_OK, 1, MI_STRINGA, 2));
        assert_eq!(&*text(*value.stringa.data), t!("a"));
        assert_eq!(ft.GetMethodCount.unwrap()(this, &mut count), MI_RESULT_OK);
        assert_eq!(count, 2);
        let got = ft.GetMethod.unwrap()(this, t!("tag").as_ptr(), &mut set, &mut parameters, &mut index);
        assert_eq!((got, index), (MI_RESULT_OK, 1));
        let set_ft = &*parameters.ft;
        assert_eq!(set_ft.GetParameterCount.unwrap()(&parameters, &mut count), MI_RESULT_OK);
        assert_eq!(count, 1);
        assert_eq!(set_ft.GetMethodReturnType.unwrap()(&parameters, &mut ty, &mut set), MI_RESULT_OK);
        assert_eq!(ty, MI_UINT32);
        let got =
            set_ft.GetParameterAt.unwrap()(&parameters, 0, &mut name, &mut ty, &mut reference, &mut set);
        assert_eq!((got, ty), (MI_RESULT_OK, MI_STRING));
        let got =
            set_ft.GetParameterAt.unwrap()(&parameters, 1, &mut name, &mut ty, &mut reference, &mut set);
        assert_eq!(got, MI_RESULT_NOT_FOUND);
        assert_eq!(
            ft.GetMethodAt.unwrap()(this, 9, &mut name, &mut set, &mut parameters),
            MI_RESULT_METHOD_NOT_FOUND
        );
        assert_eq!(ft.GetClassQualifierSet.unwrap()(this, &mut set), MI_RESULT_OK);
        let got = (*set.ft).GetQualifier.unwrap()(
            &set,
            t!("DESCRIPTION").as_ptr(),
            &mut ty,
            &mut flags,
            &mut value,
            &mut index,
        );
        assert_eq!((got, ty), (MI_RESULT_OK, MI_STRING));
        assert_eq!(&*text(value.string), t!("the base"));
        assert_eq!(flags & MI_FLAG_TOSUBCLASS, MI_FLAG_TOSUBCLASS);
        let got = (*set.ft).GetQualifierAt.unwrap()(&set, 5, &mut name, &mut ty, &mut flags, &mut value);
        assert_eq!(got, MI_RESULT_NOT_FOUND);
    }
}

#[test]
fn superclass_is_there_until_the_root() {
    let class = HeldClass(derived().into_raw());
    let (mut parent, mut name, mut none) = (ptr::null_mut(), ptr::null(), ptr::null_mut());
    // SAFETY (all):
    // - a living class, room for the answers
    unsafe {
        assert_eq!(class.ft().GetParentClass.unwrap()(class.0, &mut parent), MI_RESULT_OK);
        assert_eq!(class.ft().GetParentClassName.unwrap()(class.0, &mut name), MI_RESULT_OK);
        assert_eq!(&*text(name), t!("T_Base"));
        let parent = HeldClass(parent);
        assert_eq!(parent.ft().GetClassName.unwrap()(parent.0, &mut name), MI_RESULT_OK);
        assert_eq!(&*text(name), t!("T_Base"));
        assert_eq!(parent.ft().GetParentClass.unwrap()(parent.0, &mut none), MI_RESULT_INVALID_SUPERCLASS);
        assert_eq!(
            parent.ft().GetParentClassName.unwrap()(parent.0, &mut name),
            MI_RESULT_INVALID_SUPERCLASS
        );
        assert!(name.is_null() && none.is_null());
    }
}

#[test]
fn slots_of_the_originals_longer_tables_work() {
    let class = HeldClass(derived().into_raw());
    let table = class.extended();
    let (mut flags, mut subscript, mut offset) = (0, 9, 0);
    let (mut name, mut origin, mut propagator) = (ptr::null(), ptr::null_mut(), ptr::null_mut());

    let mut parent = MI_Class {
        ft: ptr::null(),
        classDecl: ptr::null(),
        namespaceName: ptr::null(),
        serverName: ptr::null(),
        reserved: [1; 4],
    };
    let mut parameters = MI_ParameterSet { reserved1: 0, reserved2: 0, ft: ptr::null() };
    let mut set = MI_QualifierSet { reserved1: 0, reserved2: 0, ft: ptr::null() };
    // SAFETY (all):
    // - a living class, room for the answers
    unsafe {
        assert_eq!((table.class_flags)(class.0, &mut flags), MI_RESULT_OK);
        assert_eq!(flags & MI_FLAG_CLASS, MI_FLAG_CLASS);
        let get = table.element_at;
        let got = get(
            class.0,
            1,
            &mut name,
            ptr::null_mut(),
            ptr::null_mut(),
            ptr::null_mut(),
            &mut subscript,
            &mut offset,
            null_mut(),
            &mut origin,
            &mut propagator,
            ptr::null_mut(),
            ptr::null_mut(),
        );
        assert_eq!((got, subscript), (MI_RESULT_OK, 0));
        assert!(offset >= 64);
        assert_eq!((&*text(origin), &*text(propagator)), (t!("T_Base"), t!("T_Derived")));
        assert_eq!((table.parent_class)(class.0, &mut parent), MI_RESULT_OK);
        // The caller's bare head answers, is copied whole, and is nothing to delete.
        assert_eq!(class.ft().GetClassName.unwrap()(&parent, &mut name), MI_RESULT_OK);
        assert_eq!(&*text(name), t!("T_Base"));
        let mut copy = ptr::null_mut();
        assert_eq!(class.ft().Clone.unwrap()(&parent, &mut copy), MI_RESULT_OK);
        assert!(!ptr::eq(copy, &raw const parent));
        drop(HeldClass(copy));
        assert_eq!(class.ft().Delete.unwrap()(&mut parent), MI_RESULT_OK);
        let got = (table.method_at)(
            class.0,
            0,
            &mut name,
            &mut origin,
            &mut propagator,
            ptr::null_mut(),
            &mut parameters,
            &mut flags,
        );
        assert_eq!((got, flags & MI_FLAG_METHOD), (MI_RESULT_OK, MI_FLAG_METHOD));
        let sets = &*parameters.ft.cast::<LongParameterTable>();
        let mut ty = MI_Type(99);
        let got = (sets.parameter_at)(
            &parameters,
            0,
            &mut name,
            &mut ty,
            &mut subscript,
            null_mut(),
            &mut set,
            &mut flags,
        );
        assert_eq!((got, ty, flags & MI_FLAG_IN), (MI_RESULT_OK, MI_BOOLEAN, MI_FLAG_IN));
    }
}

#[test]
fn instance_from_a_class_outlives_it() {
    let class = HeldClass(derived().into_raw());
    let mut instance = ptr::null_mut();
    // SAFETY:
    // - a living class, room for the answer
    let made = unsafe { new_instance_from_class(ptr::null(), class.0, &mut instance) };
    assert_eq!(made, MI_RESULT_OK);
    drop(class);
    let held = Held(instance);
    assert_eq!(held.set(t!("Level"), Some(MI_Value { uint16: 3 }), MI_UINT16, 0), MI_RESULT_OK);
    assert_eq!(held.add(t!("More"), None, MI_UINT16, 0), MI_RESULT_FAILED);
    let mut class = ptr::null_mut();
    // SAFETY:
    // - a living instance, room for the answer
    assert_eq!(unsafe { held.ft().GetClass.unwrap()(held.0, &mut class) }, MI_RESULT_OK);
    let class = HeldClass(class);
    let mut count = 0;
    // SAFETY:
    // - a living class, room for the answer
    unsafe { class.ft().GetElementCount.unwrap()(class.0, &mut count) };
    assert_eq!(count, 3);
}

#[test]
fn class_of_a_dynamic_instance_is_made_for_it() {
    let mut instance = Instance::dynamic("Loose").unwrap();
    instance.add("Id", mi::cim::ValueRef::Uint32(1), MI_FLAG_KEY).unwrap();
    instance.set_namespace("root/loose").unwrap();
    let class = instance.view().class().unwrap();
    assert_eq!((class.name(), class.namespace()), ("Loose", Some("root/loose")));
    assert!(class.property("id").unwrap().is_key());
    drop(instance);
    assert_eq!(class.properties().len(), 1);
}

#[test]
fn instance_that_extends_a_shared_class_leaves_the_class_alone() {
    let class = derived();
    let mut first = Instance::new(&class).unwrap();
    let second = Instance::new(&class).unwrap();
    first.add("Extra", "more", 0).unwrap();
    first.set("Key", "k").unwrap();
    for number in 0..40 {
        first.add(&format!("Extra{number}"), mi::cim::ValueRef::Uint64(number), 0).unwrap();
    }
    assert_eq!((first.view().len(), second.view().len(), class.properties().len()), (44, 3, 3));
    let copy = first.clone();
    drop(first);
    assert_eq!(copy.view().get("extra").unwrap().value.unwrap().as_str().unwrap(), "more");
    assert_eq!(copy.view().get("EXTRA39").unwrap().value.unwrap().as_integer(), Some(39));
    assert!(copy.view().is_a("T_Base"));
    assert_eq!(copy, copy.clone());
}

#[test]
fn new_class_is_a_deep_copy_whatever_the_offsets() {
    let parent = crate::instance_rules::class(t!("X_Base"), ptr::null(), Vec::new(), 0);
    let decl = crate::instance_rules::class(t!("X_Hand"), parent, Vec::new(), 0);
    let mut class = ptr::null_mut();
    // SAFETY:
    // - a declaration, names, room for the answer
    let made = unsafe { new_class(decl, t!("root/x").as_ptr(), ptr::null(), &mut class) };
    assert_eq!(made, MI_RESULT_OK);
    let class = HeldClass(class);
    // SAFETY:
    // - a living class
    assert_ne!(unsafe { (*class.0).classDecl }, ptr::from_ref(decl));
    let mut instance = ptr::null_mut();
    // SAFETY:
    // - a living class, room for the answer
    let made = unsafe { new_instance_from_class(ptr::null(), class.0, &mut instance) };
    assert_eq!(made, MI_RESULT_OK);
    drop(Held(instance));
    // SAFETY:
    // - NULL, and room for the answer
    let made = unsafe { new_class(ptr::null(), ptr::null(), ptr::null(), &mut ptr::null_mut()) };
    assert_eq!(made, MI_RESULT_INVALID_PARAMETER);
}

#[test]
fn clone_is_counted_and_every_count_is_deleted() {
    let class = HeldClass(derived().into_raw());
    let mut copy = ptr::null_mut();
    // SAFETY:
    // - a living class, room for the answer
    assert_eq!(unsafe { class.ft().Clone.unwrap()(class.0, &mut copy) }, MI_RESULT_OK);
    drop(class);
    let copy = HeldClass(copy);
    let mut name = ptr::null();
    // SAFETY:
    // - a living class, room for the answer
    assert_eq!(unsafe { copy.ft().GetNameSpace.unwrap()(copy.0, &mut name) }, MI_RESULT_OK);
    assert_eq!(&*text(name), t!("root/test"));
}

#[test]
fn every_slot_answers_null() {
    let class = HeldClass(derived().into_raw());
    let (ft, bad) = (class.ft(), MI_RESULT_INVALID_PARAMETER);
    let name: *const MI_Char = t!("Key").as_ptr();
    // SAFETY (all):
    // - NULL wherever it may be
    unsafe {
        for this in [ptr::null_mut(), class.0] {
            let given = !this.is_null();
            let want = if given { MI_RESULT_OK } else { bad };
            assert_eq!(ft.GetClassName.unwrap()(this, null_mut()), bad);
            assert_eq!(ft.GetNameSpace.unwrap()(this, null_mut()), bad);
            assert_eq!(ft.GetServerName.unwrap()(this, null_mut()), bad);
            assert_eq!(ft.GetElementCount.unwrap()(this, null_mut()), bad);
            let element = ft.GetElement.unwrap();
            assert_eq!(
                element(
                    this,
                    ptr::null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut()
                ),
                bad
            );
            assert_eq!(
                element(
                    this,
                    name,
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut()
                ),
                want
            );
            let at = ft.GetElementAt.unwrap();
            assert_eq!(
                at(
                    this,
                    0,
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut()
                ),
                want
            );
            assert_eq!(ft.GetClassQualifierSet.unwrap()(this, null_mut()), bad);
            assert_eq!(ft.GetMethodCount.unwrap()(this, null_mut()), bad);
            assert_eq!(ft.GetMethodAt.unwrap()(this, 0, null_mut(), null_mut(), null_mut()), bad);
            assert_eq!(ft.GetMethod.unwrap()(this, ptr::null(), null_mut(), null_mut(), null_mut()), bad);
            assert_eq!(ft.GetParentClassName.unwrap()(this, null_mut()), bad);
            assert_eq!(ft.GetParentClass.unwrap()(this, null_mut()), bad);
            assert_eq!(ft.Clone.unwrap()(this, null_mut()), bad);
        }
    }
}

#[test]
fn slots_of_no_class_write_nothing() {
    let class = HeldClass(derived().into_raw());
    let (ft, bad) = (class.ft(), MI_RESULT_INVALID_PARAMETER);
    let (mut text, mut count, mut other) = (ptr::null(), 0, null_mut());
    // SAFETY (all):
    // - NULL wherever it may be
    unsafe {
        assert_eq!(ft.Delete.unwrap()(ptr::null_mut()), bad);
        assert_eq!(ft.GetClassName.unwrap()(ptr::null(), &mut text), bad);
        assert_eq!(ft.GetElementCount.unwrap()(ptr::null(), &mut count), bad);
        assert_eq!(ft.Clone.unwrap()(ptr::null(), &mut other), bad);
        let at = ft.GetElementAt.unwrap();
        assert_eq!(
            at(
                class.0,
                3,
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut()
            ),
            MI_RESULT_NO_SUCH_PROPERTY
        );
    }
}

#[test]
fn set_tables_answer_null() {
    let class = HeldClass(derived().into_raw());
    let mut set = MI_QualifierSet { reserved1: 0, reserved2: 0, ft: ptr::null() };
    let mut parameters = MI_ParameterSet { reserved1: 0, reserved2: 0, ft: ptr::null() };
    let bad = MI_RESULT_INVALID_PARAMETER;
    // SAFETY (all):
    // - NULL wherever it may be
    unsafe {
        let got = class.ft().GetMethod.unwrap()(
            class.0,
            t!("Reset").as_ptr(),
            &mut set,
            &mut parameters,
            ptr::null_mut(),
        );
        assert_eq!(got, MI_RESULT_OK);
        let (qualifiers, sets) = (&*set.ft, &*parameters.ft);
        for this in [ptr::null(), &raw const set] {
            assert_eq!(qualifiers.GetQualifierCount.unwrap()(this, null_mut()), bad);
            assert_eq!(
                qualifiers.GetQualifierAt.unwrap()(this, 0, null_mut(), null_mut(), null_mut(), null_mut()),
                bad
            );
            assert_eq!(
                qualifiers.GetQualifier.unwrap()(
                    this,
                    ptr::null(),
                    null_mut(),
                    null_mut(),
                    null_mut(),
                    null_mut()
                ),
                bad
            );
        }
        for this in [ptr::null(), &raw const parameters] {
            assert_eq!(sets.GetParameterCount.unwrap()(this, null_mut()), bad);
            assert_eq!(sets.GetMethodReturnType.unwrap()(this, null_mut(), null_mut()), bad);
            assert_eq!(
                sets.GetParameterAt.unwrap()(this, 0, null_mut(), null_mut(), null_mut(), null_mut()),
                bad
            );
            assert_eq!(
                sets.GetParameter.unwrap()(this, ptr::null(), null_mut(), null_mut(), null_mut(), null_mut()),
                bad
            );
        }
        // A view over nothing, with garbage for a count.
        let hollow = MI_QualifierSet { reserved1: u64::MAX, reserved2: 0, ft: set.ft };
        let mut count = 7;
        assert_eq!(qualifiers.GetQualifierCount.unwrap()(&hollow, &mut count), bad);
    }
}
