// SPDX-License-Identifier: BSL-1.0

// Models and near misses of buffer_source.

#include <support/catch.hpp>

#include <tenon/concepts/buffer_source.hpp>
#include <tenon/loops.hpp>

namespace {

/// A socket_operation that is constructed from a `Source`.
template <class Source>
struct receive_from_source : tenon::operation::receive<tenon::mutable_bytes> {
    explicit receive_from_source(Source&) noexcept
        : tenon::operation::receive<tenon::mutable_bytes>(tenon::mutable_bytes()) {}
};

struct complete {
    template <bool>
    struct receive_operation : receive_from_source<complete> {
        using receive_from_source<complete>::receive_from_source;
    };
};
struct without_bounded;
template <bool IsUnbounded>
struct only_unbounded {};
template <>
struct only_unbounded<true> : receive_from_source<without_bounded> {
    using receive_from_source<without_bounded>::receive_from_source;
};
struct without_bounded {
    template <bool IsUnbounded>
    using receive_operation = only_unbounded<IsUnbounded>;
};
struct without_unbounded;
template <bool IsUnbounded>
struct only_bounded : receive_from_source<without_unbounded> {
    using receive_from_source<without_unbounded>::receive_from_source;
};
template <>
struct only_bounded<true> {
    explicit only_bounded(without_unbounded&) noexcept {}
};
struct without_unbounded {
    template <bool IsUnbounded>
    using receive_operation = only_bounded<IsUnbounded>;
};
struct operation_not_from_source {
    template <bool>
    struct receive_operation : tenon::operation::receive<tenon::mutable_bytes> {};
};

}  // namespace

TEST_CASE(
    "buffer_source: satisfied if both operations can be made from the source, and by no other type") {
    STATIC_REQUIRE(tenon::buffer_source<tenon::buffer_pool>);
    STATIC_REQUIRE(tenon::buffer_source<complete>);
    STATIC_REQUIRE_FALSE(tenon::buffer_source<without_bounded>);
    STATIC_REQUIRE_FALSE(tenon::buffer_source<without_unbounded>);
    STATIC_REQUIRE_FALSE(tenon::buffer_source<operation_not_from_source>);
    STATIC_REQUIRE_FALSE(tenon::buffer_source<tenon::mutable_bytes>);
    STATIC_REQUIRE_FALSE(tenon::buffer_source<int>);
}
