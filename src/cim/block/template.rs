//! Many instances of one class, one after the other, as a decoder of pages makes them: where each property lies is
//! worked out once, and a value goes from the text into the block with nothing in between.

use super::class_view::{item, list};
use super::field::{element_size, is_array, value_size, write_bits, write_number, write_value};
use super::instance::{Core, Instance, new_of_class_with_room, usual_room};
use super::payload::copy_units;
use super::text::units_of;
use super::{NO_MEMORY, Outcome};
use crate::abi::*;
use crate::cim::Class;
use crate::cim::datetime::Datetime;
use crate::cim::error::Error;
use crate::cim::value::{Type, ValueRef};
use std::cell::Cell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

/// Room for values beyond what the largest instance so far needed.
const SPARE_ROOM: usize = 64;
/// What an instance's block has at most for values; larger ones get a second block.
const MOST_ROOM: usize = 32 * 1024;

/// Where a property lies.
#[derive(Clone, Copy)]
struct Place {
    offset: u32,
    ty: u32,
    /// Of a number's value; 0 where it is something else.
    number: u8,
}

/// Where an instance's head has a name from.
enum Named {
    Nowhere,
    /// The class's own, which the instance keeps.
    Class,
    Copied(Box<str>),
}

/// What the instances have in common.
pub struct Template {
    class: Class,
    places: Box<[Place]>,
    namespace: Named,
    server: Named,
    /// Room for values in the next instance's block.
    room: Cell<usize>,
    /// The most that one needed so far.
    needed: Cell<usize>,
}

impl Template {
    /// For instances of `class` in `namespace` on `server`. Without a namespace it is the class's.
    pub fn new(class: &Class, namespace: &str, server: &str) -> Template {
        let named = |name: &str, own: Option<&str>, empty| match name {
            "" => empty,
            name if own == Some(name) => Named::Class,
            name => Named::Copied(name.into()),
        };
        let decl = class.declaration();
        let properties = list::<MI_PropertyDecl>(decl.properties.cast(), decl.numProperties).iter();
        let places = properties.map(|property| {
            let property = item(*property);
            let is_number = property.r#type <= MI_CHAR16.0;
            let number = value_size(property.r#type).filter(|_| is_number).unwrap_or(0) as u8;
            Place { offset: property.offset, ty: property.r#type, number }
        });
        Template {
            places: places.collect(),
            namespace: named(namespace, class.namespace(), Named::Class),
            server: named(server, class.server_name(), Named::Nowhere),
            room: Cell::new(usual_room(class)),
            needed: Cell::new(0),
            class: class.clone(),
        }
    }

    /// An instance, every property NULL.
    pub fn begin(&self) -> Result<Draft<'_>, Error> {
        let ours = new_of_class_with_room(&self.class, true, self.room.get())?;
        let base = ours.base();
        let core = ours.core_address().ok_or(NO_MEMORY)?;
        let mut draft = Draft { instance: Instance::own(ours), core, base, template: self };
        let (server, namespace) = self.class.place_pointers();
        let names = [draft.name(&self.server, server)?, draft.name(&self.namespace, namespace)?];
        if let Some(mut ours) = draft.instance.ours() {
            ours.set_names(names[0], names[1]);
        }
        Ok(draft)
    }

    /// Learns from a finished instance how much room the next will need.
    fn fit(&self, core: &Core) {
        let room = self.room.get();
        match core.arena.left_of_first() {
            Some(left) if room - left.min(room) > self.needed.get() => {
                self.needed.set(room - left);
                self.room.set((room - left + SPARE_ROOM).next_multiple_of(8));
            }
            Some(_) => {}
            None => self.room.set((room * 2).min(MOST_ROOM).max(room)),
        }
    }
}

/// An instance that is being filled. Its values count as the server's, not as the client's
/// ([`MI_FLAG_NOT_MODIFIED`]). Each setter answers false, and has changed nothing, where the property is not there or
/// has another type, or there is no memory.
pub struct Draft<'t> {
    instance: Instance,
    /// The instance's private part.
    core: NonNull<Core>,
    /// What its fields are counted from.
    base: *mut u8,
    template: &'t Template,
}

