//! The rules of instances: flags, memory policies, bounds, static instances, depth.

// One block for many calls, where tables are swept slot by slot.
#![allow(clippy::multiple_unsafe_ops_per_block, clippy::undocumented_unsafe_blocks)]

use crate::instance_model::{Held, text, zero};
use crate::units::t;
use mi::abi::*;
use mi::cim::{MiStr, MiString};
use mi::ffi::instance::{construct, new_instance};
use std::ffi::c_void;
use std::ptr;

fn string(text: &MiStr) -> MI_Value {
    MI_Value { string: text.as_ptr().cast_mut() }
}

fn string_of(held: &Held, name: &MiStr) -> *mut MI_Char {
    let value = held.get(name).unwrap().0;
    // SAFETY:
    // - the element is a string
    unsafe { value.string }
}

fn malloc_text(text: &MiStr) -> *mut MI_Char {
    let size = text.len() + 1;
    // SAFETY:
    // - no preconditions
    let copy = unsafe { libc::malloc(size * size_of::<MI_Char>()) }.cast::<MI_Char>();
    assert!(!copy.is_null());
    // SAFETY:
    // - a string with its NUL, and room for as much
    unsafe { ptr::copy_nonoverlapping(text.as_ptr(), copy, size) };
    copy
}

#[test]
fn borrowed_string_is_the_callers_own() {
    let (held, lent) = (Held::dynamic(t!("A")), t!("lent"));
    assert_eq!(held.add(t!("Name"), Some(string(lent)), MI_STRING, MI_FLAG_BORROW), MI_RESULT_OK);
    assert_eq!(string_of(&held, t!("Name")).cast_const(), lent.as_ptr());
    let copy = held.copy();
    assert_ne!(string_of(&copy, t!("Name")).cast_const(), lent.as_ptr());
    assert_eq!(&*text(string_of(&copy, t!("Name"))), lent);
}

#[test]
fn adopted_values_are_freed_by_the_instance() {
    let held = Held::dynamic(t!("A"));
    let own = malloc_text(t!("own"));
    assert_eq!(held.add(t!("S"), Some(MI_Value { string: own }), MI_STRING, MI_FLAG_ADOPT), MI_RESULT_OK);
    assert_eq!(string_of(&held, t!("S")), own);
    // SAFETY:
    // - room for two pointers
    let list = unsafe { libc::malloc(2 * size_of::<*mut MI_Char>()) }.cast::<*mut MI_Char>();
    for index in 0..2 {
        // SAFETY:
        // - one of the two
        unsafe { list.wrapping_add(index).write(malloc_text(t!("item"))) };
    }
    let array = MI_Value { stringa: MI_StringA { data: list, size: 2 } };
    assert_eq!(held.add(t!("L"), Some(array), MI_STRINGA, MI_FLAG_ADOPT), MI_RESULT_OK);
    let inner = Held::dynamic(t!("Inner"));
    let value = MI_Value { instance: inner.0 };
    assert_eq!(held.add(t!("I"), Some(value), MI_INSTANCE, MI_FLAG_ADOPT), MI_RESULT_OK);
    std::mem::forget(inner);
    // Replacing frees what was there; a refused one stays the caller's.
    assert_eq!(held.set(t!("S"), Some(string(t!("new"))), MI_STRING, 0), MI_RESULT_OK);
    assert_eq!(held.clear(t!("L")), MI_RESULT_OK);
    let refused = malloc_text(t!("mine"));
    assert_eq!(
        held.set(t!("I"), Some(MI_Value { string: refused }), MI_STRING, MI_FLAG_ADOPT),
        MI_RESULT_TYPE_MISMATCH
    );
    // SAFETY:
    // - still the caller's
    unsafe { libc::free(refused.cast()) };
}

#[test]
fn instance_cannot_adopt_itself() {
    let held = Held::dynamic(t!("A"));
    let itself = MI_Value { instance: held.0 };
    assert_eq!(held.add(t!("I"), Some(itself), MI_INSTANCE, MI_FLAG_ADOPT), MI_RESULT_INVALID_PARAMETER);
    assert_eq!(held.count(), 0);
    assert_eq!(held.add(t!("I"), Some(itself), MI_INSTANCE, 0), MI_RESULT_OK);
}

