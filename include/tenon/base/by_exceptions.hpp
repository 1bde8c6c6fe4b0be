// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_BY_EXCEPTIONS stands before an inline function that does one thing with exceptions and another without, and before each
// function that calls it. Its symbol differs then, so that a program may have units that are compiled with exceptions and
// units that are compiled without, and each calls its own.
#if defined(__cpp_exceptions)
#define TENON_BY_EXCEPTIONS
#else
#define TENON_BY_EXCEPTIONS [[gnu::abi_tag("no_exceptions")]]
#endif
