/*
 * mi_ext.h: what libmi has besides mi.h; no other MI library exports these names.
 *
 * Made from the Rust sources by `make header`; changes belong there.
 */
#ifndef _mi_ext_h
#define _mi_ext_h

#include "mi.h"

#if defined(__cplusplus)
extern "C" {
#endif