#[test]
fn hostile_sizes_are_refused_before_they_are_read() {
    let held = Held::dynamic(t!("A"));
    let mut byte = 0u8;
    for ty in MI_BOOLEANA.0..=MI_DATETIMEA.0 {
        let data: *mut c_void = ptr::from_mut(&mut byte).cast();
        let value = MI_Value { array: MI_Array { data, size: u32::MAX } };
        assert_eq!(
            held.add(t!("Big"), Some(value), MI_Type(ty), 0),
            MI_RESULT_SERVER_LIMITS_EXCEEDED,
            "{ty}"
        );
    }
    let nothing = MI_Value { array: MI_Array { data: ptr::null_mut(), size: 7 } };
    assert_eq!(held.add(t!("Empty"), Some(nothing), MI_UINT32A, 0), MI_RESULT_OK);
    let got = held.get(t!("Empty")).unwrap();
    // SAFETY:
    // - the element is an array
    assert_eq!(unsafe { got.0.array.size }, 0);
    assert_eq!(got.2 & MI_FLAG_NULL, 0);
}

#[test]
fn null_among_strings_or_instances_is_refused() {
    let held = Held::dynamic(t!("A"));
    let mut list: [*mut MI_Char; 2] = [t!("a").as_ptr().cast_mut(), ptr::null_mut()];
    let value = MI_Value { stringa: MI_StringA { data: list.as_mut_ptr(), size: 2 } };
    assert_eq!(held.add(t!("L"), Some(value), MI_STRINGA, 0), MI_RESULT_INVALID_PARAMETER);
    let mut list = [ptr::null_mut()];
    let value = MI_Value { instancea: MI_InstanceA { data: list.as_mut_ptr(), size: 1 } };
    assert_eq!(held.add(t!("L"), Some(value), MI_INSTANCEA, 0), MI_RESULT_INVALID_PARAMETER);
}

#[test]
fn illegal_names_and_types_are_refused() {
    let held = Held::dynamic(t!("A"));
    for name in [t!(""), t!("1a"), t!("a b"), t!("a-b"), t!("a.b")] {
        assert_eq!(held.add(name, None, MI_STRING, 0), MI_RESULT_INVALID_PARAMETER, "{name:?}");
    }
    assert_eq!(held.add(t!("a"), None, MI_Type(32), 0), MI_RESULT_INVALID_PARAMETER);
    assert_eq!(held.add(t!("a"), None, MI_Type(u32::MAX), MI_FLAG_NULL), MI_RESULT_INVALID_PARAMETER);
    assert_eq!(held.count(), 0);
    let mut out = ptr::null_mut();
    // SAFETY:
    // - NULL or a name, and room for the answer
    let made = |name| unsafe { new_instance(name, ptr::null(), &mut out) };
    assert_eq!([t!("").as_ptr(), t!("9").as_ptr(), ptr::null()].map(made), [MI_RESULT_INVALID_PARAMETER; 3]);
}

#[test]
fn index_out_of_range_is_answered_as_documented() {
    let held = Held::dynamic(t!("A"));
    held.add(t!("a"), None, MI_UINT8, 0);
    let (ft, value) = (held.ft(), MI_Value { uint8: 1 });
    // SAFETY:
    // - a living instance, a value
    let set = |index| unsafe { ft.SetElementAt.unwrap()(held.0, index, &value, MI_UINT8, 0) };
    assert_eq!([0, 1, u32::MAX].map(set), [MI_RESULT_OK, MI_RESULT_NOT_FOUND, MI_RESULT_NOT_FOUND]);
    // SAFETY:
    // - a living instance
    let clear = |index| unsafe { ft.ClearElementAt.unwrap()(held.0, index) };
    assert_eq!([0, 1, u32::MAX].map(clear), [MI_RESULT_OK, MI_RESULT_NOT_FOUND, MI_RESULT_NOT_FOUND]);
    let none = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY:
    // - a living instance; the answers are not wanted
    let get = |index| unsafe { ft.GetElementAt.unwrap()(held.0, index, none.0, none.1, none.2, none.3) };
    assert_eq!([0, 1].map(get), [MI_RESULT_OK, MI_RESULT_INVALID_PARAMETER]);
}

#[test]
fn head_stays_where_it_is_while_fields_move() {
    let held = Held::dynamic(t!("A"));
    let mut first = None;
    for index in 0..500u32 {
        let name = MiString::from(format!("Property_{index}").as_str());
        assert_eq!(held.add(&name, Some(string(t!("value"))), MI_STRING, 0), MI_RESULT_OK);
        first = first.or(Some(string_of(&held, t!("Property_0"))));
    }
    assert_eq!(Some(string_of(&held, t!("PROPERTY_0"))), first);
    let copy = held.copy();
    assert_eq!((held.count(), copy.count()), (500, 500));
    assert_eq!(&*text(string_of(&copy, t!("property_499"))), t!("value"));
    assert_eq!(copy.add(t!("One_More"), None, MI_UINT8, 0), MI_RESULT_OK);
}

