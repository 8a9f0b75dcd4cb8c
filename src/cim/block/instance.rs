//! Instances: heads, fields and private part in one block; and the owning handle of Rust.

use super::arena::Arena;
use super::class::Class;
use super::declare_copy::{pointee, pointers};
use super::field::Field;
use super::names::Names;
use super::spare;
use super::text::{MiStr, name_code};
use super::view::InstanceRef;
use super::{NO_MEMORY, Outcome};
use crate::abi::*;
use crate::cim::error::Error;
use crate::tables::INSTANCE;
use std::alloc::{Layout, alloc, dealloc};
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

/// Marks heads whose reserved words are ours.
const TAG: usize = 0x4d49_496e;
/// The original's mark for a declaration that belongs to one dynamic instance.
pub(crate) const DYNAMIC_OWNER: *mut MI_Class = ptr::without_provenance_mut(usize::MAX);

pub(crate) const HEAD: usize = size_of::<MI_Instance>();
/// Behind the head of a dynamic instance: room for some ten fields.
pub(crate) const FIELD_ROOM: usize = 176;
const FIRST_PROPERTIES: u32 = 16;
/// What a dynamic instance has for names, declarations and values before its arena must grow.
pub(crate) const DYNAMIC_ROOM: usize =
    spare::SIZE - (HEAD + FIELD_ROOM).next_multiple_of(16) - size_of::<Core>().next_multiple_of(8);
pub(crate) const STATIC_ROOM: usize = 256;
/// No instance is larger (its declaration says how large it is).
pub(crate) const MAX_SIZE: u32 = 1 << 24;

/// The private part of an instance.
pub(crate) struct Core {
    pub arena: Arena,
    /// Keeps the class whose declaration the head points to, or whose properties `declaration` lists.
    pub class: Option<Class>,
    /// The instance's own declaration, in the arena; NULL while it uses its class's.
    pub declaration: *mut MI_ClassDecl,
    /// The codes of the properties, in the arena or the class: see [`super::codes`]. NULL while the declaration is
    /// neither our own nor our class's: its codes may be missing or wrong.
    pub codes: *mut u32,
    /// How many properties stand in the list that an earlier instance in this block had: see [`super::shape`].
    pub predicted: u32,
    /// The instance did not become what was predicted.
    pub strayed: bool,
    /// A bit for each name in the own declaration, which AddElement looks at first.
    pub names: u64,
    /// Where they stand, once there are many.
    pub positions: Names,
    /// For how many properties there is room in the own declaration.
    pub property_room: u32,
    /// How far fields may reach from the base.
    pub field_room: u32,
    /// Fields that own something outside the arena.
    pub owning: u32,
    /// AddElement may add to it.
    pub extensible: bool,
    /// The size of the block that begins with the head; 0 where the head is the caller's.
    pub block: usize,
}

/// A living instance with our table. Where it comes from promises that it stays alive while this is used.
#[derive(Clone, Copy)]
pub(crate) struct Ours<'a>(pub(super) NonNull<MI_Instance>, pub(super) PhantomData<&'a ()>);

