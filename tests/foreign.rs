//! An instance of another library: it is read through its own table only, and embedding it makes a copy of ours.

use crate::instance_model::{Held, text};
use crate::units::t;
use mi::abi::*;
use mi::cim::{
    Class, ClassBuilder, Instance, Method, MiStr, Parameter, Property, Qualifier, Type, Value, ValueRef,
};
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

/// How often the other library was asked to delete.
static DELETED: AtomicU32 = AtomicU32::new(0);

fn poisoned() -> MI_Instance {
    MI_Instance {
        ft: &raw const ALIEN,
        // What a cast would follow.
        classDecl: ptr::without_provenance(0x10),
        serverName: ptr::without_provenance(0x20),
        nameSpace: ptr::without_provenance(0x30),
        reserved: [0x40; 4],
    }
}

unsafe extern "C" fn name_of(_: *const MI_Instance, name: *mut *const MI_Char) -> MI_Result {
    // SAFETY:
    // - the caller wants the answer
    unsafe { name.write(t!("p:Alien").as_ptr()) };
    MI_RESULT_OK
}

unsafe extern "C" fn no_name(_: *const MI_Instance, name: *mut *const MI_Char) -> MI_Result {
    // SAFETY:
    // - the caller wants the answer
    unsafe { name.write(ptr::null()) };
    MI_RESULT_OK
}

unsafe extern "C" fn count(_: *const MI_Instance, count: *mut MI_Uint32) -> MI_Result {
    // SAFETY:
    // - the caller wants the answer
    unsafe { count.write(2) };
    MI_RESULT_OK
}

fn names() -> [&'static MiStr; 2] {
    [t!("Text"), t!("Number")]
}

unsafe extern "C" fn at(
    _: *const MI_Instance,
    index: MI_Uint32,
    name: *mut *const MI_Char,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    flags: *mut MI_Uint32,
) -> MI_Result {
    let (given, kind, flag) = match index {
        0 => (
            MI_Value { string: t!("alien").as_ptr().cast_mut() },
            MI_STRING,
            MI_FLAG_KEY | MI_FLAG_NOT_MODIFIED,
        ),
        1 => (MI_Value { uint64: 0 }, MI_UINT64, MI_FLAG_NULL),
        _ => return MI_RESULT_INVALID_PARAMETER,
    };
    if !name.is_null() {
        // SAFETY:
        // - the caller wants the answer
        unsafe { name.write(names()[index as usize].as_ptr()) };
    }
    if !value.is_null() {
        // SAFETY:
        // - the caller wants the answer
        unsafe { value.write(given) };
    }
    if !ty.is_null() {
        // SAFETY:
        // - the caller wants the answer
        unsafe { ty.write(kind) };
    }
    if !flags.is_null() {
        // SAFETY:
        // - the caller wants the answer
        unsafe { flags.write(flag) };
    }
    MI_RESULT_OK
}

unsafe extern "C" fn get(
    this: *const MI_Instance,
    name: *const MI_Char,
    value: *mut MI_Value,
    ty: *mut MI_Type,
    flags: *mut MI_Uint32,
    index: *mut MI_Uint32,
) -> MI_Result {
    let wanted = text(name);
    let same = |name: &&MiStr| name.is_name(&wanted.to_str_lossy());
    let Some(found) = names().iter().position(same) else { return MI_RESULT_NO_SUCH_PROPERTY };
    if !index.is_null() {
        // SAFETY:
        // - the caller wants the answer
        unsafe { index.write(found as u32) };
    }
    // SAFETY:
    // - the caller's pointers, as they are
    unsafe { at(this, found as u32, ptr::null_mut(), value, ty, flags) }
}

unsafe extern "C" fn delete(_: *mut MI_Instance) -> MI_Result {
    DELETED.fetch_add(1, Ordering::SeqCst);
    MI_RESULT_OK
}

static ALIEN: MI_InstanceFT = MI_InstanceFT {
    Clone: None,
    Destruct: None,
    Delete: Some(delete),
    IsA: None,
    GetClassName: Some(name_of),
    SetNameSpace: None,
    GetNameSpace: Some(no_name),
    GetElementCount: Some(count),
    AddElement: None,
    SetElement: None,
    SetElementAt: None,
    GetElement: Some(get),
    GetElementAt: Some(at),
    ClearElement: None,
    ClearElementAt: None,
    GetServerName: Some(no_name),
    SetServerName: None,
    GetClass: None,
};

