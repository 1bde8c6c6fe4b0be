// SPDX-License-Identifier: BSL-1.0

// The list of a loop's scopes: entering, leaving, and moving the links of one list to another.

#include <support/catch.hpp>

#include <vector>

#include <tenon/loop/scope_link.hpp>

namespace {

using tenon::detail::scope_link;

/// Returns the links of a list from the front to the back, and checks the opposite order.
std::vector<const scope_link*> links_of(const scope_link& list) {
    std::vector<const scope_link*> all;
    for (const scope_link* each = list.next; each != &list; each = each->next) {
        CHECK(each->next->previous == each);
        CHECK(each->previous->next == each);
        all.push_back(each);
    }
    return all;
}
using links = std::vector<const scope_link*>;

}  // namespace

TEST_CASE("scope_link: enters at the front, and leaves from any position") {
    scope_link list;
    scope_link one;
    scope_link two;
    scope_link three;
    CHECK(list.is_alone());
    CHECK(links_of(list).empty());
    one.enter(list);
    two.enter(list);
    three.enter(list);
    CHECK_FALSE(list.is_alone());
    CHECK_FALSE(one.is_alone());
    CHECK(links_of(list) == links{&three, &two, &one});
    two.leave();
    CHECK(two.is_alone());
    CHECK(links_of(list) == links{&three, &one});
    two.leave();  // It is in no list.
    CHECK(links_of(list) == links{&three, &one});
    three.leave();
    one.leave();
    CHECK(list.is_alone());
}

TEST_CASE("scope_link: a list moves to the front of another, and is empty") {
    scope_link from;
    scope_link to;
    scope_link one;
    scope_link two;
    scope_link three;
    one.enter(to);
    from.move_to(to);
    CHECK(links_of(to) == links{&one});
    two.enter(from);
    three.enter(from);
    from.move_to(to);
    CHECK(from.is_alone());
    CHECK(links_of(to) == links{&three, &two, &one});
    to.move_to(from);
    CHECK(to.is_alone());
    CHECK(links_of(from) == links{&three, &two, &one});
    for (scope_link* each : {&one, &two, &three})
        each->leave();
    CHECK(from.is_alone());
}
