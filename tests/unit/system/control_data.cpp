// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <sys/socket.h>

#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include <tenon/system/control_data.hpp>

using tenon::const_bytes;
using tenon::mutable_bytes;
using tenon::os::control_item;
using tenon::os::control_reader;
using tenon::os::control_writer;
namespace os = tenon::os;
using namespace tenon::literals;

namespace {

/// Returns a buffer of `size` bytes that begins with the given header, valid or not.
std::vector<std::byte> header_of(std::size_t length, int level, int type, std::size_t size) {
    std::vector<std::byte> bytes(size, std::byte{0x2e});
    ::cmsghdr header = {};
    header.cmsg_len = static_cast<decltype(header.cmsg_len)>(length);
    header.cmsg_level = level;
    header.cmsg_type = type;
    if (size != 0)
        std::memcpy(bytes.data(), &header, size < sizeof header ? size : sizeof header);
    return bytes;
}

}  // namespace

TEST_CASE("control_space, control_length: are constants with the values of cmsg(3)") {
    STATIC_REQUIRE(os::control_header_size == CMSG_LEN(0));
    STATIC_REQUIRE(os::control_space(5) == CMSG_SPACE(5));
    STATIC_REQUIRE(os::control_length(5) == CMSG_LEN(5));
    STATIC_REQUIRE(os::control_space(0) % os::control_alignment == 0);
    STATIC_REQUIRE(os::control_space(1) == os::control_space(os::control_alignment));
    STATIC_REQUIRE(os::control_space(1) != os::control_space(os::control_alignment + 1));
}

TEST_CASE("control_item: a default one has level 0, type 0 and no data") {
    STATIC_REQUIRE(control_item().level == 0);
    STATIC_REQUIRE(control_item().type == 0);
    STATIC_REQUIRE(control_item().data.empty());
}

TEST_CASE("control_writer: cmsg(3) can read the written messages") {
    alignas(os::control_alignment) std::byte buffer[128];
    std::memset(buffer, 0x7f, sizeof buffer);
    control_writer writer(buffer);
    CHECK(writer.written().empty());
    CHECK(writer.add(1, 2, "abcde"_bytes));
    CHECK(writer.add(3, 4, const_bytes()));
    CHECK(writer.add(5, 6, "x"_bytes));
    ::msghdr header = {};
    header.msg_control = writer.written().data();
    header.msg_controllen = writer.written().size();
    CHECK(writer.written().size() ==
          os::control_space(5) + os::control_space(0) + os::control_space(1));
    ::cmsghdr* each = CMSG_FIRSTHDR(&header);
    REQUIRE(each != nullptr);
    CHECK((each->cmsg_level == 1 && each->cmsg_type == 2 && each->cmsg_len == CMSG_LEN(5)));
    CHECK(std::memcmp(CMSG_DATA(each), "abcde\0\0\0",
                      os::control_space(5) - os::control_space(0)) == 0);
    each = CMSG_NXTHDR(&header, each);
    REQUIRE(each != nullptr);
    CHECK((each->cmsg_level == 3 && each->cmsg_type == 4 && each->cmsg_len == CMSG_LEN(0)));
    each = CMSG_NXTHDR(&header, each);
    REQUIRE(each != nullptr);
    CHECK((each->cmsg_level == 5 && each->cmsg_type == 6 && each->cmsg_len == CMSG_LEN(1)));
    CHECK(CMSG_NXTHDR(&header, each) == nullptr);
}

TEST_CASE("control_writer: a message that does not fit is not written, earlier ones stay") {
    for (std::size_t size = 0; size != os::control_space(5); ++size) {
        std::string buffer(size, '.');
        control_writer writer(buffer);
        CHECK_FALSE(writer.add(1, 2, "abcde"_bytes));
        CHECK(writer.written().empty());
        CHECK(buffer == std::string(size, '.'));
    }
    std::string buffer(os::control_space(5) + os::control_space(0), '.');
    control_writer writer(buffer);
    CHECK(writer.add(1, 2, "abcde"_bytes));
    CHECK_FALSE(writer.add(3, 4, "x"_bytes));
    CHECK(writer.add(3, 4, const_bytes()));
    CHECK_FALSE(writer.add(3, 4, const_bytes()));
    CHECK(writer.written().size() == buffer.size());
    // A size at which the padding would wrap around.
    const std::byte* const somewhere = writer.written().data();
    CHECK_FALSE(
        control_writer(buffer).add(1, 2, const_bytes(somewhere, static_cast<std::size_t>(-1))));
}

TEST_CASE("control_reader: reads each message, at any address") {
    for (std::size_t offset = 0; offset != os::control_alignment; ++offset) {
        alignas(os::control_alignment) std::byte space[128];
        control_writer writer(mutable_bytes(space).after(offset));
        REQUIRE(writer.add(1, 2, "abcde"_bytes));
        REQUIRE(writer.add(3, 4, const_bytes()));
        REQUIRE(writer.add(5, 6, "x"_bytes));
        // The padding of the last message may be missing.
        for (const std::size_t missing :
             {std::size_t{0}, os::control_space(1) - os::control_length(1)}) {
            control_reader reader(writer.written().first(writer.written().size() - missing));
            control_item item;
            REQUIRE(reader.next(item));
            CHECK((item.level == 1 && item.type == 2 && item.data == "abcde"_bytes));
            REQUIRE(reader.next(item));
            CHECK((item.level == 3 && item.type == 4 && item.data.empty()));
            REQUIRE(reader.next(item));
            CHECK((item.level == 5 && item.type == 6 && item.data == "x"_bytes));
            CHECK_FALSE(reader.next(item));
            CHECK(item.level == 5);
        }
    }
}

TEST_CASE("control_reader: data with a length beyond the buffer end with the buffer") {
    for (const std::size_t length :
         {os::control_length(9), os::control_length(4096), static_cast<std::size_t>(-1),
          static_cast<std::size_t>(-1) - os::control_alignment}) {
        const std::vector<std::byte> bytes = header_of(length, 1, 2, os::control_length(8));
        control_reader reader(bytes);
        control_item item;
        REQUIRE(reader.next(item));
        CHECK((item.level == 1 && item.type == 2));
        CHECK(item.data.size() == 8);
        CHECK_FALSE(reader.next(item));
    }
}

TEST_CASE("control_reader: an incomplete or invalid header ends the sequence") {
    STATIC_REQUIRE((std::is_constructible_v<control_reader, std::vector<std::byte>&>));
    STATIC_REQUIRE_FALSE(std::is_constructible_v<control_reader, std::vector<std::byte>>);
    control_item item;
    CHECK_FALSE(control_reader(const_bytes()).next(item));
    const auto begins_with_one = [&](const std::vector<std::byte>& bytes) {
        return control_reader(bytes).next(item);
    };
    for (std::size_t size = 0; size != sizeof(::cmsghdr); ++size)
        CHECK_FALSE(begins_with_one(header_of(os::control_length(0), 1, 2, size)));
    // With a length that is shorter than the header, the reader would never advance.
    for (std::size_t length = 0; length != os::control_header_size; ++length)
        CHECK_FALSE(begins_with_one(header_of(length, 1, 2, 64)));
    CHECK(item.level == 0);
}