impl Draft<'_> {
    /// A number of any kind, a boolean, a character: its bits, those of a signed one extended.
    #[inline(always)]
    pub fn bits(&mut self, index: usize, bits: u64) -> bool {
        let Some(place) = self.template.places.get(index).filter(|place| place.number != 0) else {
            return false;
        };
        // SAFETY:
        // - the class's declaration says that a number's field of that size is there
        unsafe { write_number(self.base.wrapping_add(place.offset as usize), place.number.into(), bits) };
        true
    }

    #[inline(always)]
    pub fn datetime(&mut self, index: usize, value: &Datetime) -> bool {
        let Some((at, _)) = self.place(index, |ty| ty == MI_DATETIME.0) else { return false };
        // SAFETY:
        // - the class's declaration says that such a field is there
        unsafe { write_value(at, MI_Datetime::from(value)) };
        true
    }

    #[inline(always)]
    pub fn text(&mut self, index: usize, text: &str) -> bool {
        let Some((at, _)) = self.place(index, |ty| ty == MI_STRING.0) else { return false };
        let Ok(copy) = copy_units(&mut self.core().arena, &units_of(text)) else { return false };
        // SAFETY:
        // - the class's declaration says that such a field is there, and strings in the arena are owned by nobody
        unsafe { write_value(at, copy) };
        true
    }

    /// Begins a string that comes in pieces, of at most `most` bytes in all. It is set when it is finished.
    #[inline(always)]
    pub fn pieces(&mut self, index: usize, most: usize) -> Option<Pieces<'_>> {
        let (field, _) = self.place(index, |ty| ty == MI_STRING.0)?;
        let units = most.checked_add(1)?;
        let room = self.room(units, size_of::<MI_Char>()).ok()?;
        Some(Pieces { field, start: room.cast(), filled: 0, most, _draft: PhantomData })
    }

    /// An array of what [`Draft::bits`] takes one of.
    #[inline]
    pub fn array_of_bits(&mut self, index: usize, elements: &[u64]) -> bool {
        let is_number = |ty: u32| is_array(ty) && ty & !MI_ARRAY.0 <= MI_CHAR16.0;
        let Some((at, ty)) = self.place(index, is_number) else { return false };
        let Some(size) = element_size(ty) else { return false };
        let Ok(data) = self.room(elements.len(), size) else { return false };
        for (element, bits) in elements.iter().enumerate() {
            // SAFETY:
            // - room for as many elements of that type, which is a number's
            unsafe { write_bits(data.as_ptr().wrapping_add(element * size), size, *bits) };
        }
        // SAFETY:
        // - the class's declaration says that such a field is there, and arrays in the arena are owned by nobody
        unsafe { write_value(at, array(data, elements.len())) };
        true
    }

    /// An array of strings.
    #[inline]
    pub fn texts<'v>(&mut self, index: usize, texts: impl ExactSizeIterator<Item = &'v str>) -> bool {
        let Some((at, _)) = self.place(index, |ty| ty == MI_STRINGA.0) else { return false };
        let count = texts.len();
        let Ok(data) = self.room(count, size_of::<*const c_void>()) else { return false };
        for (element, text) in texts.take(count).enumerate() {
            let Ok(copy) = copy_units(&mut self.core().arena, &units_of(text)) else { return false };
            let place = data.cast::<*mut MI_Char>().as_ptr().wrapping_add(element);
            // SAFETY:
            // - room for as many pointers
            unsafe { place.write(copy) };
        }
        // SAFETY:
        // - the class's declaration says that such a field is there, and arrays in the arena are owned by nobody
        unsafe { write_value(at, array(data, count)) };
        true
    }

    /// Any value; None is NULL.
    pub fn set(&mut self, index: usize, value: Option<ValueRef<'_>>, ty: Type) -> bool {
        super::set::set(&mut self.instance, index, value, ty, MI_FLAG_NOT_MODIFIED).is_ok()
    }

    pub fn finish(mut self) -> Instance {
        self.template.fit(self.core());
        self.instance
    }

    #[inline(always)]
    fn core(&mut self) -> &mut Core {
        // SAFETY:
        // - the private part of the instance, which is this draft's alone
        unsafe { self.core.as_mut() }
    }

    /// The address of a field, and its type, if it is one of those. It owns nothing: what was set before lies in the
    /// arena, but for what only [`Draft::set`] sets.
    #[inline(always)]
    fn place(&self, index: usize, is_right: impl Fn(u32) -> bool) -> Option<(*mut u8, u32)> {
        let place = self.template.places.get(index).filter(|place| is_right(place.ty))?;
        Some((self.base.wrapping_add(place.offset as usize), place.ty))
    }

    fn room(&mut self, count: usize, size: usize) -> Outcome<NonNull<u8>> {
        let bytes = count.checked_mul(size).filter(|bytes| *bytes <= MOST_ROOM).ok_or(NO_MEMORY)?;
        self.core().arena.alloc_value(bytes.max(1).next_multiple_of(8)).ok_or(NO_MEMORY)
    }

    fn name(&mut self, named: &Named, of_class: *const MI_Char) -> Outcome<*const MI_Char> {
        match named {
            Named::Nowhere => Ok(ptr::null()),
            Named::Class => Ok(of_class),
            Named::Copied(name) => Ok(copy_units(&mut self.core().arena, &units_of(name))?),
        }
    }
}

