// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/foreign_category.hpp>

#include <cerrno>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <tenon/base/error.hpp>

using tenon::errc;
using tenon::failure;

namespace {

/// Every error of ours: they are numbered without a gap.
std::vector<errc> all_errors() {
    std::vector<errc> all;
    for (int number = static_cast<int>(errc::end_of_stream); number <= static_cast<int>(errc::escape_is_malformed); ++number)
        all.push_back(static_cast<errc>(number));
    return all;
}

}  // namespace

TEST_CASE("every error of ours has a sentence of its own") {
    std::set<std::string> seen;
    for (const errc error : all_errors()) {
        const std::string sentence = make_error_code(error).message();
        INFO(static_cast<int>(error));
        CHECK(sentence != "unknown error");
        CHECK(sentence.size() > 10);
        CHECK(seen.insert(sentence).second);
    }
    CHECK(tenon::error_category().message(1) == "unknown error");
}

TEST_CASE("the errors of ours lie above every errno") {
    for (const errc error : all_errors())
        CHECK(static_cast<int>(error) > 4095);
}

TEST_CASE("the category is ours, and there is one") {
    CHECK(std::string(tenon::error_category().name()) == "tenon");
    CHECK(&tenon::error_category() == &tenon::error_category());
    const std::error_code code = errc::wrong_socket_type;
    CHECK(code.category() == tenon::error_category());
    CHECK(code.value() == static_cast<int>(errc::wrong_socket_type));
}

TEST_CASE("an error of ours equals the condition that fits it, and no other") {
    const std::vector<std::pair<errc, std::errc>> fitting = {
        {errc::no_progress, std::errc::io_error},
        {errc::self_connection, std::errc::connection_refused},
        {errc::foreign_endpoint, std::errc::address_family_not_supported},
        {errc::foreign_error, std::errc::state_not_recoverable},
        {errc::wrong_socket_type, std::errc::wrong_protocol_type},
        {errc::wrong_family, std::errc::address_family_not_supported},
        {errc::wrong_protocol, std::errc::protocol_not_supported},
        {errc::wrong_state, std::errc::invalid_argument},
        {errc::text_is_empty, std::errc::invalid_argument},
        {errc::ipv4_octet_exceeds_255, std::errc::invalid_argument},
        {errc::port_missing, std::errc::invalid_argument},
        {errc::path_contains_nul, std::errc::invalid_argument},
    };
    for (const auto& [error, condition] : fitting) {
        INFO(make_error_code(error).message());
        CHECK(make_error_code(error) == condition);
        CHECK(make_error_code(error) != std::errc::timed_out);
    }
}

TEST_CASE("the end of a stream equals no condition but its own") {
    const std::error_code end = errc::end_of_stream;
    for (int number = 1; number != 134; ++number)
        CHECK(end != static_cast<std::errc>(number));
    CHECK(end == errc::end_of_stream);
    CHECK(end.default_error_condition() == std::error_condition(end.value(), tenon::error_category()));
}

TEST_CASE("every error of text is an invalid argument") {
    for (const errc error : all_errors())
        if (error >= errc::text_is_empty)
            CHECK(make_error_code(error) == std::errc::invalid_argument);
}

TEST_CASE("a failure holds an errno as an error of the system, and ours as ours") {
    CHECK(failure(ECONNRESET).code() == std::error_code(ECONNRESET, tenon::os::errno_category()));
    // On POSIX, where programs compare with codes of other libraries.
    CHECK(tenon::os::errno_category() == std::system_category());
    CHECK(failure(std::errc::timed_out).code() == std::errc::timed_out);
    CHECK(failure(std::errc::timed_out).number() == ETIMEDOUT);
    CHECK(failure(errc::self_connection).code() == errc::self_connection);
    CHECK(failure::from_returned(-EPIPE).number() == EPIPE);
    STATIC_REQUIRE(failure(errc::no_progress).number() == static_cast<int>(errc::no_progress));
    STATIC_REQUIRE(failure::from_returned(-EPIPE).number() == EPIPE);
}

TEST_CASE("a failure keeps a code of the system's, the generic and our category") {
    CHECK(failure(std::error_code(EPIPE, std::system_category())).code() == std::error_code(EPIPE, std::system_category()));
    CHECK(failure(std::error_code(EPIPE, std::generic_category())).code() == std::errc::broken_pipe);
    CHECK(failure(make_error_code(errc::wrong_state)).code() == errc::wrong_state);
}

TEST_CASE("a failure makes of a foreign code what it is equivalent to, else foreign_error") {
    CHECK(failure(std::error_code(2, unit::foreign)).code() == std::errc::timed_out);
    CHECK(failure(std::error_code(3, unit::foreign)).code() == errc::foreign_error);
    CHECK(failure(std::error_code(-3, unit::foreign)).code() == errc::foreign_error);
}

TEST_CASE("a code of 0 is no error, and a failure made of it says so") {
    CHECK(failure(std::error_code()).code() == errc::foreign_error);
    CHECK(failure(std::error_code(-EPIPE, std::system_category())).code() == errc::foreign_error);
}