impl<'a> Ours<'a> {
    /// The instance, if it has our table.
    ///
    /// # Safety
    /// `instance` is NULL or points to a living MI_Instance, alive for 'a; nobody changes it meanwhile but through
    /// the result.
    #[inline]
    pub unsafe fn new(instance: *const MI_Instance) -> Option<Ours<'a>> {
        // SAFETY:
        // - by the caller's word
        let head = unsafe { instance.as_ref() }?;
        if !ptr::addr_eq(head.ft, &raw const INSTANCE) {
            return None;
        }
        Some(Ours(NonNull::new(instance.cast_mut())?, PhantomData))
    }

    #[inline]
    pub fn as_ptr(self) -> *mut MI_Instance {
        self.0.as_ptr()
    }

    #[inline]
    pub fn head(&self) -> &MI_Instance {
        // SAFETY:
        // - alive by the promise of `new`
        unsafe { self.0.as_ref() }
    }

    /// The reserved words, as pointers.
    #[inline]
    fn words(self) -> *mut [*mut u8; 4] {
        // SAFETY:
        // - within the living head
        unsafe { (&raw mut (*self.as_ptr()).reserved).cast() }
    }

    #[inline]
    pub(super) fn word(self, index: usize) -> *mut u8 {
        // SAFETY:
        // - initialised words of a living head; pointers and integers have the same size
        unsafe { self.words().cast::<*mut u8>().wrapping_add(index).read() }
    }

    pub(super) fn set_words(self, words: [*mut u8; 4]) {
        // SAFETY:
        // - within the living head
        unsafe { self.words().write(words) };
    }

    fn mark(self) -> *mut u8 {
        ptr::without_provenance_mut(self.as_ptr().addr() ^ TAG)
    }

    /// The private part; None where the reserved words are not ours (a zeroed or copied head).
    #[inline]
    pub fn core(&mut self) -> Option<&mut Core> {
        if self.word(2).addr() != self.as_ptr().addr() ^ TAG {
            return None;
        }
        // SAFETY:
        // - our mark stands only beside a living private part; whoever changes an instance is alone
        Some(unsafe { &mut *self.word(0).cast::<Core>() })
    }

    /// The private part, to be read: several threads may read an instance at a time.
    #[inline]
    pub fn core_ref(&self) -> Option<&Core> {
        if self.word(2).addr() != self.as_ptr().addr() ^ TAG {
            return None;
        }
        // SAFETY:
        // - our mark stands only beside a living private part
        Some(unsafe { &*self.word(0).cast::<Core>() })
    }

    /// Where the private part is; None as for [`Ours::core`].
    pub(super) fn core_address(self) -> Option<NonNull<Core>> {
        self.core_ref()?;
        NonNull::new(self.word(0).cast())
    }

    /// The private part, made where there is none: for a static instance that the caller laid out.
    #[inline]
    pub fn core_or_new(&mut self) -> Outcome<&mut Core> {
        if self.core().is_none() {
            self.take_over()?;
        }
        self.core().ok_or(MI_RESULT_FAILED)
    }

    #[cold]
    fn take_over(&mut self) -> Outcome<()> {
        let layout = Layout::new::<Core>();
        // SAFETY:
        // - the layout has a size
        let core = NonNull::new(unsafe { alloc(layout) }).ok_or(NO_MEMORY)?.cast::<Core>();
        // SAFETY:
        // - fresh room for a Core
        unsafe { core.write(Core::new(Arena::new())) };
        self.set_words([core.as_ptr().cast(), self.as_ptr().cast(), self.mark(), ptr::null_mut()]);
        Ok(())
    }

    /// Forgets the private part of a head that is the caller's, after its payload was released.
    pub fn let_go(&mut self) {
        let core = self.word(0);
        self.set_words([ptr::null_mut(); 4]);
        // SAFETY:
        // - made by `take_over`, and the head forgot it
        unsafe { core.cast::<Core>().drop_in_place() };
        // SAFETY:
        // - as above, with the same layout
        unsafe { dealloc(core, Layout::new::<Core>()) };
    }

    /// Frees the block of an instance of ours, after its payload was released.
    pub fn free(mut self) {
        let Some(core) = self.core() else { return };
        let block = core.block;
        if block == spare::SIZE && super::shape::keep(self) {
            return;
        }
        let Some(core) = self.core() else { return };
        core.arena.release();
        // SAFETY:
        // - the private part lives in the block and is not used again
        unsafe { ptr::from_mut(core).drop_in_place() };
        if let Ok(layout) = Layout::from_size_align(block, spare::ALIGN) {
            // SAFETY:
            // - the block was made with this layout
            unsafe { dealloc(self.as_ptr().cast(), layout) };
        }
    }

    /// The next one to delete.
    pub fn next(self) -> Option<Ours<'a>> {
        self.core_ref()?;
        NonNull::new(self.word(3).cast()).map(|next| Ours(next, PhantomData))
    }

    pub fn set_next(self, next: Option<Ours<'a>>) {
        let next = next.map_or(ptr::null_mut(), |next| next.as_ptr().cast());
        self.set_words([self.word(0), self.word(1), self.word(2), next]);
    }

    /// What fields are counted from.
    #[inline]
    pub fn base(self) -> *mut u8 {
        if self.word(2).addr() == self.as_ptr().addr() ^ TAG { self.word(1) } else { self.as_ptr().cast() }
    }

    /// The same, where there is a private part.
    #[inline]
    pub fn base_of_core(self) -> *mut u8 {
        self.word(1)
    }

    /// Moves the fields: where AddElement outgrew their room. The head is copied there for who reads through it.
    pub fn set_base(self, base: *mut u8) {
        self.set_words([self.word(0), base, self.word(2), self.word(3)]);
        self.copy_head();
    }

    /// Keeps the head's copy in front of fields that moved as the head is.
    pub fn copy_head(self) {
        let base = self.base();
        if base != self.as_ptr().cast() {
            // SAFETY:
            // - a second block begins with room for a head, and is not the head
            unsafe { ptr::copy_nonoverlapping(self.as_ptr().cast::<u8>(), base, HEAD) };
        }
    }

    /// The declaration; one of a class, or of a method whose parameters this instance holds: what both have.
    #[inline]
    pub fn declaration(&self) -> Option<&'a MI_ObjectDecl> {
        // SAFETY:
        // - a head's declaration is NULL or valid for as long as the instance
        unsafe { self.head().classDecl.cast::<MI_ObjectDecl>().as_ref() }
    }

    /// The declaration, if it is that of a class.
    pub fn class_declaration(&self) -> Option<&'a MI_ClassDecl> {
        // SAFETY:
        // - as above
        unsafe { class_part(self.head().classDecl) }
    }

    pub fn set_declaration(self, decl: *const MI_ClassDecl) {
        // SAFETY:
        // - within the living head
        unsafe { (*self.as_ptr()).classDecl = decl };
        self.copy_head();
    }

    /// The properties, as far as a method's parameters are declared like them.
    #[inline]
    pub fn properties(&self) -> &'a [*const MI_ParameterDecl] {
        match self.declaration() {
            // SAFETY:
            // - a valid declaration has as many properties as it says
            Some(decl) if !decl.properties.is_null() => unsafe {
                std::slice::from_raw_parts(decl.properties.cast(), decl.numProperties as usize)
            },
            _ => &[],
        }
    }

    #[inline]
    pub fn property(&self, index: u32) -> Option<&'a MI_ParameterDecl> {
        let property = self.properties().get(index as usize)?;
        // SAFETY:
        // - entries of a valid declaration's list are valid, or NULL in a careless one
        unsafe { property.as_ref() }
    }

    /// The field of a property; None where the declaration puts it outside of the instance.
    #[inline]
    pub fn field(&self, property: &MI_ParameterDecl) -> Option<Field> {
        let size = self.declaration()?.size;
        if property.offset as usize + 2 > size as usize || (property.offset as usize) < HEAD {
            return None;
        }
        // SAFETY:
        // - the declaration says that the instance is that large
        let at = unsafe { self.base().add(property.offset as usize) };
        // SAFETY:
        // - the declaration says that this field is there; constructing the instance initialised it
        unsafe { Field::new(at, property.r#type) }
    }

    pub fn names(&self) -> [Option<&'a MiStr>; 2] {
        let head = self.head();
        // SAFETY:
        // - a head's strings are NULL or NUL-terminated
        let server = unsafe { MiStr::from_ptr(head.serverName) };
        // SAFETY:
        // - as above
        [server, unsafe { MiStr::from_ptr(head.nameSpace) }]
    }
}

impl Core {
    fn new(arena: Arena) -> Core {
        Core {
            arena,
            class: None,
            declaration: ptr::null_mut(),
            codes: super::codes::NONE,
            names: 0,
            positions: Names::default(),
            predicted: 0,
            strayed: false,
            property_room: 0,
            field_room: 0,
            owning: 0,
            extensible: false,
            block: 0,
        }
    }
}

/// A block for an instance: the head, `fields` bytes for head and fields (zeroed), the private part, and an arena.
pub(crate) fn new_block(fields: usize, arena: usize) -> Outcome<Ours<'static>> {
    let ours = new_unfilled_block(fields, arena)?;
    // SAFETY:
    // - the fields follow the head, in the same block
    let at = unsafe { ours.as_ptr().add(1) };
    // SAFETY:
    // - the block has room for them
    unsafe { ptr::write_bytes(at.cast::<u8>(), 0, fields.saturating_sub(HEAD)) };
    Ok(ours)
}

