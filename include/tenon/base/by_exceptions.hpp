// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_BY_EXCEPTIONS marks an inline function that does one thing if exceptions are enabled and
// another if they are not (-fno-exceptions), and each inline function that calls it. Without
// exceptions the function has an ABI tag, and so another symbol. A program may then link
// translation units that are compiled with exceptions and without, and each unit calls its own
// version.
#if defined(__cpp_exceptions)
#define TENON_BY_EXCEPTIONS
#else
#define TENON_BY_EXCEPTIONS [[gnu::abi_tag("no_exceptions")]]
#endif