fn check(instance: &Instance) {
    let view = instance.view();
    assert!(view.is_ours());
    assert_eq!((view.class_name().as_ref(), view.namespace(), view.len()), ("p:Alien", None, 2));
    let element = view.get("TEXT").unwrap();
    assert_eq!(element.flags, MI_FLAG_KEY | MI_FLAG_NOT_MODIFIED);
    assert!(matches!(element.value, Some(ValueRef::String(text)) if text.to_str_lossy() == "alien"));
    assert!(view.get("Number").unwrap().value.is_none());
}

#[test]
fn foreign_instance_is_copied_through_its_own_table() {
    let alien = poisoned();
    // SAFETY:
    // - an instance of this test's own library
    check(&unsafe { Instance::copy_of(&alien) }.unwrap());
}

#[test]
fn foreign_instance_embedded_by_value_becomes_ours_and_adopted_goes_through_its_table() {
    let mut alien = poisoned();
    let value = MI_Value { instance: &raw mut alien };
    let held = Held::dynamic(t!("Outer"));
    assert_eq!(held.add(t!("Copy"), Some(value), MI_INSTANCE, 0), MI_RESULT_OK);
    let inner = held.get(t!("Copy")).unwrap().0;
    // SAFETY:
    // - the element is an instance
    let inner = unsafe { inner.instance };
    assert_ne!(inner, &raw mut alien);
    // SAFETY:
    // - a living instance
    check(&unsafe { Instance::copy_of(inner) }.unwrap());
    let before = DELETED.load(Ordering::SeqCst);
    assert_eq!(held.add(t!("Own"), Some(value), MI_INSTANCE, MI_FLAG_ADOPT), MI_RESULT_OK);
    drop(held.copy());
    assert_eq!(DELETED.load(Ordering::SeqCst), before);
    drop(held);
    assert_eq!(DELETED.load(Ordering::SeqCst), before + 1);
}

#[test]
fn foreign_instance_with_a_table_of_holes_is_an_error_and_no_crash() {
    static HOLES: MI_InstanceFT = MI_InstanceFT {
        Delete: None,
        GetClassName: None,
        GetNameSpace: None,
        GetElementCount: None,
        GetElement: None,
        GetElementAt: None,
        GetServerName: None,
        ..ALIEN
    };
    let mut hollow = poisoned();
    for ft in [&raw const HOLES, ptr::null()] {
        hollow.ft = ft;
        // SAFETY:
        // - an instance of this test's own library
        assert!(unsafe { Instance::copy_of(&hollow) }.is_err());
    }
    // SAFETY:
    // - NULL is no instance
    assert!(unsafe { Instance::copy_of(ptr::null()) }.is_err());
}

/// A class of another library: its table hands every question on to a class of ours that it hides.
#[repr(C)]
struct AlienClass {
    head: MI_Class,
    hidden: *mut MI_Class,
}

/// The hidden class and its table.
fn hidden<'a>(this: *const MI_Class) -> (*mut MI_Class, &'a MI_ClassFT) {
    // SAFETY:
    // - only alien classes have this table
    let class = unsafe { (*this.cast::<AlienClass>()).hidden };
    // SAFETY:
    // - a living class of ours
    let ft = unsafe { (*class).ft };
    // SAFETY:
    // - and its table
    (class, unsafe { &*ft })
}

macro_rules! hand_on {
    ($($slot:ident ( $($arg:ident : $ty:ty),* ))*) => {
        static ALIEN_CLASS: MI_ClassFT = MI_ClassFT {
            $($slot: {
                unsafe extern "C" fn slot(this: *const MI_Class, $($arg: $ty),*) -> MI_Result {
                    let (class, ft) = hidden(this);
                    // SAFETY:
                    // - the caller's arguments, as they are
                    unsafe { ft.$slot.unwrap()(class, $($arg),*) }
                }
                Some(slot)
            },)*
            GetParentClass: Some(parent_class),
            Delete: Some(delete_class),
            Clone: None,
        };
    };
}

