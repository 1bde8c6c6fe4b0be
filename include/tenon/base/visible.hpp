// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_VISIBLE marks an inline function or variable that is to exist only once in a program, even
// if its shared objects are compiled with -fvisibility=hidden. The symbol stays visible, so that
// the dynamic linker resolves it to one definition for several objects. This does not work for an
// object that is loaded with RTLD_LOCAL, is linked with -Bsymbolic, or is a DLL: whatever has this
// mark must also work with a copy in each object.
#if defined(__ELF__) || defined(__MACH__)
#define TENON_VISIBLE [[gnu::visibility("default")]]
#else
#define TENON_VISIBLE
#endif
