// SPDX-License-Identifier: BSL-1.0

// The program of shared_objects.py: errors go from one object through a result to another, and back. Its first argument says
// whether each category that is registered somewhere is known everywhere: `one table`, or `tables`. The others are the objects
// that it loads; without them it is linked to them.
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
        std::printf("does not hold: %s (%d, %d)\n", what, of, to);
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
    const shared_object all[] = {functions_of_this(), is_linked ? *object_one() : load(arguments[2], "object_one"),
                                 is_linked ? *object_two() : load(arguments[3], "object_two")};
    for (int from = 0; from != 3; ++from)
        for (int to = 0; to != 3; ++to) {
            const shared_object& one = all[from];
            const shared_object& two = all[to];
            check(one.is_registered(), "the categories are registered", from);

            for (const auto error : {greeting_is_missing, greeting_is_rude, lowest_greeting, highest_greeting}) {
                const tenon::result<int> made = one.fail(error);
                check(two.is_greeting(made, error), "an error of the program's is one in another object", from, to);
                const tenon::result<int> back = two.hand_on(made);
                check(one.is_greeting(back, error), "it is one when it comes back", from, to);
                check(back.why().number() == made.why().number(), "it has the same number", from, to);
            }
            for (const int value : {0, 0x10000, -0x10001, 0x7fffffff}) {
                const tenon::result<int> made = one.fail(static_cast<greeting_errc>(value));
                check(two.is_ours(made.error(), tenon::errc::foreign_error), "a value that does not fit is no other", from, to);
            }

            check(two.registers(one.code_of(tenon::errc::no_progress).category()), "the errors of errc need no registration",
                  from, to);
            for (const auto error : {tenon::errc::end_of_stream, tenon::errc::self_connection, tenon::errc::text_is_empty}) {
                check(two.is_ours(one.code_of(error), error), "a code of an errc equals it in another object", from, to);
                check(two.is_ours(one.fail_with_ours(error).error(), error), "so does that of a result", from, to);
                check(two.fail_with_code(one.code_of(error)).why().number() == static_cast<int>(error),
                      "a failure of a code of another object holds it", from, to);
                try {
                    one.raise(error);
                } catch (const std::system_error& thrown) {
                    check(two.is_ours(thrown.code(), error), "an exception has it", from, to);
                }
            }

            const tenon::result<int> alone = one.fail_alone();
            const tenon::result<int> through = two.hand_on(alone);
            if (is_one_table) {
                check(one.is_alone(alone.error()) && one.is_alone(through.error()), "one registers a category for all", from,
                      to);
                check(&one.code_of(tenon::errc::no_progress).category() == &two.code_of(tenon::errc::no_progress).category(),
                      "there is one category of errc", from, to);
            } else {
                check(one.is_alone(through.error()) || one.is_ours(through.error(), tenon::errc::foreign_error),
                      "an error of a category that is not known is none of another", from, to);
            }
        }
    return failed == 0 ? 0 : 1;
}