/// The same, with a head and nothing in the fields' room.
#[inline]
fn new_unfilled_block(fields: usize, arena: usize) -> Outcome<Ours<'static>> {
    let fields = fields.next_multiple_of(16);
    let total = fields + size_of::<Core>().next_multiple_of(8) + arena;
    let block = new_memory(total)?;
    // SAFETY:
    // - the head is the first part of the block
    unsafe { ptr::write_bytes(block.as_ptr(), 0, HEAD) };
    let ours = Ours(block.cast(), PhantomData);
    let at_core = block.as_ptr().wrapping_add(fields);
    let at_arena = at_core.wrapping_add(size_of::<Core>().next_multiple_of(8));
    // SAFETY:
    // - the last part of the block, which lives as long as the private part
    let arena = unsafe { Arena::over(at_arena, arena) };
    let core = Core { block: total, field_room: fields as u32, ..Core::new(arena) };
    // SAFETY:
    // - the middle part of the block, large and aligned enough
    unsafe { at_core.cast::<Core>().write(core) };
    // SAFETY:
    // - the head is the first part of the block
    unsafe { (*ours.as_ptr()).ft = &raw const INSTANCE };
    ours.set_words([at_core, ours.as_ptr().cast(), ours.mark(), ptr::null_mut()]);
    Ok(ours)
}

