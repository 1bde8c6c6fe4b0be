// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/child_process.hpp>
#include <unit/support/foreign_category.hpp>

#include <atomic>
#include <cerrno>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <tenon/base/register_category.hpp>

using tenon::errc;
using tenon::failure;
using tenon::result;

namespace {

class named_category final : public std::error_category {
public:
    explicit named_category(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] const char* name() const noexcept override { return name_.c_str(); }
    [[nodiscard]] std::string message(int number) const override {
        return name_ + ' ' + std::to_string(number);
    }

private:
    std::string name_;
};

/// Returns a new category that lives until the program ends, because a registration does.
const std::error_category& category(const std::string& name) {
    static std::mutex mutex;
    // A reference keeps the vector reachable, so that the leak sanitizer does not report it.
    static auto& all = *new std::vector<
        std::unique_ptr<const named_category>>();  // NOLINT(cppcoreguidelines-owning-memory)
    const std::lock_guard lock(mutex);
    return *all.emplace_back(std::make_unique<const named_category>(name));
}

const std::error_category& registered(const std::string& name) {
    const std::error_category& added = category(name);
    REQUIRE(tenon::register_category(added));
    return added;
}

int key_of(const std::string& name) {
    return tenon::detail::key_of_name(tenon::detail::hash_of_name(name.c_str()));
}

// The enumeration is unscoped, so it converts to `int`.
enum plain_errc {
    plain_error = EPIPE
};
std::error_code make_error_code(plain_errc error) {
    static const std::error_category& plain = registered("plain");
    return {error, plain};
}

}  // namespace

template <>
struct std::is_error_code_enum<plain_errc> : std::true_type {};

TEST_CASE("register_category: failure and result keep the errors of the category") {
    const std::error_category& custom = registered("custom");
    for (const int value : {1, -1, 4095, -4095, 0x7fff, 0xffff, -0x8000, -0x10000}) {
        INFO(value);
        const std::error_code code(value, custom);
        const failure why(code);
        CHECK(why.code() == code);
        CHECK(why.code().message() == "custom " + std::to_string(value));
        CHECK(why.number() >= 0x20000);
        CHECK(result<int>(code).error() == code);
        CHECK(result<void>(result<int>(why).why()).error() == code);
        CHECK(failure(why.number()).code() == code);
        CHECK(code != errc::foreign_error);
    }
}

TEST_CASE("register_category: 0 and a value that does not fit become foreign_error") {
    const std::error_category& wide = registered("wide");
    for (const int value : {0, 0x10000, -0x10001, 0x20000, 0x20001, std::numeric_limits<int>::max(),
                            std::numeric_limits<int>::min()})
        CHECK(failure(std::error_code(value, wide)).code() == errc::foreign_error);
}

TEST_CASE("register_category: a value that does not fit becomes its std::errc equivalent") {
    struct category final : std::error_category {
        [[nodiscard]] const char* name() const noexcept override { return "wide with conditions"; }
        [[nodiscard]] std::string message(int) const override { return {}; }
        [[nodiscard]] std::error_condition default_error_condition(int) const noexcept override {
            return std::errc::timed_out;
        }
    };
    static const category wide;
    REQUIRE(tenon::register_category(wide));
    CHECK(failure(std::error_code(0x10000, wide)).code() == std::errc::timed_out);
    CHECK(failure(std::error_code(0xffff, wide)).code() == std::error_code(0xffff, wide));
}

TEST_CASE("register_category: a second call, and a built-in category, succeed") {
    const std::error_category& twice = registered("twice");
    CHECK(tenon::register_category(twice));
    CHECK(tenon::register_category(std::generic_category()));
    CHECK(tenon::register_category(std::system_category()));
    CHECK(tenon::register_category(tenon::error_category()));
    CHECK(failure(EPIPE).code().category() == std::system_category());
}

TEST_CASE(
    "register_category: a second category of the same name is refused, its errors become foreign_error") {
    const std::error_category& first = registered("namesake");
    const std::error_category& second = category("namesake");
    CHECK(tenon::register_category(second).error() == errc::category_clash);
    CHECK(failure(std::error_code(1, second)).code() == errc::foreign_error);
    CHECK(failure(std::error_code(1, first)).code() == std::error_code(1, first));
}

TEST_CASE("register_category: another category with the name tenon is refused") {
    CHECK(tenon::register_category(category("tenon")).error() == errc::category_clash);
}

TEST_CASE("register_category: a category may have the name of a standard category") {
    for (const char* const name : {"generic", "system"}) {
        INFO(name);
        const std::error_category& namesake = registered(name);
        CHECK(failure(std::error_code(EPIPE, namesake)).code() == std::error_code(EPIPE, namesake));
        CHECK(failure(std::error_code(EPIPE, namesake)).code() != std::errc::broken_pipe);
    }
    CHECK(failure(std::make_error_code(std::errc::broken_pipe)).code() == std::errc::broken_pipe);
}