#[test]
fn deep_trees_are_bounded_when_copied_and_fall_in_a_loop() {
    let mut outer = Held::dynamic(t!("Leaf"));
    for _ in 0..100_000 {
        let next = Held::dynamic(t!("Node"));
        let value = MI_Value { instance: outer.0 };
        assert_eq!(next.add(t!("Child"), Some(value), MI_INSTANCE, MI_FLAG_ADOPT), MI_RESULT_OK);
        std::mem::forget(std::mem::replace(&mut outer, next));
    }
    let mut copy = ptr::null_mut();
    // SAFETY:
    // - a living instance, room for the answer
    let cloned = unsafe { outer.ft().Clone.unwrap()(outer.0, &mut copy) };
    assert_eq!((cloned, copy.is_null()), (MI_RESULT_SERVER_LIMITS_EXCEEDED, true));
}

#[test]
fn instance_that_borrows_itself_twice_is_not_copied_for_ever() {
    let held = Held::dynamic(t!("A"));
    let mut list = [held.0, held.0];
    let value = MI_Value { instancea: MI_InstanceA { data: list.as_mut_ptr(), size: 2 } };
    assert_eq!(held.add(t!("L"), Some(value), MI_INSTANCEA, MI_FLAG_BORROW), MI_RESULT_OK);
    let mut copy = ptr::null_mut();
    // SAFETY:
    // - a living instance, room for the answer
    assert_eq!(unsafe { held.ft().Clone.unwrap()(held.0, &mut copy) }, MI_RESULT_SERVER_LIMITS_EXCEEDED);
}

#[test]
fn instance_in_a_spare_block_begins_empty_whatever_was_there() {
    mi::cim::block::spare::open();
    let build = |names: &[&MiStr], key: u32| {
        let held = Held::dynamic(t!("Spare"));
        assert_eq!(held.count(), 0);
        assert_eq!(held.get(t!("A")).err(), Some(MI_RESULT_NO_SUCH_PROPERTY));
        for name in names {
            assert_eq!(held.add(name, Some(string(name)), MI_STRING, key), MI_RESULT_OK);
            assert_eq!(held.add(name, None, MI_STRING, key), MI_RESULT_ALREADY_EXISTS);
        }
        for name in names {
            assert_eq!(&*text(string_of(&held, name)), *name);
            assert_eq!(held.get(name).unwrap().2 & MI_FLAG_KEY, key);
        }
        assert_eq!(held.count() as usize, names.len());
        held
    };
    for _ in 0..3 {
        build(&[t!("A"), t!("B"), t!("C")], 0);
        build(&[t!("A"), t!("B")], 0);
        build(&[t!("A"), t!("B"), t!("C"), t!("D")], 0);
        build(&[t!("A"), t!("X"), t!("C")], 0);
        build(&[t!("a"), t!("B")], 0);
        build(&[t!("A"), t!("B")], MI_FLAG_KEY);
        let kept = build(&[t!("A"), t!("B")], 0).copy();
        build(&[t!("C"), t!("B"), t!("A")], 0);
        assert_eq!(&*text(string_of(&kept, t!("b"))), t!("B"));
    }
    mi::cim::block::spare::close();
    build(&[t!("A"), t!("B")], 0);
    mi::cim::block::spare::open();
}

#[test]
fn names_of_the_head_are_copied_and_taken_away() {
    let held = Held::dynamic(t!("A"));
    let ft = held.ft();
    let mut name = ptr::null();
    // SAFETY (all):
    // - a living instance, a string or NULL, room for the answer
    assert_eq!(unsafe { ft.SetNameSpace.unwrap()(held.0, t!("root/cimv2").as_ptr()) }, MI_RESULT_OK);
    // SAFETY: as above
    assert_eq!(unsafe { ft.SetServerName.unwrap()(held.0, t!("here").as_ptr()) }, MI_RESULT_OK);
    let copy = held.copy();
    // SAFETY: as above
    assert_eq!(unsafe { ft.SetNameSpace.unwrap()(held.0, ptr::null()) }, MI_RESULT_OK);
    // SAFETY: as above
    assert_eq!(unsafe { ft.GetNameSpace.unwrap()(held.0, &mut name) }, MI_RESULT_OK);
    assert!(name.is_null());
    // SAFETY: as above
    assert_eq!(unsafe { ft.GetNameSpace.unwrap()(copy.0, &mut name) }, MI_RESULT_OK);
    assert_eq!(&*text(name), t!("root/cimv2"));
    // SAFETY: as above
    assert_eq!(unsafe { ft.GetServerName.unwrap()(copy.0, &mut name) }, MI_RESULT_OK);
    assert_eq!(&*text(name), t!("here"));
}

