//! The codes of a declaration's properties, side by side: finding a name compares eight of them at a time.

use super::arena::Arena;
use super::text::{is_declared_name, is_exactly};
use super::{NO_MEMORY, Outcome};
use crate::abi::{MI_Char, MI_FeatureDecl, MI_ParameterDecl};
use std::ptr;

/// Codes come in lanes; behind the last one there are zeros, which no name has.
pub(crate) const LANES: usize = 8;

/// The codes of a list of declarations of ours, in an arena. Never NULL.
pub(crate) fn of(properties: &[*const MI_FeatureDecl], arena: &mut Arena) -> Outcome<*const u32> {
    if properties.is_empty() {
        return Ok(ptr::dangling());
    }
    let room = arena.alloc_zeroed::<u32>(properties.len().next_multiple_of(LANES)).ok_or(NO_MEMORY)?;
    for (index, property) in properties.iter().enumerate() {
        // SAFETY:
        // - an entry of a list of ours
        let code = unsafe { (**property).code };
        // SAFETY:
        // - the room has that many
        unsafe { room.as_ptr().wrapping_add(index).write(code) };
    }
    Ok(room.as_ptr())
}

/// No code in any of the lanes.
#[inline]
pub(crate) fn clear(codes: *mut u32, room: u32) {
    for at in 0..room as usize / LANES {
        // SAFETY:
        // - one of the lanes in the room
        unsafe { codes.cast::<[u32; LANES]>().wrapping_add(at).write([0; LANES]) };
    }
}

/// The codes, and the properties that they are of.
#[derive(Clone, Copy)]
pub(crate) struct Listed {
    /// Rounded up to whole lanes, with zeros behind the last.
    pub codes: *const u32,
    pub properties: *const *const MI_ParameterDecl,
    pub count: u32,
}

impl Listed {
    /// The first property of this code.
    ///
    /// # Safety
    /// The codes are there; `code` is not 0.
    #[inline(always)]
    pub unsafe fn first(self, code: u32) -> Option<u32> {
        let mut at = 0;
        while at < self.count {
            // SAFETY:
            // - whole lanes, by the caller's word
            let hits = unsafe { hits(self.codes.wrapping_add(at as usize), code) };
            if hits != 0 {
                return Some(at + hits.trailing_zeros());
            }
            at += LANES as u32;
        }
        None
    }

    /// The property of a name, and its position.
    ///
    /// # Safety
    /// The codes and the properties are there, and are of declarations of ours; `code` is the name's, and not 0.
    #[inline(always)]
    pub unsafe fn find<'a>(self, name: &[MI_Char], code: u32) -> Option<(u32, &'a MI_ParameterDecl)> {
        // SAFETY:
        // - by the caller's word
        let index = unsafe { self.first(code) }?;
        // SAFETY:
        // - a position that has a code has a property
        let property = unsafe { self.property(index) };
        // SAFETY:
        // - a declaration of ours, of the same code
        if unsafe { is_exactly(property.name, name) } {
            return Some((index, property));
        }
        // SAFETY:
        // - by the caller's word
        unsafe { self.find_folded(name) }
    }

    /// The same for a name that is spelled otherwise, or is not the only one of its code.
    ///
    /// # Safety
    /// The properties are there.
    #[cold]
    #[inline(never)]
    unsafe fn find_folded<'a>(self, name: &[MI_Char]) -> Option<(u32, &'a MI_ParameterDecl)> {
        // SAFETY:
        // - within the list
        let all = (0..self.count).map(|index| (index, unsafe { self.property(index) }));
        // SAFETY:
        // - a declaration's name is NUL-terminated
        all.into_iter().find(|(_, property)| unsafe { is_declared_name(property.name, name) })
    }

    /// # Safety
    /// The properties are there, and `index` is the position of one.
    #[inline(always)]
    unsafe fn property<'a>(self, index: u32) -> &'a MI_ParameterDecl {
        // SAFETY:
        // - by the caller's word
        let property = unsafe { self.properties.wrapping_add(index as usize).read() };
        // SAFETY:
        // - entries of a list of ours are valid
        unsafe { &*property }
    }
}

/// A bit for each of the lanes that holds `code`.
///
/// # Safety
/// `lanes` points to as many codes.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[inline(always)]
unsafe fn hits(lanes: *const u32, code: u32) -> u32 {
    use std::arch::x86_64::*;
    let lanes = lanes.cast::<__m128i>();
    // SAFETY:
    // - four lanes
    let low = unsafe { _mm_loadu_si128(lanes) };
    // SAFETY:
    // - the other four
    let high = unsafe { _mm_loadu_si128(lanes.wrapping_add(1)) };
    // SAFETY:
    // - every x86-64 has these instructions
    unsafe { mask(low, high, code) }
}

/// # Safety
/// The processor has SSE2.
#[cfg(all(target_arch = "x86_64", not(miri)))]
#[target_feature(enable = "sse2")]
#[inline]
unsafe fn mask(low: std::arch::x86_64::__m128i, high: std::arch::x86_64::__m128i, code: u32) -> u32 {
    use std::arch::x86_64::*;
    let code = _mm_set1_epi32(code.cast_signed());
    let pairs = _mm_packs_epi32(_mm_cmpeq_epi32(low, code), _mm_cmpeq_epi32(high, code));
    _mm_movemask_epi8(_mm_packs_epi16(pairs, _mm_setzero_si128())).cast_unsigned()
}

/// A bit for each of the lanes that holds `code`.
///
/// # Safety
/// `lanes` points to as many codes.
#[cfg(any(not(target_arch = "x86_64"), miri))]
unsafe fn hits(lanes: *const u32, code: u32) -> u32 {
    // SAFETY:
    // - whole lanes, by the caller's word
    let lanes = unsafe { lanes.cast::<[u32; LANES]>().read_unaligned() };
    lanes.iter().enumerate().fold(0, |hits, (i, lane)| hits | u32::from(*lane == code) << i)
}

/// No codes: a declaration that is not ours.
pub(crate) const NONE: *mut u32 = ptr::null_mut();
