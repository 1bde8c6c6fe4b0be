// SPDX-License-Identifier: BSL-1.0

#include <conformance/matrix/expect.hpp>
#include <conformance/matrix/registry.hpp>

#include <unistd.h>

#include <string>

#include <support/catch.hpp>

namespace matrix {
namespace {

struct skipped {
    std::string reason;
};

}  // namespace

void expect(bool held, const char* what, const char* file, int number) {
    INFO(file << ':' << number << ": " << what);
    CHECK(held);
}

void unexpected(int error_number, const char* file, int number) {
    FAIL(file << ':' << number << ": unexpected error: " << shown(error_number));
    throw 0;  // Not reached: FAIL has thrown.
}

void skip(const std::string& reason) {
    throw skipped{reason};
}

std::string shown(int error_number) {
    if (error_number == 0)
        return "none";
    return tenon::failure(error_number).code().message() + " (" + std::to_string(error_number) +
           ')';
}

void expect_error(int error_number, int wanted, const char* whose, const char* file, int number) {
    INFO(file << ':' << number << ": the error " << whose << " is " << shown(error_number)
              << ", and should be " << shown(wanted));
    CHECK(error_number == wanted);
}

void guarded(void (*scenario)()) {
    // A faulty operation could wait forever; the signal ends the process.
    ::alarm(30);
    try {
        scenario();
    } catch (const skipped& caught) {
        ::alarm(0);
        SKIP_TEST(caught.reason);
    }
    ::alarm(0);
}

void add(void (*run)(), const std::string& name, const std::string& pair) {
    REGISTER_TEST_CASE(run, name, "[" + pair + "]");
}

}  // namespace matrix
