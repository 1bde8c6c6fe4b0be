// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_REFUSE("why, and what to write instead", declaration) declares a deleted overload with a
// reason, if the compiler can print the reason (P2573). With other compilers there is no such
// overload: they refuse the same call because no overload matches, and name the concept.
// TENON_DELETE is for a call that another overload would accept. Compilers without P2573 refuse it
// without the reason.
// Clang supports P2573 in every language standard, and warns about it before C++26.
#if !defined(__cpp_deleted_function)
#define TENON_REFUSE(why, ...)
#define TENON_DELETE(why, ...) __VA_ARGS__ = delete;
#elif defined(__clang__)
#define TENON_REFUSE(why, ...)                                                                  \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wpre-c++26-compat\"") \
        _Pragma("clang diagnostic ignored \"-Wc++26-extensions\"") __VA_ARGS__ = delete (why);  \
    _Pragma("clang diagnostic pop")
#define TENON_DELETE(why, ...) TENON_REFUSE(why, __VA_ARGS__)
#else
#define TENON_REFUSE(why, ...) __VA_ARGS__ = delete (why);
#define TENON_DELETE(why, ...) TENON_REFUSE(why, __VA_ARGS__)
#endif
