//! Classes: an MI_Class head over declarations in an arena, shared and never changed.

use super::arena::Arena;
use super::class_view::list;
use super::declare::{Writer, utf8};
use super::declare_copy::pointee;
use super::names::Names;
use super::text::is_declared_name;
use super::{MAX_DEPTH, NO_MEMORY, Outcome};
use crate::abi::*;
use crate::cim::error::Error;
use crate::sync::Arc;
use crate::tables::CLASS;
use std::ptr;

/// Marks heads that lead a [`Block`].
const TAG: usize = 0x4d49_636c;

/// What an `MI_Class*` of ours points to.
#[repr(C)]
pub(crate) struct Block {
    head: MI_Class,
    /// Keeps the superclass's declaration, which ours points to.
    parent: Option<Class>,
    /// Keeps the declaration where it is another's: the same class in another namespace.
    lender: Option<Class>,
    /// The codes of the properties, for whoever looks for one; NULL where they are the lender's.
    codes: *const u32,
    /// The same for long lists; the lender's too.
    positions: Positions,
    arena: Arena,
}

/// Where the names of long lists stand.
#[derive(Default)]
pub(crate) struct Positions {
    pub properties: Names,
    pub methods: Names,
}

// SAFETY:
// - nothing in a block changes after it was made, the raw pointers point into its own arena or a parent's
unsafe impl Send for Block {}
// SAFETY:
// - as above
unsafe impl Sync for Block {}

impl Drop for Block {
    fn drop(&mut self) {
        self.arena.release();
    }
}

/// A class: shared, immutable. Cloning it is counting.
#[derive(Clone)]
pub struct Class(Arc<Block>);

/// Where a class is: the two names of its head.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place<'a> {
    pub namespace: Option<&'a [MI_Char]>,
    pub server: Option<&'a [MI_Char]>,
}

impl Class {
    /// A deep copy of a caller's declaration, in no namespace.
    ///
    /// # Safety
    /// `decl` is NULL or a valid declaration, with everything it points to.
    pub unsafe fn from_decl(decl: *const MI_ClassDecl) -> Result<Class, Error> {
        // SAFETY:
        // - by the caller's word
        unsafe { Class::copy_decl(decl, Place::default(), 0) }.map_err(Error::from)
    }

    /// # Safety
    /// As [`Class::from_decl`].
    pub(crate) unsafe fn copy_decl(
        decl: *const MI_ClassDecl,
        place: Place<'_>,
        depth: u32,
    ) -> Outcome<Class> {
        if depth > MAX_DEPTH {
            return Err(NO_MEMORY);
        }
        // SAFETY:
        // - by the caller's word
        let source = unsafe { pointee(decl) }?;
        let parent = if source.superClassDecl.is_null() {
            None
        } else {
            // SAFETY:
            // - a declaration's superclass is a valid declaration
            Some(unsafe { Class::of_decl(source.superClassDecl, place, depth + 1) }?)
        };
        let mut arena = Arena::new();
        // SAFETY:
        // - by the caller's word
        match unsafe { Writer::new(&mut arena).copy_class(source) } {
            Ok(copy) => Class::finish(arena, copy, parent, place),
            Err(result) => {
                arena.release();
                Err(result)
            }
        }
    }

    /// The class that owns this declaration, if it is one of ours; else a deep copy.
    ///
    /// # Safety
    /// `decl` is a valid declaration; its owner, if it names one, lives.
    pub(crate) unsafe fn of_decl(decl: *const MI_ClassDecl, place: Place<'_>, depth: u32) -> Outcome<Class> {
        // SAFETY:
        // - by the caller's word
        let owner = unsafe { pointee(decl) }?.owningClass;
        // SAFETY:
        // - the owner lives, by the caller's word
        match unsafe { Class::from_owner(owner) } {
            Some(class) => Ok(class),
            // SAFETY:
            // - by the caller's word
            None => unsafe { Class::copy_decl(decl, place, depth) },
        }
    }

    /// A declaration's owner, counted once more, if it is one of ours.
    ///
    /// # Safety
    /// `owner` is NULL, the original's mark for "none" (all ones), or points to a living MI_Class.
    pub(crate) unsafe fn from_owner(owner: *mut MI_Class) -> Option<Class> {
        if owner.is_null() || owner.addr() == usize::MAX {
            return None;
        }
        // SAFETY:
        // - a living class, by the caller's word
        unsafe { Class::share(owner) }
    }

