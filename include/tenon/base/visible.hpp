// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_VISIBLE stands before an inline function or variable of which a program has one, also where its shared objects are
// compiled with -fvisibility=hidden: the symbol stays visible, so that the dynamic linker finds those of several objects to be
// one. It cannot where an object is loaded with RTLD_LOCAL, is linked with -Bsymbolic, or is a DLL: what has this word must
// serve those as well, with a copy for each object.
#if defined(__ELF__) || defined(__MACH__)
#define TENON_VISIBLE [[gnu::visibility("default")]]
#else
#define TENON_VISIBLE
#endif