/// What generated code would declare: a class with a key and three more properties, and its parent.
#[repr(C)]
struct Static {
    head: MI_Instance,
    key: MI_Uint32Field,
    name: MI_StringField,
    inner: MI_InstanceField,
    bytes: MI_Uint8AField,
}

fn property(name: &'static MiStr, ty: MI_Type, offset: usize, flags: u32) -> *const MI_PropertyDecl {
    Box::leak(Box::new(MI_PropertyDecl {
        flags: MI_FLAG_PROPERTY | flags,
        code: 0, // Written by hand: nobody filled it in.
        name: name.as_ptr(),
        qualifiers: ptr::null(),
        numQualifiers: 0,
        r#type: ty.0,
        className: ptr::null(),
        subscript: 0,
        offset: offset as u32,
        origin: ptr::null(),
        propagator: ptr::null(),
        value: ptr::null(),
    }))
}

pub fn class(
    name: &'static MiStr,
    parent: *const MI_ClassDecl,
    properties: Vec<*const MI_PropertyDecl>,
    size: usize,
) -> &'static MI_ClassDecl {
    let properties = properties.leak();
    Box::leak(Box::new(MI_ClassDecl {
        flags: MI_FLAG_CLASS,
        code: 0,
        name: name.as_ptr(),
        qualifiers: ptr::null(),
        numQualifiers: 0,
        properties: properties.as_ptr(),
        numProperties: properties.len() as u32,
        size: size as u32,
        superClass: if parent.is_null() { ptr::null() } else { t!("X_Base").as_ptr() },
        superClassDecl: parent,
        methods: ptr::null(),
        numMethods: 0,
        schema: ptr::null(),
        providerFT: ptr::null(),
        owningClass: ptr::null_mut(),
    }))
}

fn static_class() -> &'static MI_ClassDecl {
    use std::mem::offset_of;
    let base = class(t!("X_Base"), ptr::null(), Vec::new(), size_of::<MI_Instance>());
    let properties = vec![
        property(t!("Key"), MI_UINT32, offset_of!(Static, key), MI_FLAG_KEY),
        property(t!("Name"), MI_STRING, offset_of!(Static, name), 0),
        property(t!("Inner"), MI_INSTANCE, offset_of!(Static, inner), 0),
        property(t!("Bytes"), MI_UINT8A, offset_of!(Static, bytes), 0),
    ];
    class(t!("X_Static"), base, properties, size_of::<Static>())
}

fn exercise(held: &Held) {
    assert_eq!(held.count(), 4);
    assert_eq!(held.get(t!("key")).unwrap().2 & (MI_FLAG_NULL | MI_FLAG_KEY), MI_FLAG_NULL | MI_FLAG_KEY);
    assert_eq!(held.set(t!("KEY"), Some(MI_Value { uint32: 5 }), MI_UINT32, 0), MI_RESULT_OK);
    assert_eq!(held.set(t!("Name"), Some(string(t!("static"))), MI_STRING, 0), MI_RESULT_OK);
    assert_eq!(held.set(t!("Name"), Some(MI_Value { uint8: 1 }), MI_UINT8, 0), MI_RESULT_TYPE_MISMATCH);
    assert_eq!(held.set(t!("Nope"), None, MI_UINT8, 0), MI_RESULT_NO_SUCH_PROPERTY);
    assert_eq!(held.add(t!("More"), None, MI_UINT8, 0), MI_RESULT_FAILED);
    let inner = Held::dynamic(t!("Inner"));
    assert_eq!(held.set(t!("Inner"), Some(MI_Value { instance: inner.0 }), MI_INSTANCE, 0), MI_RESULT_OK);
    let copy = held.copy();
    assert_eq!(&*text(string_of(&copy, t!("Name"))), t!("static"));
    assert_eq!(copy.add(t!("More"), None, MI_UINT8, 0), MI_RESULT_FAILED);
}