fn new_memory(size: usize) -> Outcome<NonNull<u8>> {
    let layout = Layout::from_size_align(size, spare::ALIGN).map_err(|_| NO_MEMORY)?;
    // SAFETY:
    // - the layout has a size
    NonNull::new(unsafe { alloc(layout) }).ok_or(NO_MEMORY)
}

/// A dynamic instance of a class that is known by name only.
#[inline]
pub(crate) fn new_dynamic(class_name: &[MI_Char]) -> Outcome<Ours<'static>> {
    if let Some(ours) = super::shape::revive(class_name) {
        return Ok(ours);
    }
    if !super::legal::is_legal(class_name) {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    new_dynamic_of_any_name(class_name)
}

/// Where the private part of a dynamic instance is, counted from its head.
pub(crate) const DYNAMIC_CORE: usize = (HEAD + FIELD_ROOM).next_multiple_of(16);

/// The same, for a name that another library let through.
pub(crate) fn new_dynamic_of_any_name(class_name: &[MI_Char]) -> Outcome<Ours<'static>> {
    let mut ours = new_unfilled_block(HEAD + FIELD_ROOM, DYNAMIC_ROOM)?;
    match own_declaration(ours, class_name) {
        Ok(()) => {
            if let Some(core) = ours.core() {
                core.extensible = true;
            }
            Ok(ours)
        }
        Err(result) => {
            super::release::delete(ours);
            Err(result)
        }
    }
}

fn own_declaration(mut ours: Ours<'_>, class_name: &[MI_Char]) -> Outcome<()> {
    let core = ours.core().ok_or(MI_RESULT_FAILED)?;
    let name = super::payload::copy_name(&mut core.arena, class_name)?;
    let properties = super::extend::new_list(core, FIRST_PROPERTIES)?;
    let decl = MI_ClassDecl {
        flags: MI_FLAG_CLASS,
        code: name_code(class_name),
        name,
        properties,
        size: HEAD as u32,
        owningClass: DYNAMIC_OWNER,
        ..empty_declaration()
    };
    // SAFETY:
    // - one readable value
    let decl = unsafe { core.arena.copy(&decl, 1) }.ok_or(NO_MEMORY)?.as_ptr();
    core.declaration = decl;
    ours.set_declaration(decl);
    Ok(())
}