    /// Takes over a written declaration: the arena is its home.
    pub(crate) fn finish(
        mut arena: Arena,
        decl: *mut MI_ClassDecl,
        parent: Option<Class>,
        place: Place<'_>,
    ) -> Outcome<Class> {
        let written = place_names(&mut arena, place)
            .and_then(|names| Ok((names, super::codes::of(properties_of(decl), &mut arena)?)));
        let positions = positions_of(decl);
        let mut block =
            Block { head: empty_head(), parent, lender: None, codes: ptr::null(), positions, arena };
        let ((namespace, server), codes) = written?;
        block.codes = codes;
        block.head.classDecl = decl;
        block.head.namespaceName = namespace;
        block.head.serverName = server;
        let parent = block.parent.as_ref().map(|parent| parent.decl());
        let class = Class(Arc::new(block));
        // SAFETY:
        // - the declaration is in the arena and nobody else knows it yet
        let decl = unsafe { &mut *decl };
        decl.owningClass = class.as_ptr();
        decl.superClassDecl = parent.unwrap_or(ptr::null());
        Ok(class.tagged())
    }

    /// Writes the head's mark, which depends on the address.
    fn tagged(self) -> Class {
        let head = self.as_ptr();
        // SAFETY:
        // - the block was just made and is not shared yet
        unsafe { (*head).reserved[2] = (head.addr() ^ TAG) as isize };
        self
    }

    /// The same class elsewhere.
    pub(crate) fn at(&self, place: Place<'_>) -> Outcome<Class> {
        let mut arena = Arena::new();
        let names = place_names(&mut arena, place);
        let (parent, lender) = (self.0.parent.clone(), Some(self.clone()));
        let (codes, positions) = (ptr::null(), Positions::default());
        let mut block = Block { head: empty_head(), parent, lender, codes, positions, arena };
        let (namespace, server) = names?;
        block.head.classDecl = self.decl();
        block.head.namespaceName = namespace;
        block.head.serverName = server;
        Ok(Class(Arc::new(block)).tagged())
    }

    /// One more count of the class that `class` points to, if it is one of ours.
    ///
    /// # Safety
    /// `class` is NULL or points to a living MI_Class.
    pub(crate) unsafe fn share(class: *const MI_Class) -> Option<Class> {
        // SAFETY:
        // - by the caller's word
        if !unsafe { is_block(class) } {
            return None;
        }
        let block = class.cast::<Block>();
        // SAFETY:
        // - our mark is only in the heads of blocks in an Arc, and this one lives
        unsafe { Arc::increment_strong_count(block) };
        // SAFETY:
        // - the count just added is ours
        Some(Class(unsafe { Arc::from_raw(block) }))
    }

    /// A class of our own: `class` itself, one more time, or a deep copy of what is not ours.
    ///
    /// # Safety
    /// `class` is NULL or points to a living MI_Class, of any library.
    pub unsafe fn copy_of(class: *const MI_Class) -> Result<Class, Error> {
        // SAFETY:
        // - by the caller's word
        unsafe { super::declare_foreign::class_of(class) }.map_err(Error::from)
    }

    /// Takes over what [`Class::into_raw`] gave, or what C was given and does not delete.
    ///
    /// # Safety
    /// `class` points to a living MI_Class of ours; the caller gives up one count of it.
    pub unsafe fn from_raw(class: *mut MI_Class) -> Option<Class> {
        // SAFETY:
        // - by the caller's word
        if !unsafe { is_block(class) } {
            return None;
        }
        // SAFETY:
        // - a block in an Arc; the caller gives one count
        Some(Class(unsafe { Arc::from_raw(class.cast::<Block>()) }))
    }

    /// What C gets: to be deleted through its own table.
    pub fn into_raw(self) -> *mut MI_Class {
        Arc::into_raw(self.0).cast_mut().cast()
    }

    /// The head. It lives as long as the class.
    pub fn as_ptr(&self) -> *mut MI_Class {
        Arc::as_ptr(&self.0).cast_mut().cast()
    }

