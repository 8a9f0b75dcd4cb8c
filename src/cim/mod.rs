//! The model (DSP0004): values, datetimes, classes, instances, property sets, filters and CIM errors.
//!
//! `unsafe` lives in [`block`] alone: the representation that C sees. Everything else here is safe Rust over it.

pub mod block;
pub mod category;
pub mod class;
pub mod datetime;
pub mod error;
pub mod error_instance;
pub mod instance;
pub mod text;
pub mod value;

pub use block::class::Class;
pub use block::filter::Filter;
pub use block::instance::Instance;
pub use block::property_set::PropertySet;
pub use block::view::{Element, Elements, InstanceRef};
pub use class::{
    ClassBuilder, Method, MethodInfo, Parameter, ParameterInfo, Property, PropertyInfo, Qualifier,
    QualifierInfo,
};
pub use datetime::Datetime;
pub use error::Error;
pub use text::{MiStr, MiString};
pub use value::{DatetimesRef, InstancesRef, StrRef, StringsRef, Type, Value, ValueRef};
