// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <string>

#include <tenon/framing/record_marking.hpp>

using check::from_hex;
using tenon::record_marking;

namespace {

/// Returns `count` fragments of `size` bytes, and then a last one that is empty.
std::string fragments(std::size_t count, std::size_t size) {
    std::string bytes;
    for (std::size_t index = 0; index != count; ++index)
        bytes += std::string("\0\0\0", 3) + static_cast<char>(size) + std::string(size, 'x');
    return bytes + from_hex("80000000");
}

}  // namespace

TEST_CASE("record_marking: the call of procedure 0 of NFS version 3 (RFC 5531)") {
    const std::string call = from_hex(
        "11223344 00000000 00000002 000186A3 00000003 00000000 00000000 00000000 00000000 00000000");
    check::both_ways(record_marking(), call, from_hex("80000028") + call);
    // The same record in two fragments, after a record in one.
    check::reads(record_marking(),
                 from_hex("80000028") + call + from_hex("00000004") + call.substr(0, 4) +
                     from_hex("80000024") + call.substr(4),
                 {call, call});
}

TEST_CASE("record_marking: any messages, read as they were written") {
    check::round_trips(record_marking(), check::various());
    check::round_trips(record_marking(), {"a", "", "b", ""});
    check::both_ways(record_marking(), std::string(70000, 'x'),
                     from_hex("80011170") + std::string(70000, 'x'));
}

TEST_CASE("record_marking: fragments are joined, empty ones too") {
    check::reads(record_marking(), from_hex("00000001 61 00000002 6263 80000003 646566"),
                 {"abcdef"});
    check::reads(record_marking(), from_hex("00000001 61 80000000 80000001 62"), {"a", "b"});
    check::reads(record_marking(), from_hex("00000000 80000001 61"), {"a"});
    check::reads(record_marking(), from_hex("00000000 00000000 80000000 80000000"), {"", ""});
    check::reads(record_marking(), from_hex("00000002 6162 00000000 80000001 63"), {"abc"});
    check::reads(record_marking(), fragments(20, 3) + fragments(1, 100),
                 {std::string(60, 'x'), std::string(100, 'x')});
}

TEST_CASE("record_marking: a record of one fragment is known before it arrives") {
    std::string bytes = from_hex("80001000");
    const auto seen = record_marking().decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_known()));
    CHECK((seen->head() == 4 && seen->message() == 4096 && seen->tail() == 0));
}

TEST_CASE("record_marking: a record of several fragments needs the next mark, then all of it") {
    record_marking codec;
    std::string bytes = from_hex("00000002 6162 80000003 63");
    const auto first = codec.decode(tenon::mutable_bytes(bytes).first(4), false);
    REQUIRE((first.has_value() && !first->is_known()));
    CHECK(first->size() == 10);
    const auto second = codec.decode(tenon::mutable_bytes(bytes).first(10), false);
    REQUIRE((second.has_value() && !second->is_known()));
    CHECK(second->size() == 13);
}

TEST_CASE("record_marking: a stream that ends in a record is truncated") {
    for (const char* const bytes :
         {"80", "800000", "80000001", "00000000", "00000001 61", "00000001 61 80000001"})
        check::fails(record_marking(), from_hex(bytes), check::truncated);
}

TEST_CASE("record_marking: the limit is exact, counts the whole record, and holds at each mark") {
    const record_marking codec(5);
    check::both_ways(codec, "abcde", from_hex("80000005 6162636465"));
    check::refuses(codec, "abcdef", check::too_long);
    check::reads(codec, from_hex("00000003 616263 80000002 6465"), {"abcde"});
    check::exceeds(codec, from_hex("80000006"), 5);
    check::exceeds(codec, from_hex("00000006"), 5);
    check::exceeds(codec, from_hex("00000003 616263 80000003"), 5);
    check::exceeds(codec, from_hex("00000003 616263 00000002 6465 00000001"), 5);
    check::exceeds(codec, from_hex("FFFFFFFF"), 5);
    std::string bytes = from_hex("00000003 616263 80000003");
    const auto seen = record_marking(5).decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_too_long()));
    CHECK((seen->message() == 6 && seen->allowed() == 5));
    check::reads(record_marking(0), from_hex("80000000"), {""});
    check::exceeds(record_marking(0), from_hex("80000001"), 0);
    check::fails(record_marking(), from_hex("80800000"), check::truncated);
    check::exceeds(record_marking(), from_hex("80800001"), 8388608);
}

TEST_CASE("record_marking: the number of fragments is limited") {
    check::reads(record_marking(0), fragments(1023, 0), {""});
    check::fails(record_marking(0), fragments(1024, 0), check::malformed);
    check::reads(record_marking(640), fragments(1033, 0), {""});
    check::fails(record_marking(640), fragments(1034, 0), check::malformed);
    // The number is that of one record.
    check::reads(record_marking(0), fragments(1023, 0) + fragments(1023, 0), {"", ""});
}

TEST_CASE("record_marking: a message that does not fit into one fragment is too long") {
    if constexpr (sizeof(std::size_t) > 4) {
        const record_marking codec(static_cast<std::size_t>(-1));
        // The bytes are not read.
        static const std::byte first{};
        const tenon::const_bytes longest(&first, 0x7FFFFFFF);
        tenon::outbox out;
        CHECK(record_marking(codec).encode(tenon::outgoing(longest), out).has_value());
        const tenon::const_bytes longer(&first, 0x80000000);
        const auto refused = record_marking(codec).encode(tenon::outgoing(longer), out);
        REQUIRE(!refused.has_value());
        CHECK(refused.error() == tenon::errc::message_too_long);
    }
    SUCCEED();
}

TEST_CASE(
    "record_marking: many fragments byte by byte, each mark read once until they are joined") {
    std::string bytes;
    for (int count = 0; count != 50; ++count)
        bytes += from_hex("00000002 6162");
    check::never_looks_back(record_marking(), bytes + from_hex("80000000"), 4, "\xFF", 100);
    std::string many;
    for (int count = 0; count != 100'000; ++count)
        many += from_hex("00000004 61626364");
    check::is_linear(record_marking(), many + from_hex("80000000"), 400'000);
}