    pub fn decl(&self) -> *const MI_ClassDecl {
        self.0.head.classDecl
    }

    /// The codes of the properties: see [`super::codes`].
    pub(crate) fn codes(&self) -> *const u32 {
        match &self.0.lender {
            Some(lender) => lender.codes(),
            None => self.0.codes,
        }
    }

    pub(crate) fn positions(&self) -> &Positions {
        match &self.0.lender {
            Some(lender) => lender.positions(),
            None => &self.0.positions,
        }
    }

    /// Server and namespace, NULL where the class does not say; good for as long as the class.
    pub(super) fn place_pointers(&self) -> (*const MI_Char, *const MI_Char) {
        (self.0.head.serverName, self.0.head.namespaceName)
    }

    pub(crate) fn declaration(&self) -> &MI_ClassDecl {
        // SAFETY:
        // - the declaration is in this class's arena or the lender's, and does not change any more
        unsafe { &*self.0.head.classDecl }
    }

    /// A string of the head or a declaration of ours.
    pub(crate) fn text(&self, text: *const MI_Char) -> Option<&str> {
        // SAFETY:
        // - every string of ours was written by the writer, into an arena that this class keeps
        unsafe { utf8(text) }
    }

    pub fn name(&self) -> &str {
        self.text(self.declaration().name).unwrap_or_default()
    }

    pub fn namespace(&self) -> Option<&str> {
        self.text(self.0.head.namespaceName)
    }

    pub fn server_name(&self) -> Option<&str> {
        self.text(self.0.head.serverName)
    }

    /// Known even where the superclass itself is not.
    pub fn superclass_name(&self) -> Option<&str> {
        self.text(self.declaration().superClass).or_else(|| self.superclass().map(Class::name))
    }

    pub fn superclass(&self) -> Option<&Class> {
        self.0.parent.as_ref()
    }

    /// Is `name` this class or one that it derives from?
    pub(crate) fn is_a_units(&self, name: &[MI_Char]) -> bool {
        // SAFETY:
        // - a declaration's strings are NULL or NUL-terminated
        let is = |declared| unsafe { is_declared_name(declared, name) };
        let decl = self.declaration();
        is(decl.name)
            || is(decl.superClass)
            || self.superclass().is_some_and(|parent| parent.is_a_units(name))
    }
}

/// Is this the head of a [`Block`]?
///
/// # Safety
/// `class` is NULL or points to a living MI_Class.
pub(crate) unsafe fn is_block(class: *const MI_Class) -> bool {
    // SAFETY:
    // - by the caller's word
    match unsafe { class.as_ref() } {
        Some(head) => is_ours(head) && head.reserved[2] as usize == class.addr() ^ TAG,
        None => false,
    }
}

/// Does this class have our table? It may still be a bare head over somebody's declaration.
pub(crate) fn is_ours(head: &MI_Class) -> bool {
    ptr::addr_eq(head.ft, &raw const CLASS)
}

/// The properties of a declaration of ours.
fn properties_of<'a>(decl: *const MI_ClassDecl) -> &'a [*const MI_FeatureDecl] {
    // SAFETY:
    // - written by us, and unchanged while it is read
    let decl = unsafe { &*decl };
    list(decl.properties.cast(), decl.numProperties)
}

fn positions_of(decl: *const MI_ClassDecl) -> Positions {
    let properties = Names::of_features(properties_of(decl));
    // SAFETY:
    // - written by us, and unchanged while it is read
    let decl = unsafe { &*decl };
    Positions { properties, methods: Names::of_features(list(decl.methods.cast(), decl.numMethods)) }
}

fn empty_head() -> MI_Class {
    MI_Class {
        ft: (&raw const CLASS).cast(),
        classDecl: ptr::null(),
        namespaceName: ptr::null(),
        serverName: ptr::null(),
        reserved: [0; 4],
    }
}

fn place_names(arena: &mut Arena, place: Place<'_>) -> Outcome<(*const MI_Char, *const MI_Char)> {
    let mut writer = Writer::new(arena);
    let mut name = |name: Option<&[MI_Char]>| name.map_or(Ok(ptr::null()), |name| writer.text(name));
    Ok((name(place.namespace)?, name(place.server)?))
}
