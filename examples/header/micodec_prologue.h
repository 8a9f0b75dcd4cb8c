/*
 * micodec.h: the codec extension of mi.h, MOF text and arrays of classes and instances.
 *
 * Made from the Rust sources by `make header`; changes belong there.
 */
#ifndef _micodec_h
#define _micodec_h

#include "mi.h"

#if defined(__cplusplus)
extern "C" {
#endif
