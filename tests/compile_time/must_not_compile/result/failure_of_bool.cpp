// SPDX-License-Identifier: BSL-1.0
// A bool is not the number of an error: true would be EPERM.
//
// change: 1 -> true
// words: an_error_is_an_int_or_an_errc_or_of_a_category
// words deleted: an errno is an int, and another error an errc or of a category: convert the number, or see from_returned
#include <tenon.hpp>

tenon::result<void> misuse() {
    return tenon::failure(/*here*/ 1);
}
