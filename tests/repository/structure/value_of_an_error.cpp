// SPDX-License-Identifier: BSL-1.0

// Calls each member, and the function, that returns the value of a result, on results with an
// error. It is compiled twice for one program, with and without exceptions: see
// mixed_exceptions.py.
#include <tenon.hpp>

#include <string>
#include <utility>

#if defined(__cpp_exceptions)
#define VALUE_OF_ERROR with_exceptions
#else
#define VALUE_OF_ERROR without_exceptions
#endif

void VALUE_OF_ERROR(int which);

void VALUE_OF_ERROR(int which) {
    tenon::result<int> number = tenon::failure(std::errc::timed_out);
    tenon::result<std::string> text = tenon::failure(std::errc::timed_out);
    const tenon::result<void> nothing = tenon::failure(std::errc::timed_out);
    switch (which) {
        case 0: static_cast<void>(number.value()); break;
        case 1: static_cast<void>(std::as_const(number).value()); break;
        case 2: static_cast<void>(std::move(number).value()); break;
        case 3: static_cast<void>(text.value()); break;
        case 4: static_cast<void>(std::move(text).value()); break;
        case 5: nothing.value(); break;
        case 6: static_cast<void>(tenon::value(number)); break;
        case 7: tenon::value(nothing); break;
        default: break;
    }
}