pub(crate) fn empty_declaration() -> MI_ClassDecl {
    MI_ClassDecl {
        flags: 0,
        code: 0,
        name: ptr::null(),
        qualifiers: ptr::null(),
        numQualifiers: 0,
        properties: ptr::null(),
        numProperties: 0,
        size: 0,
        superClass: ptr::null(),
        superClassDecl: ptr::null(),
        methods: ptr::null(),
        numMethods: 0,
        schema: ptr::null(),
        providerFT: ptr::null(),
        owningClass: ptr::null_mut(),
    }
}

/// An instance of a class of ours.
pub(crate) fn new_of_class(class: &Class, extensible: bool) -> Outcome<Ours<'static>> {
    new_of_class_with_room(class, extensible, usual_room(class))
}

/// What an instance of a class has for values before its arena must grow.
pub(crate) fn usual_room(class: &Class) -> usize {
    STATIC_ROOM + 24 * class.declaration().numProperties.min(64) as usize
}

/// The same, with this much room for values (a multiple of 8).
pub(crate) fn new_of_class_with_room(class: &Class, extensible: bool, room: usize) -> Outcome<Ours<'static>> {
    let mut ours = new_block(class.declaration().size as usize, room)?;
    if let Some(core) = ours.core() {
        core.class = Some(class.clone());
        core.codes = class.codes().cast_mut();
        core.extensible = extensible;
    }
    ours.set_declaration(class.decl());
    Ok(ours)
}

/// An instance of a declaration of the caller's. One that generated code made is used where it is, for ever; one that
/// belongs to a class keeps the class; anything that may go away is copied.
///
/// # Safety
/// `decl` is NULL or a valid declaration; its owner, if it names one, lives.
pub(crate) unsafe fn new_static(decl: *const MI_ClassDecl) -> Outcome<Ours<'static>> {
    // SAFETY:
    // - by the caller's word
    let source = unsafe { pointee(decl.cast::<MI_ObjectDecl>()) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { check(source) }?;
    // SAFETY:
    // - by the caller's word
    if let Some(class_decl) = unsafe { class_part(decl) } {
        // SAFETY:
        // - the owner lives, by the caller's word
        if let Some(class) = unsafe { Class::from_owner(class_decl.owningClass) } {
            return new_of_class(&class, false);
        }
        if is_lasting(class_decl) {
            let ours = new_block(source.size as usize, STATIC_ROOM)?;
            ours.set_declaration(decl);
            return Ok(ours);
        }
    }
    // SAFETY:
    // - by the caller's word
    unsafe { new_reduced(source) }
}

/// Is this a declaration that generated code made, and not one that somebody owns?
pub(crate) fn is_lasting(decl: &MI_ClassDecl) -> bool {
    decl.owningClass.is_null()
}

/// The whole of a declaration, if it is a class's and not a method's that stands in for one: this is shorter.
///
/// # Safety
/// `decl` is NULL or points to a valid declaration of a class or a method.
pub(crate) unsafe fn class_part<'a>(decl: *const MI_ClassDecl) -> Option<&'a MI_ClassDecl> {
    // SAFETY:
    // - by the caller's word; both begin like this
    let object = unsafe { decl.cast::<MI_ObjectDecl>().as_ref() }?;
    if object.flags & (MI_FLAG_CLASS | MI_FLAG_ASSOCIATION | MI_FLAG_INDICATION) == 0 {
        return None;
    }
    // SAFETY:
    // - by the caller's word, and a class's by its flags
    unsafe { decl.as_ref() }
}

/// Refuses a declaration whose fields do not lie inside of the instance.
///
/// # Safety
/// The declaration is valid.
pub(crate) unsafe fn check(decl: &MI_ObjectDecl) -> Outcome<()> {
    if (decl.size as usize) < HEAD || decl.size > MAX_SIZE {
        return Err(MI_RESULT_INVALID_PARAMETER);
    }
    // SAFETY:
    // - by the caller's word; a method's parameters are declared as properties are, as far as read here
    let properties =
        unsafe { pointers(decl.properties.cast::<*const MI_ParameterDecl>(), decl.numProperties) }?;
    for property in properties {
        // SAFETY:
        // - by the caller's word
        let property = unsafe { pointee(*property) }?;
        let size = super::field::value_size(property.r#type).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        let end = (property.offset as usize).checked_add(size + 2).ok_or(MI_RESULT_INVALID_PARAMETER)?;
        if property.name.is_null() || (property.offset as usize) < HEAD || end > decl.size as usize {
            return Err(MI_RESULT_INVALID_PARAMETER);
        }
    }
    Ok(())
}

/// An instance with a declaration of its own: the names, types and offsets of another's.
///
/// # Safety
/// `source` is a valid, checked declaration (of a class or of a method).
pub(crate) unsafe fn new_reduced(source: &MI_ObjectDecl) -> Outcome<Ours<'static>> {
    let ours = new_block(source.size as usize, DYNAMIC_ROOM)?;
    // SAFETY:
    // - by the caller's word
    match unsafe { super::extend::copy_declaration(ours, source, 0) } {
        Ok(()) => Ok(ours),
        Err(result) => {
            super::release::delete(ours);
            Err(result)
        }
    }
}

