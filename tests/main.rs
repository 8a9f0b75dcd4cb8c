//! The one integration binary; every module tests one thing through the built library, the headers or the sources.

mod codec_schema;
