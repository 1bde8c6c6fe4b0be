// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_REFUSE("why, and what to write instead", declaration) declares an overload that exists to be refused, where the
// compiler prints the sentence (P2573). Others refuse the same call for want of an overload, and name the concept.
// TENON_DELETE is for a call that another overload would take: there it is refused without the sentence.
// Clang knows P2573 in every standard, and warns of it before C++26.
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