/// Makes an instance of what is the caller's memory: at least as large as the declaration says.
///
/// # Safety
/// `at` is NULL or points to that many writable bytes; the declaration is valid and outlives the instance.
pub(crate) unsafe fn construct(at: *mut MI_Instance, decl: *const MI_ClassDecl) -> Outcome<()> {
    // SAFETY:
    // - by the caller's word
    let source = unsafe { pointee(decl.cast::<MI_ObjectDecl>()) }?;
    // SAFETY:
    // - by the caller's word
    unsafe { check(source) }?;
    let at = NonNull::new(at).ok_or(MI_RESULT_INVALID_PARAMETER)?;
    // SAFETY:
    // - by the caller's word
    unsafe { ptr::write_bytes(at.as_ptr().cast::<u8>(), 0, source.size as usize) };
    // SAFETY:
    // - as above
    unsafe { (*at.as_ptr()).ft = &raw const INSTANCE };
    // SAFETY:
    // - as above
    unsafe { (*at.as_ptr()).classDecl = decl };
    Ok(())
}

/// An instance that Rust owns: one of ours, or one that C gave us. It is deleted through its own table.
#[repr(transparent)]
pub struct Instance(NonNull<MI_Instance>);

// SAFETY:
// - our instances have no tie to a thread; who gives a foreign one to `from_raw` says the same of it
unsafe impl Send for Instance {}
// SAFETY:
// - reading one changes nothing; changing one needs it mutably
unsafe impl Sync for Instance {}

impl Instance {
    pub(crate) fn own(ours: Ours<'static>) -> Instance {
        Instance(ours.0)
    }

    /// Takes over an instance that C owned.
    ///
    /// # Safety
    /// `instance` is NULL or points to a living heap instance, of any library, that the caller gives up and that may
    /// be used and deleted from any thread.
    pub unsafe fn from_raw(instance: *mut MI_Instance) -> Option<Instance> {
        NonNull::new(instance).map(Instance)
    }

    /// A deep copy of an instance, of any library.
    ///
    /// # Safety
    /// `instance` is NULL or points to a living instance.
    pub unsafe fn copy_of(instance: *const MI_Instance) -> Result<Instance, Error> {
        // SAFETY:
        // - by the caller's word
        let view = unsafe { InstanceRef::from_ptr(instance) };
        view.ok_or_else(|| Error::from(MI_RESULT_INVALID_PARAMETER))?.to_owned()
    }

    /// What C gets: to be deleted through its own table.
    pub fn into_raw(self) -> *mut MI_Instance {
        let raw = self.0.as_ptr();
        std::mem::forget(self);
        raw
    }

    pub fn as_ptr(&self) -> *mut MI_Instance {
        self.0.as_ptr()
    }

    pub fn view(&self) -> InstanceRef<'_> {
        // SAFETY:
        // - owned, hence alive and unchanged while borrowed
        unsafe { InstanceRef::from_non_null(self.0) }
    }

    /// Ours, if it is.
    pub(crate) fn ours(&mut self) -> Option<Ours<'_>> {
        // SAFETY:
        // - owned, hence alive, and borrowed by us alone
        unsafe { Ours::new(self.0.as_ptr()) }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY:
        // - owned and not used again
        unsafe { super::release::delete_any(self.0.as_ptr()) };
    }
}
