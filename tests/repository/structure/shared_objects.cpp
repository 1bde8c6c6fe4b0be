// SPDX-License-Identifier: BSL-1.0

// The program of shared_objects.py. It passes errors in results from one object to another and
// back. The first argument is `one table` if the objects share the table of registered categories,
// or `tables` if each has its own. The other arguments are the objects to load; without them the
// program is linked to the objects.
#include <repository/structure/shared_objects.hpp>

#include <dlfcn.h>

#include <cstdio>
#include <initializer_list>
#include <string_view>

extern "C" [[gnu::weak]] const shared_object* object_one();
extern "C" [[gnu::weak]] const shared_object* object_two();

const char* name_alone() {
    return "alone in the program";
}

namespace {

int failed = 0;

void check(bool holds, const char* what, int of = 0, int to = 0) {
    if (!holds) {
        std::printf("is false: %s (%d, %d)\n", what, of, to);
        ++failed;
    }
}

const shared_object& load(const char* path, const char* name) {
    void* const object = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
    void* const function = object == nullptr ? nullptr : ::dlsym(object, name);
    if (function == nullptr) {
        std::printf("%s\n", ::dlerror());
        std::_Exit(1);
    }
    return *reinterpret_cast<const shared_object* (*)()>(function)();
}

}  // namespace

int main(int count, char** arguments) {
    const bool is_one_table = std::string_view(arguments[1]) == "one table";
    const bool is_linked = count == 2;
    const shared_object all[] = {functions_of_this(),
                                 is_linked ? *object_one() : load(arguments[2], "object_one"),
                                 is_linked ? *object_two() : load(arguments[3], "object_two")};
    for (int from = 0; from != 3; ++from)
        for (int to = 0; to != 3; ++to) {
            const shared_object& one = all[from];
            const shared_object& two = all[to];
            check(one.is_registered(), "the categories are registered", from);

            for (const auto error :
                 {greeting_is_missing, greeting_is_rude, lowest_greeting, highest_greeting}) {
                const tenon::result<int> failed_result = one.fail(error);
                check(two.is_greeting(failed_result, error),
                      "an error of a user's category is equal in another object", from, to);
                const tenon::result<int> returned = two.fail_again(failed_result);
                check(one.is_greeting(returned, error),
                      "an error that another object returned is equal", from, to);
                check(returned.why().number() == failed_result.why().number(),
                      "an error that another object returned has the same number", from, to);
            }
            for (const int value : {0, 0x10000, -0x10001, 0x7fffffff}) {
                const tenon::result<int> failed_result =
                    one.fail(static_cast<greeting_errc>(value));
                check(two.is_ours(failed_result.error(), tenon::errc::foreign_error),
                      "a number that does not fit becomes foreign_error", from, to);
            }

            check(two.registers(one.code_of(tenon::errc::no_progress).category()),
                  "the errors of errc need no registration", from, to);
            for (const auto error : {tenon::errc::end_of_stream, tenon::errc::self_connection,
                                     tenon::errc::text_is_empty}) {
                check(two.is_ours(one.code_of(error), error),
                      "a code of an errc equals it in another object", from, to);
                check(two.is_ours(one.fail_with_ours(error).error(), error),
                      "the error of a result equals it in another object", from, to);
                check(two.fail_with_code(one.code_of(error)).why().number() ==
                          static_cast<int>(error),
                      "a failure that is made of a code of another object has its number", from,
                      to);
                try {
                    one.raise(error);
                } catch (const std::system_error& thrown) {
                    check(two.is_ours(thrown.code(), error),
                          "the exception of another object has the code", from, to);
                }
            }

            const tenon::result<int> alone = one.fail_alone();
            const tenon::result<int> through = two.fail_again(alone);
            if (is_one_table) {
                check(one.is_alone(alone.error()) && one.is_alone(through.error()),
                      "a category that one object registers is known to all", from, to);
                check(&one.code_of(tenon::errc::no_progress).category() ==
                          &two.code_of(tenon::errc::no_progress).category(),
                      "there is one category of errc", from, to);
            } else {
                check(one.is_alone(through.error()) ||
                          one.is_ours(through.error(), tenon::errc::foreign_error),
                      "an error of an unknown category is not taken for another error", from, to);
            }
        }
    return failed == 0 ? 0 : 1;
}