fn array(data: NonNull<u8>, count: usize) -> MI_Array {
    MI_Array { data: data.as_ptr().cast(), size: count as u32 }
}

/// A string on its way into a draft.
pub struct Pieces<'d> {
    field: *mut u8,
    /// Room for `most` units and a NUL.
    start: NonNull<MI_Char>,
    filled: usize,
    most: usize,
    _draft: PhantomData<&'d mut MI_Char>,
}

impl Pieces<'_> {
    #[inline(always)]
    pub fn finish(self) {
        // SAFETY:
        // - no more than `most` units were filled, and there is room for one more
        unsafe { self.start.as_ptr().wrapping_add(self.filled).write(0) };
        // SAFETY:
        // - `field` is a string's field of the draft that is borrowed; strings in the arena are owned by nobody
        unsafe { write_value(self.field, self.start.as_ptr()) };
    }
}

impl std::fmt::Write for Pieces<'_> {
    #[inline(always)]
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        let units = units_of(piece);
        if units.len() > self.most - self.filled {
            return Err(std::fmt::Error);
        }
        let to = self.start.as_ptr().wrapping_add(self.filled);
        // SAFETY:
        // - there is room for as many more units
        unsafe { super::bytes::copy(units.as_ptr().cast(), to.cast(), size_of_val(&*units)) };
        self.filled += units.len();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cim::class::{ClassBuilder, Property};
    use std::fmt::Write;

    fn class() -> Class {
        let properties = [
            ("Name", Type::String),
            ("Level", Type::Uint8),
            ("Delta", Type::Sint32),
            ("Size", Type::Uint64),
            ("Made", Type::Datetime),
            ("Tags", Type::StringArray),
            ("Counts", Type::Uint16Array),
            ("Part", Type::Instance),
        ];
        let properties = properties.into_iter().map(|(name, ty)| Property::new(name, ty));
        let builder = ClassBuilder::new("C").namespace("root/a").server_name("host");
        properties.fold(builder, ClassBuilder::property).build().expect("a class")
    }

    #[test]
    fn what_is_put_in_is_there_and_as_the_servers() {
        let class = class();
        let template = Template::new(&class, "root/a", "host");
        let made = Datetime::from_unix_micros(1_700_000_000_000_000, 60);
        // The first may need a second block for its values, later ones have the room.
        for length in [2000, 0, 10, 5000, 1] {
            let text = "x".repeat(length);
            let mut draft = template.begin().expect("memory");
            assert!(draft.text(0, &text) && draft.bits(1, 255) && draft.bits(2, -7i64 as u64));
            assert!(draft.bits(3, u64::MAX) && draft.datetime(4, &made));
            assert!(draft.texts(5, ["a", &text].into_iter()) && draft.array_of_bits(6, &[1, 65_535]));
            let mut expected = Instance::new(&class).expect("an instance");
            expected.set_server_name("host").expect("set");
            let values = [
                ValueRef::Text(&text),
                ValueRef::Uint8(255),
                ValueRef::Sint32(-7),
                ValueRef::Uint64(u64::MAX),
                ValueRef::Datetime(made),
            ];
            for (index, value) in values.into_iter().enumerate() {
                let (ty, flags) = (value.ty(), MI_FLAG_NOT_MODIFIED);
                expected.set_at_with_flags(index, Some(value), ty, flags).expect("set");
            }
            let instance = draft.finish();
            assert_eq!(
                instance.view().at(2).expect("there").flags & MI_FLAG_NOT_MODIFIED,
                MI_FLAG_NOT_MODIFIED
            );
            assert_eq!(
                format!("{:?}", instance.view().at(6).expect("there").value),
                "Some(Uint16Array([1, 65535]))"
            );
            assert_eq!((instance.view().namespace(), instance.view().server_name()), {
                (expected.view().namespace(), expected.view().server_name())
            });
            for index in 0..5 {
                let shown = |of: &Instance| format!("{:?}", of.view().at(index));
                assert_eq!(shown(&instance), shown(&expected));
            }
            drop(class.clone());
            assert!(instance.view().at(7).expect("there").value.is_none());
        }
    }

    #[test]
    fn other_names_than_the_classs_are_copied() {
        let class = class();
        for (namespace, server, expected) in [
            ("", "", (Some("root/a"), None)),
            ("root/b", "", (Some("root/b"), None)),
            ("root/a", "other", (Some("root/a"), Some("other"))),
        ] {
            let instance = Template::new(&class, namespace, server).begin().expect("memory").finish();
            let view = instance.view();
            assert_eq!((view.namespace().as_deref(), view.server_name().as_deref()), expected);
        }
    }

    #[test]
    fn wrong_types_and_places_change_nothing() {
        let class = class();
        let template = Template::new(&class, "", "");
        let mut draft = template.begin().expect("memory");
        assert!(!draft.bits(0, 1) && !draft.bits(4, 1) && !draft.bits(7, 1) && !draft.bits(8, 1));
        assert!(!draft.text(1, "x") && !draft.text(5, "x") && !draft.array_of_bits(5, &[1]));
        assert!(!draft.texts(6, ["x"].into_iter()) && draft.pieces(1, 4).is_none());
        let part = Instance::dynamic("P").expect("an instance");
        assert!(draft.set(7, Some(ValueRef::Instance(part.view())), Type::Instance));
        let instance = draft.finish();
        assert!((0..7).all(|index| instance.view().at(index).expect("there").value.is_none()));
        assert!(instance.view().at(7).expect("there").value.is_some());
    }

    #[test]
    fn pieces_become_one_string_and_none_goes_beyond_its_room() {
        let class = class();
        let template = Template::new(&class, "", "");
        let mut draft = template.begin().expect("memory");
        let mut pieces = draft.pieces(0, 6).expect("a string");
        pieces.write_str("ab").expect("room");
        pieces.write_char('\u{e9}').expect("room");
        assert!(pieces.write_str("wxyz").is_err());
        pieces.write_str("cd").expect("room");
        pieces.finish();
        let instance = draft.finish();
        let shown = format!("{:?}", instance.view().at(0).expect("there").value);
        assert!(shown.contains("ab\u{e9}cd"), "{shown}");
    }
}
