//! Instance fields: value, exists, flags, as generated C code lays them out.

use super::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_BooleanField {
    pub value: MI_Boolean,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint8Field {
    pub value: MI_Sint8,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint8Field {
    pub value: MI_Uint8,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint16Field {
    pub value: MI_Sint16,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint16Field {
    pub value: MI_Uint16,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint32Field {
    pub value: MI_Sint32,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint32Field {
    pub value: MI_Uint32,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint64Field {
    pub value: MI_Sint64,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint64Field {
    pub value: MI_Uint64,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Real32Field {
    pub value: MI_Real32,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Real64Field {
    pub value: MI_Real64,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Char16Field {
    pub value: MI_Char16,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DatetimeField {
    pub value: MI_Datetime,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_StringField {
    pub value: *mut MI_Char,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ReferenceField {
    pub value: *mut MI_Instance,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_InstanceField {
    pub value: *mut MI_Instance,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_BooleanAField {
    pub value: MI_BooleanA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint8AField {
    pub value: MI_Uint8A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint8AField {
    pub value: MI_Sint8A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint16AField {
    pub value: MI_Uint16A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint16AField {
    pub value: MI_Sint16A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint32AField {
    pub value: MI_Uint32A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint32AField {
    pub value: MI_Sint32A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Uint64AField {
    pub value: MI_Uint64A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Sint64AField {
    pub value: MI_Sint64A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Real32AField {
    pub value: MI_Real32A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Real64AField {
    pub value: MI_Real64A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_Char16AField {
    pub value: MI_Char16A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_DatetimeAField {
    pub value: MI_DatetimeA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_StringAField {
    pub value: MI_StringA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ReferenceAField {
    pub value: MI_ReferenceA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_InstanceAField {
    pub value: MI_InstanceA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ArrayField {
    pub value: MI_Array,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstBooleanField {
    pub value: MI_Boolean,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint8Field {
    pub value: MI_Sint8,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint8Field {
    pub value: MI_Uint8,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint16Field {
    pub value: MI_Sint16,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint16Field {
    pub value: MI_Uint16,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint32Field {
    pub value: MI_Sint32,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint32Field {
    pub value: MI_Uint32,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint64Field {
    pub value: MI_Sint64,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint64Field {
    pub value: MI_Uint64,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReal32Field {
    pub value: MI_Real32,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReal64Field {
    pub value: MI_Real64,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstChar16Field {
    pub value: MI_Char16,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstDatetimeField {
    pub value: MI_Datetime,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstStringField {
    pub value: *const MI_Char,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReferenceField {
    pub value: *const MI_Instance,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstInstanceField {
    pub value: *const MI_Instance,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstBooleanAField {
    pub value: MI_ConstBooleanA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint8AField {
    pub value: MI_ConstUint8A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint8AField {
    pub value: MI_ConstSint8A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint16AField {
    pub value: MI_ConstUint16A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint16AField {
    pub value: MI_ConstSint16A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint32AField {
    pub value: MI_ConstUint32A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint32AField {
    pub value: MI_ConstSint32A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstUint64AField {
    pub value: MI_ConstUint64A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstSint64AField {
    pub value: MI_ConstSint64A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReal32AField {
    pub value: MI_ConstReal32A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReal64AField {
    pub value: MI_ConstReal64A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstChar16AField {
    pub value: MI_ConstChar16A,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstDatetimeAField {
    pub value: MI_ConstDatetimeA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstStringAField {
    pub value: MI_ConstStringA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstReferenceAField {
    pub value: MI_ConstReferenceA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct MI_ConstInstanceAField {
    pub value: MI_ConstInstanceA,
    pub exists: MI_Boolean,
    pub flags: MI_Uint8,
}
