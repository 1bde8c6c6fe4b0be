// SPDX-License-Identifier: BSL-1.0
// An errno is an int: a wider number would be narrowed to another error.
//
// change: int -> long long
// words: an_error_is_an_int_or_an_errc_or_of_a_category
// words deleted: an errno is an int, and another error an errc or of a category: convert the number, or see from_returned
#include <tenon.hpp>

tenon::result<void> misuse(/*here*/ int number) {
    return tenon::failure(number);
}