hand_on! {
    GetClassName(name: *mut *const MI_Char)
    GetNameSpace(name: *mut *const MI_Char)
    GetServerName(name: *mut *const MI_Char)
    GetElementCount(count: *mut u32)
    GetElement(name: *const MI_Char, value: *mut MI_Value, exists: *mut MI_Boolean, ty: *mut MI_Type,
        class: *mut *mut MI_Char, set: *mut MI_QualifierSet, flags: *mut u32, index: *mut u32)
    GetElementAt(index: u32, name: *mut *const MI_Char, value: *mut MI_Value, exists: *mut MI_Boolean,
        ty: *mut MI_Type, class: *mut *mut MI_Char, set: *mut MI_QualifierSet, flags: *mut u32)
    GetClassQualifierSet(set: *mut MI_QualifierSet)
    GetMethodCount(count: *mut u32)
    GetMethodAt(index: u32, name: *mut *const MI_Char, set: *mut MI_QualifierSet, parameters: *mut MI_ParameterSet)
    GetMethod(name: *const MI_Char, set: *mut MI_QualifierSet, parameters: *mut MI_ParameterSet, index: *mut u32)
    GetParentClassName(name: *mut *const MI_Char)
}

/// An alien class over `hidden`, to be given back to [`delete_class`].
fn alien_class(hidden: *mut MI_Class) -> *mut MI_Class {
    let (none, poison) = (ptr::null(), ptr::without_provenance(0x50));
    let head = MI_Class {
        ft: &raw const ALIEN_CLASS,
        classDecl: poison,
        namespaceName: none,
        serverName: none,
        reserved: [0x60; 4],
    };
    Box::into_raw(Box::new(AlienClass { head, hidden })).cast()
}

unsafe extern "C" fn parent_class(this: *const MI_Class, parent: *mut *mut MI_Class) -> MI_Result {
    let (class, ft) = hidden(this);
    let mut found = ptr::null_mut();
    // SAFETY:
    // - a living class, room for the answer
    let got = unsafe { ft.GetParentClass.unwrap()(class, &mut found) };
    if got == MI_RESULT_OK {
        // SAFETY:
        // - the caller wants the answer
        unsafe { parent.write(alien_class(found)) };
    }
    got
}

unsafe extern "C" fn delete_class(this: *mut MI_Class) -> MI_Result {
    let (class, ft) = hidden(this);
    // SAFETY:
    // - the hidden class goes with the one that hides it
    unsafe { ft.Delete.unwrap()(class) };
    // SAFETY:
    // - made by `alien_class`
    drop(unsafe { Box::from_raw(this.cast::<AlienClass>()) });
    MI_RESULT_OK
}

#[test]
fn foreign_class_is_written_down_anew_with_all_that_its_table_says() {
    let base = ClassBuilder::new("F_Base")
        .property(Property::new("Key", Type::String).qualifier(Qualifier::flag("Key")))
        .build()
        .unwrap();
    let input =
        Parameter { qualifiers: vec![Qualifier::flag("In")], ..Parameter::new("Why", Type::String, 0) };
    let class = ClassBuilder::new("F_Derived")
        .superclass(&base)
        .namespace("root/foreign")
        .qualifier(Qualifier::new("Description", Value::String("far away".into())))
        .property(Property::new("Size", Type::Uint64).default_value(Value::Uint64(9)))
        .method(Method::new("Go", Type::Boolean).parameter(input))
        .build()
        .unwrap();
    let alien = alien_class(class.into_raw());
    // SAFETY:
    // - a living class of this test's own library
    let copy = unsafe { Class::copy_of(alien) }.unwrap();
    // SAFETY:
    // - not used again
    unsafe { delete_class(alien) };
    assert_eq!((copy.name(), copy.namespace()), ("F_Derived", Some("root/foreign")));
    assert!(copy.is_a("f_base") && copy.superclass().unwrap().property("key").unwrap().is_key());
    assert_eq!(copy.qualifier("description").unwrap().value.unwrap().as_str().unwrap(), "far away");
    assert_eq!(copy.property("size").unwrap().default.unwrap().as_integer(), Some(9));
    let method = copy.method("go").unwrap();
    assert_eq!(method.return_type, Some(Type::Boolean));
    assert!(method.parameters.get("why").unwrap().is_in());
    let mut made = Instance::new(&copy).unwrap();
    made.set("Size", ValueRef::Uint64(3)).unwrap();
}