fn is_a(held: &Held, class: &MI_ClassDecl) -> bool {
    let mut flag = 9;
    // SAFETY:
    // - a living instance, a declaration, room for the answer
    assert_eq!(unsafe { held.ft().IsA.unwrap()(held.0, class, &mut flag) }, MI_RESULT_OK);
    flag == 1
}

#[test]
fn static_instance_on_the_heap_keeps_its_fields_at_their_offsets() {
    let decl = static_class();
    let mut instance = ptr::null_mut();
    // SAFETY:
    // - a declaration, and room for the answer
    assert_eq!(unsafe { new_instance(ptr::null(), decl, &mut instance) }, MI_RESULT_OK);
    let held = Held(instance);
    exercise(&held);
    // SAFETY:
    // - the class says that the instance looks like this
    let fields = unsafe { &*instance.cast::<Static>() };
    assert_eq!((fields.key.value, fields.key.exists), (5, 1));
    assert_eq!(&*text(fields.name.value), t!("static"));
    assert_eq!(fields.bytes.exists, 0);
    // SAFETY:
    // - a declaration's superclass
    let base = unsafe { &*decl.superClassDecl };
    assert!(is_a(&held, decl) && is_a(&held, base) && is_a(&held.copy(), base));
    assert!(!is_a(&held, class(t!("X_Other"), ptr::null(), Vec::new(), 64)));
}

#[test]
fn static_instance_on_the_stack_is_destructed_and_used_again() {
    let decl = static_class();
    let mut place = std::mem::MaybeUninit::<Static>::uninit();
    let at = place.as_mut_ptr().cast::<MI_Instance>();
    for _ in 0..2 {
        // SAFETY:
        // - room for the class's instances
        assert_eq!(unsafe { construct(at, decl) }, MI_RESULT_OK);
        let held = std::mem::ManuallyDrop::new(Held(at));
        exercise(&held);
        // SAFETY:
        // - a living instance
        assert_eq!(unsafe { held.ft().Destruct.unwrap()(at) }, MI_RESULT_OK);
        assert_eq!(held.get(t!("Name")).unwrap().2 & MI_FLAG_NULL, MI_FLAG_NULL);
        // SAFETY:
        // - still a head, that owns nothing
        assert_eq!(unsafe { held.ft().Destruct.unwrap()(at) }, MI_RESULT_OK);
    }
}

#[test]
fn zeroed_memory_with_a_table_and_a_class_is_an_instance() {
    let decl = static_class();
    let template = Held::dynamic(t!("A"));
    // SAFETY:
    // - zero is a value of every field
    let mut place: Static = unsafe { std::mem::zeroed() };
    place.head.ft = template.ft();
    place.head.classDecl = decl;
    let held = std::mem::ManuallyDrop::new(Held((&raw mut place).cast()));
    exercise(&held);
    // A copied head owns nothing of what the first one owns.
    let mut twin = place.head;
    twin.classDecl = ptr::null();
    let twin = std::mem::ManuallyDrop::new(Held(&raw mut twin));
    assert_eq!(twin.count(), 0);
    // SAFETY:
    // - a head that owns nothing
    assert_eq!(unsafe { twin.ft().Delete.unwrap()(twin.0) }, MI_RESULT_OK);
    // SAFETY:
    // - a living instance
    assert_eq!(unsafe { held.ft().Destruct.unwrap()(held.0) }, MI_RESULT_OK);
}

#[test]
fn declarations_that_lie_are_refused() {
    let mut out = ptr::null_mut();
    let outside = class(t!("X"), ptr::null(), vec![property(t!("P"), MI_UINT64, 4000, 0)], 128);
    let in_head = class(t!("X"), ptr::null(), vec![property(t!("P"), MI_UINT64, 8, 0)], 128);
    let no_type = class(t!("X"), ptr::null(), vec![property(t!("P"), MI_Type(99), 64, 0)], 128);
    let missing = class(t!("X"), ptr::null(), vec![ptr::null()], 128);
    let small = class(t!("X"), ptr::null(), Vec::new(), 10);
    let huge = class(t!("X"), ptr::null(), Vec::new(), u32::MAX as usize);
    for decl in [outside, in_head, no_type, missing, small, huge] {
        // SAFETY:
        // - a declaration (of sorts), and room for the answer
        assert_eq!(unsafe { new_instance(ptr::null(), decl, &mut out) }, MI_RESULT_INVALID_PARAMETER);
    }
    assert!(out.is_null());
}

