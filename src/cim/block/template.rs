//! Many instances of one class, one after the other, as a decoder of pages makes them: where each property lies is
//! worked out once, and a value goes from the text into the block with nothing in between.

use super::class_view::{item, list};
use super::field::{Field, element_size, is_array, write_bits};
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
use std::ptr::{self, NonNull};

/// Room for values beyond what the largest instance so far needed.
const SPARE_ROOM: usize = 64;
/// What an instance's block has at most for values; larger ones get a second block.
const MOST_ROOM: usize = 32 * 1024;

/// Where a property lies.
#[derive(Clone, Copy)]
struct Place {
    offset: usize,
    ty: u32,
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
            Place { offset: property.offset as usize, ty: property.r#type }
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
        let Some(field) = self.field(index).filter(|field| field.ty() <= MI_CHAR16.0) else { return false };
        field.write_bits(bits, 0);
        true
    }

    #[inline(always)]
    pub fn datetime(&mut self, index: usize, value: &Datetime) -> bool {
        let Some(field) = self.field(index).filter(|field| field.ty() == MI_DATETIME.0) else { return false };
        field.write_datetime(MI_Datetime::from(value), 0);
        true
    }

    #[inline(always)]
    pub fn text(&mut self, index: usize, text: &str) -> bool {
        let Some(field) = self.field(index).filter(|field| field.ty() == MI_STRING.0) else { return false };
        let Ok(copy) = copy_units(&mut self.core().arena, &units_of(text)) else { return false };
        field.write_pointer(copy.cast(), 0);
        true
    }

    /// An array of what [`Draft::bits`] takes one of.
    #[inline]
    pub fn array_of_bits(&mut self, index: usize, elements: &[u64]) -> bool {
        let element = |field: &Field| is_array(field.ty()) && field.ty() & !MI_ARRAY.0 <= MI_CHAR16.0;
        let Some(field) = self.field(index).filter(element) else { return false };
        let Some(size) = element_size(field.ty()) else { return false };
        let Ok(data) = self.room(elements.len(), size) else { return false };
        for (at, bits) in elements.iter().enumerate() {
            // SAFETY:
            // - room for as many elements of that type, which is a number's
            unsafe { write_bits(data.as_ptr().wrapping_add(at * size), size, *bits) };
        }
        field.write_array(MI_Array { data: data.as_ptr().cast(), size: elements.len() as u32 }, 0);
        true
    }

    /// An array of strings.
    #[inline]
    pub fn texts<'v>(&mut self, index: usize, texts: impl ExactSizeIterator<Item = &'v str>) -> bool {
        let Some(field) = self.field(index).filter(|field| field.ty() == MI_STRINGA.0) else { return false };
        let count = texts.len();
        let Ok(data) = self.room(count, size_of::<*const c_void>()) else { return false };
        for (at, text) in texts.take(count).enumerate() {
            let Ok(copy) = copy_units(&mut self.core().arena, &units_of(text)) else { return false };
            let place = data.cast::<*mut MI_Char>().as_ptr().wrapping_add(at);
            // SAFETY:
            // - room for as many pointers
            unsafe { place.write(copy) };
        }
        field.write_array(MI_Array { data: data.as_ptr().cast(), size: count as u32 }, 0);
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

    /// A field, which owns nothing: whatever was set before lies in the arena or was set by [`Draft::set`].
    #[inline(always)]
    fn field(&mut self, index: usize) -> Option<Field> {
        let place = self.template.places.get(index)?;
        // SAFETY:
        // - the class's declaration says that this field is there; making the instance initialised it
        unsafe { Field::new(self.base.wrapping_add(place.offset), place.ty) }
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