TEST_CASE(
    "register_category: a name with the same key is refused, its errors become foreign_error") {
    const std::error_category& first = registered("key 0");
    std::string name;
    for (int number = 1; name.empty(); ++number)
        if (const std::string tried = "key " + std::to_string(number);
            key_of(tried) == key_of("key 0"))
            name = tried;
    const std::error_category& second = category(name);
    CHECK(tenon::register_category(second).error() == errc::category_clash);
    CHECK(failure(std::error_code(1, second)).code() == errc::foreign_error);
    CHECK(failure(std::error_code(1, first)).code() == std::error_code(1, first));
}

TEST_CASE("register_category: one category too many is refused, its errors become foreign_error") {
    CHECK(unit::in_child_process([] {
        std::vector<const std::error_category*> held;
        for (int number = 0; number != 1000; ++number) {
            const std::error_category& next = category("one of many " + std::to_string(number));
            const result<void> outcome = tenon::register_category(next);
            if (!outcome && outcome.error() == errc::too_many_categories) {
                bool all = !held.empty() && held.size() <= tenon::most_categories &&
                           failure(std::error_code(1, next)).code() == errc::foreign_error &&
                           tenon::register_category(*held.front()).has_value();
                for (const std::error_category* each : held)
                    all = all &&
                          failure(std::error_code(1, *each)).code() == std::error_code(1, *each);
                return all;
            }
            if (outcome)
                held.push_back(&next);
        }
        return false;
    }));
}

TEST_CASE("category_table: holds most_categories categories") {
    // The test has a table of its own, because a registration in the global table is permanent.
    const auto table = std::make_unique<tenon::detail::category_table>();
    std::size_t added = 0;
    for (int number = 0; added != tenon::most_categories; ++number) {
        const std::string name = "table " + std::to_string(number);
        if (table->find(key_of(name)) == nullptr) {
            const auto outcome =
                table->add_or_replace(category(name), tenon::detail::hash_of_name(name.c_str()));
            REQUIRE(outcome == tenon::detail::registration::done);
            ++added;
        }
    }
    const auto add = [&](const std::string& name) {
        return table->add_or_replace(category(name), tenon::detail::hash_of_name(name.c_str()));
    };
    CHECK(add("one more") == tenon::detail::registration::full);
    // Another object of the same name replaces the first, as when a shared object is loaded again.
    CHECK(add("table 0") == tenon::detail::registration::done);
}

TEST_CASE("failure: the number of an unregistered category becomes foreign_error") {
    const std::string unknown = "not registered";
    const int number = tenon::detail::number_of_registered(key_of(unknown), 5);
    CHECK(number >= 0x20000);
    CHECK(failure(number).code() == errc::foreign_error);
    CHECK(failure(std::numeric_limits<int>::max()).code() == errc::foreign_error);
    STATIC_REQUIRE(failure(0x20000).number() == static_cast<int>(errc::foreign_error));
}

TEST_CASE("number_of_registered: encodes the key and the value in a positive number") {
    for (const int key : {1, 2, 0x1fff, 0x3fff})
        for (const int value : {1, -1, 0xffff, -0x10000}) {
            const int number = tenon::detail::number_of_registered(key, value);
            CHECK(number >= 0x20000);
            CHECK(tenon::detail::key_of(number) == key);
            CHECK(tenon::detail::value_of(number) == value);
        }
    STATIC_REQUIRE(tenon::detail::number_of_registered(0x3fff, -1) ==
                   std::numeric_limits<int>::max());
}

TEST_CASE("failure: an unscoped enumeration with a category keeps the category") {
    CHECK(failure(plain_error).code() == make_error_code(plain_error));
    CHECK(failure(plain_error).code() != std::errc::broken_pipe);
}

TEST_CASE("errc: equals a code of another category object with the name tenon") {
    // A shared object that is loaded with RTLD_LOCAL may have a category object of its own.
    const std::error_category& other = category("tenon");
    const std::error_code code(static_cast<int>(errc::end_of_stream), other);
    CHECK(code == errc::end_of_stream);
    CHECK(errc::end_of_stream == code);
    CHECK(code != errc::no_progress);
    CHECK(code == make_error_code(errc::end_of_stream).default_error_condition());
    CHECK(failure(code).code() == make_error_code(errc::end_of_stream));
    CHECK(failure(std::error_code(1, other)).code() == errc::foreign_error);
    CHECK(std::error_code(static_cast<int>(errc::end_of_stream), unit::foreign) !=
          errc::end_of_stream);
}

TEST_CASE("register_category: several threads register and use results at the same time") {
    std::vector<const std::error_category*> categories;
    for (int number = 0; number != 4; ++number)
        categories.push_back(&category("of threads " + std::to_string(number)));
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread != 4; ++thread)
        threads.emplace_back([&, thread] {
            for (int round = 0; round != 500; ++round) {
                const std::error_category& each =
                    *categories[static_cast<unsigned>(thread + round) % 4];
                const std::error_code code(round + 1, each);
                // Another thread may have registered the category already.
                const std::error_code early = result<int>(code).error();
                if (early != code && early != errc::foreign_error)
                    ++wrong;
                if (!tenon::register_category(each) || result<int>(code).error() != code)
                    ++wrong;
            }
        });
    for (std::thread& each : threads)
        each.join();
    CHECK(wrong == 0);
}