#[test]
fn every_slot_answers_null_and_foreign_heads() {
    let held = Held::dynamic(t!("A"));
    let ft = *held.ft();
    // A head with another library's table, whose slots are never to be used.
    let mut alien = MI_Instance {
        ft: (&raw const ft).cast(),
        classDecl: ptr::null(),
        serverName: ptr::null(),
        nameSpace: ptr::null(),
        reserved: [0x5a5a; 4],
    };
    let (mut flag, mut count, mut name, mut copy, mut class) =
        (0, 0, ptr::null(), ptr::null_mut(), ptr::null_mut());
    let decl = static_class();
    for this in [ptr::null_mut(), &raw mut alien] {
        let bad = MI_RESULT_INVALID_PARAMETER;
        let mut value = zero();
        // SAFETY (all):
        // - NULL or a readable head; room for the answers
        unsafe {
            assert_eq!(ft.Clone.unwrap()(this, &mut copy), bad);
            assert_eq!(ft.Destruct.unwrap()(this), bad);
            assert_eq!(ft.Delete.unwrap()(this), bad);
            assert_eq!(ft.IsA.unwrap()(this, decl, &mut flag), bad);
            assert_eq!(ft.GetClassName.unwrap()(this, &mut name), bad);
            assert_eq!(ft.SetNameSpace.unwrap()(this, t!("n").as_ptr()), bad);
            assert_eq!(ft.GetNameSpace.unwrap()(this, &mut name), bad);
            assert_eq!(ft.GetElementCount.unwrap()(this, &mut count), bad);
            assert_eq!(ft.AddElement.unwrap()(this, t!("n").as_ptr(), &value, MI_UINT8, 0), bad);
            assert_eq!(ft.SetElement.unwrap()(this, t!("n").as_ptr(), &value, MI_UINT8, 0), bad);
            assert_eq!(ft.SetElementAt.unwrap()(this, 0, &value, MI_UINT8, 0), bad);
            let none = ptr::null_mut();
            assert_eq!(
                ft.GetElement.unwrap()(
                    this,
                    t!("n").as_ptr(),
                    &mut value,
                    none,
                    ptr::null_mut(),
                    ptr::null_mut()
                ),
                bad
            );
            assert_eq!(ft.GetElementAt.unwrap()(this, 0, &mut name, &mut value, none, ptr::null_mut()), bad);
            assert_eq!(ft.ClearElement.unwrap()(this, t!("n").as_ptr()), bad);
            assert_eq!(ft.ClearElementAt.unwrap()(this, 0), bad);
            assert_eq!(ft.GetServerName.unwrap()(this, &mut name), bad);
            assert_eq!(ft.SetServerName.unwrap()(this, t!("n").as_ptr()), bad);
            assert_eq!(ft.GetClass.unwrap()(this, &mut class), bad);
        }
    }
}

#[test]
fn every_slot_answers_null_arguments() {
    let held = Held::dynamic(t!("A"));
    let (this, ft, bad) = (held.0, held.ft(), MI_RESULT_INVALID_PARAMETER);
    // SAFETY (all):
    // - a living instance, and NULL for everything else
    unsafe {
        assert_eq!(ft.Clone.unwrap()(this, ptr::null_mut()), bad);
        assert_eq!(ft.IsA.unwrap()(this, ptr::null(), ptr::null_mut()), bad);
        assert_eq!(ft.GetClassName.unwrap()(this, ptr::null_mut()), MI_RESULT_OK);
        assert_eq!(ft.GetNameSpace.unwrap()(this, ptr::null_mut()), MI_RESULT_OK);
        assert_eq!(ft.GetElementCount.unwrap()(this, ptr::null_mut()), MI_RESULT_OK);
        assert_eq!(ft.AddElement.unwrap()(this, ptr::null(), ptr::null(), MI_UINT8, 0), bad);
        assert_eq!(ft.SetElement.unwrap()(this, ptr::null(), ptr::null(), MI_UINT8, 0), bad);
        assert_eq!(ft.ClearElement.unwrap()(this, ptr::null()), bad);
        assert_eq!(ft.GetServerName.unwrap()(this, ptr::null_mut()), MI_RESULT_OK);
        assert_eq!(ft.GetClass.unwrap()(this, ptr::null_mut()), bad);
    }
    assert_eq!(held.get(t!("")).err(), Some(MI_RESULT_NO_SUCH_PROPERTY));
}
