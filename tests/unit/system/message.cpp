// SPDX-License-Identifier: BSL-1.0

// message.hpp and posix_message.hpp: messages over the kernel's sockets.

#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>

#include <dirent.h>
#include <sys/stat.h>

#include <array>
#include <climits>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include <tenon/system/native.hpp>

using tenon::const_bytes;
using tenon::mutable_bytes;
using tenon::os::native;
using unit::closes_on_exec;
using unit::owned;
namespace os = tenon::os;
using namespace tenon::literals;

namespace {

using outgoing = os::message<const_bytes>;
using incoming = os::message<mutable_bytes>;
using outgoing_in_batch = os::batched_message<const_bytes>;
using incoming_in_batch = os::batched_message<mutable_bytes>;

struct pair_of_ends {
    explicit pair_of_ends(int type) {
        int ends[2];
        REQUIRE(native::socketpair(AF_UNIX, type, 0, ends) == 0);
        one = ends[0];
        other = ends[1];
    }
    pair_of_ends(const pair_of_ends&) = delete;
    pair_of_ends& operator=(const pair_of_ends&) = delete;
    ~pair_of_ends() {
        native::close(one);
        native::close(other);
    }
    int one = -1;
    int other = -1;
};

/// A UDP socket bound to loopback, and its address.
struct udp_socket {
    udp_socket() {
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(native::bind(descriptor, as_address(), sizeof address) == 0);
        os::address_length length = sizeof address;
        REQUIRE(native::getsockname(descriptor, as_address(), &length) == 0);
    }
    os::socket_address* as_address() { return reinterpret_cast<os::socket_address*>(&address); }
    owned descriptor = native::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address = {};
};

/// The descriptors of this process that are open.
int open_descriptors() {
    DIR* const folder = ::opendir("/proc/self/fd");
    REQUIRE(folder != nullptr);
    int count = 0;
    while (::readdir(folder) != nullptr)
        ++count;
    ::closedir(folder);
    return count;
}

template <std::size_t Count>
using space_for_descriptors = std::array<std::byte, os::control_space(Count * sizeof(int))>;

/// Sends "x" with these descriptors.
template <std::size_t Count>
std::ptrdiff_t send_rights(int socket, const std::array<int, Count>& descriptors) {
    space_for_descriptors<Count> control;
    os::control_writer writer(control);
    REQUIRE(writer.add(SOL_SOCKET, SCM_RIGHTS, {reinterpret_cast<const std::byte*>(descriptors.data()), sizeof descriptors}));
    const const_bytes data[] = {"x"_bytes};
    return native::sendmsg(socket, {.buffers = data, .control = writer.written()}, 0);
}

/// The descriptors in control data, owned.
std::vector<owned> rights_in(const_bytes control) {
    std::vector<owned> all;
    os::control_item item;
    for (os::control_reader reader(control); reader.next(item);) {
        CHECK((item.level == SOL_SOCKET && item.type == SCM_RIGHTS));
        for (std::size_t at = 0; at + sizeof(int) <= item.data.size(); at += sizeof(int)) {
            int descriptor = -1;
            std::memcpy(&descriptor, item.data.data() + at, sizeof descriptor);
            all.emplace_back(descriptor);
        }
    }
    return all;
}

bool same_file(int one, int other) {
    struct ::stat first = {};
    struct ::stat second = {};
    return ::fstat(one, &first) == 0 && ::fstat(other, &second) == 0 && first.st_ino == second.st_ino &&
           first.st_dev == second.st_dev;
}

/// Both ways to carry a batch: the system's own, and call by call as where it has none.
struct batch_way {
    const char* name;
    std::ptrdiff_t (*send)(int, std::span<outgoing_in_batch>, int);
    std::ptrdiff_t (*receive)(int, std::span<incoming_in_batch>, int);
};
std::ptrdiff_t negated(std::ptrdiff_t returned) {
    return returned < 0 ? -errno : returned;
}
const batch_way batch_ways[] = {
    {"at once",
     [](int socket, std::span<outgoing_in_batch> batch, int flags) { return native::sendmmsg(socket, batch, flags); },
     [](int socket, std::span<incoming_in_batch> batch, int flags) { return native::recvmmsg(socket, batch, flags); }},
    {"one by one",
     [](int socket, std::span<outgoing_in_batch> batch, int flags) {
         return negated(tenon::detail::send_each(socket, batch, flags | MSG_NOSIGNAL));
     },
     [](int socket, std::span<incoming_in_batch> batch, int flags) {
         return negated(tenon::detail::receive_each(socket, batch, flags));
     }},
};

/// A batch whose messages are the texts.
struct texts_to_send {
    explicit texts_to_send(std::vector<std::string> given) : texts(std::move(given)) {
        for (const std::string& text : texts)
            views.emplace_back(text);
        for (const const_bytes& view : views) {
            outgoing_in_batch one;
            one.buffers = {&view, 1};
            batch.push_back(one);
        }
    }
    std::vector<std::string> texts;
    std::vector<const_bytes> views;
    std::vector<outgoing_in_batch> batch;
};

/// Whether sendmsg(2) and recvmsg(2) reach the kernel as they are made. qemu's user mode rewrites the msghdr: a message without
/// buffers is not sent, a short address is overrun, and cut control data is not reported.
bool messages_reach_the_kernel() {
    const pair_of_ends pair(SOCK_DGRAM);
    const ::msghdr no_buffers = {};
    REQUIRE(::sendmsg(pair.one, &no_buffers, 0) == 0);
    char byte = 0;
    return ::recv(pair.other, &byte, 1, MSG_DONTWAIT) == 0;
}
constexpr const char* rewritten = "sendmsg() sends no message without buffers, as under qemu's user mode";

/// A batch of `count` messages with buffers of `size` bytes each.
struct texts_to_fill {
    texts_to_fill(std::size_t count, std::size_t size) : texts(count, std::string(size, '.')), batch(count) {
        for (std::string& text : texts)
            views.emplace_back(text);
        for (std::size_t index = 0; index != count; ++index)
            batch[index].buffers = {&views[index], 1};
    }
    [[nodiscard]] std::string text(std::size_t index) const { return texts[index].substr(0, batch[index].count); }
    std::vector<std::string> texts;
    std::vector<mutable_bytes> views;
    std::vector<incoming_in_batch> batch;
};

template <class View>
concept has_message = requires { typename os::message<View>; };

}  // namespace

TEST_CASE("message: of bytes to send or to fill, exists; of anything else it does not") {
    STATIC_REQUIRE(has_message<const_bytes>);
    STATIC_REQUIRE(has_message<mutable_bytes>);
    STATIC_REQUIRE_FALSE(has_message<int>);
    STATIC_REQUIRE_FALSE(has_message<const mutable_bytes>);
    STATIC_REQUIRE(outgoing::is_sent);
    STATIC_REQUIRE_FALSE(incoming::is_sent);
}

TEST_CASE("a message goes to an address, gathered, and comes with its sender's, scattered") {
    udp_socket sender;
    udp_socket receiver;
    const const_bytes data[] = {"ab"_bytes, ""_bytes, "cde"_bytes};
    const outgoing sent = {data, receiver.as_address(), sizeof receiver.address};
    CHECK(native::sendmsg(sender.descriptor, sent, 0) == 5);
    std::string first(1, '.');
    std::string none;
    std::string last(9, '.');
    const mutable_bytes buffers[] = {first, none, last};
    sockaddr_storage from = {};
    incoming came = {buffers, reinterpret_cast<os::socket_address*>(&from), sizeof from};
    came.flags = os::truncated | os::end_of_record;
    CHECK(native::recvmsg(receiver.descriptor, came, 0) == 5);
    CHECK((first == "a" && last == "bcde....."));
    CHECK(came.address_size == sizeof(sockaddr_in));
    CHECK(std::memcmp(&from, &sender.address, sizeof sender.address) == 0);
    CHECK(came.control.empty());
    CHECK(came.flags == 0);
}

TEST_CASE("a message: the size of an address that is cut is its true size, and nothing is said where it is not asked for") {
    if (!messages_reach_the_kernel())
        SKIP_TEST(rewritten);
    udp_socket sender;
    udp_socket receiver;
    const const_bytes data[] = {"a"_bytes};
    const outgoing sent = {data, receiver.as_address(), sizeof receiver.address};
    std::string text(4, '.');
    const mutable_bytes buffers[] = {text};
    REQUIRE(native::sendmsg(sender.descriptor, sent, 0) == 1);
    sockaddr_storage from;
    std::memset(&from, 0x7f, sizeof from);
    incoming cut = {buffers, reinterpret_cast<os::socket_address*>(&from), 2};
    CHECK(native::recvmsg(receiver.descriptor, cut, 0) == 1);
    CHECK(cut.address_size == sizeof(sockaddr_in));
    CHECK(from.ss_family == AF_INET);
    CHECK(reinterpret_cast<const unsigned char*>(&from)[2] == 0x7f);
    REQUIRE(native::sendmsg(sender.descriptor, sent, 0) == 1);
    incoming unasked = {buffers, nullptr, 99};
    CHECK(native::recvmsg(receiver.descriptor, unasked, 0) == 1);
    CHECK(unasked.address_size == 0);
}

TEST_CASE("a message that is cut says so, with its true length where that is asked for") {
    const pair_of_ends pair(SOCK_DGRAM);
    const const_bytes data[] = {"longer than that"_bytes};
    std::string text(3, '.');
    const mutable_bytes buffers[] = {text};
    for (const int flags : {0, os::true_length}) {
        REQUIRE(native::sendmsg(pair.one, {data}, 0) == 16);
        incoming came = {buffers};
        CHECK(native::recvmsg(pair.other, came, flags) == (flags == 0 ? 3 : native::reports_true_length ? 16 : 4));
        CHECK(text == "lon");
        CHECK(came.flags == os::truncated);
    }
    // One that fills its buffers is whole.
    REQUIRE(native::send(pair.one, "abc"_bytes, 0) == 3);
    incoming whole = {buffers};
    CHECK(native::recvmsg(pair.other, whole, os::true_length) == 3);
    CHECK(whole.flags == 0);
}

TEST_CASE("a message of no bytes is one, with and without buffers") {
    if (!messages_reach_the_kernel())
        SKIP_TEST(rewritten);
    const pair_of_ends pair(SOCK_DGRAM);
    const const_bytes nothing[] = {""_bytes};
    std::string text(3, '.');
    const mutable_bytes buffers[] = {text};
    CHECK(native::sendmsg(pair.one, {}, 0) == 0);
    CHECK(native::sendmsg(pair.one, {nothing}, 0) == 0);
    CHECK(native::send(pair.one, "abc"_bytes, 0) == 3);
    CHECK(native::send(pair.one, "d"_bytes, 0) == 1);
    incoming came = {buffers};
    CHECK(native::recvmsg(pair.other, came, 0) == 0);
    CHECK(native::recvmsg(pair.other, came, 0) == 0);
    CHECK(came.flags == 0);
    incoming no_buffers;
    CHECK(native::recvmsg(pair.other, no_buffers, os::true_length) == (native::reports_true_length ? 3 : 1));
    CHECK(no_buffers.flags == os::truncated);
    CHECK(native::recvmsg(pair.other, came, 0) == 1);
    CHECK(text == "d..");
}

TEST_CASE("a message of more buffers than the system takes is refused whole") {
    const pair_of_ends pair(SOCK_DGRAM);
    std::string text(1, '.');
    const std::vector<const_bytes> data(IOV_MAX + 1, "x"_bytes);
    const std::vector<mutable_bytes> buffers(IOV_MAX + 1, text);
    CHECK(native::sendmsg(pair.one, {data}, 0) == -EMSGSIZE);
    REQUIRE(native::send(pair.one, "abc"_bytes, 0) == 3);
    incoming came = {buffers};
    CHECK(native::recvmsg(pair.other, came, 0) == -EMSGSIZE);
    CHECK(native::available(pair.other) == 3);
}

TEST_CASE("a message that fails is left as it was") {
    std::byte control[8];
    sockaddr_storage from = {};
    std::string text(1, '.');
    const mutable_bytes buffers[] = {text};
    incoming came = {buffers, reinterpret_cast<os::socket_address*>(&from), sizeof from, control, os::truncated};
    const auto unchanged = [&] {
        return came.address_size == sizeof from && came.control.size() == sizeof control && came.flags == os::truncated;
    };
    const const_bytes data[] = {"x"_bytes};
    CHECK(native::sendmsg(-1, {data}, 0) == -EBADF);
    CHECK(native::recvmsg(-1, came, 0) == -EBADF);
    CHECK(unchanged());
    const pair_of_ends pair(SOCK_DGRAM);
    CHECK(native::recvmsg(pair.one, came, os::do_not_wait) == -EAGAIN);
    CHECK(unchanged());
}

TEST_CASE("SIGPIPE does not come from a message, nor from a batch") {
    REQUIRE(std::signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown(pair.one, os::direction::both) == 0);
    texts_to_send sent({"x"});
    CHECK(native::sendmsg(pair.one, sent.batch[0], 0) == -EPIPE);
    CHECK(native::sendmmsg(pair.one, sent.batch, 0) == -EPIPE);
}

TEST_CASE("the end of a record: sent as asked for, and nothing else is said to have come") {
    const pair_of_ends pair(SOCK_SEQPACKET);
    const const_bytes data[] = {"abc"_bytes};
    CHECK(native::sendmsg(pair.one, {data}, os::end_of_record) == 3);
    std::string text(8, '.');
    const mutable_bytes buffers[] = {text};
    incoming came = {buffers};
    CHECK(native::recvmsg(pair.other, came, 0) == 3);
    // POSIX wants it on each record of a Unix socket; Linux does not say it there.
    CHECK((came.flags & ~os::end_of_record) == 0);
}

TEST_CASE("what the kernel says of a message is taken over, but for what it was asked for") {
    std::byte control[64];
    sockaddr_storage from = {};
    incoming came = {{}, reinterpret_cast<os::socket_address*>(&from), sizeof from, control};
    ::msghdr header = tenon::detail::kernel_form(came);
    CHECK((header.msg_name == &from && header.msg_namelen == sizeof from));
    CHECK((header.msg_control == control && header.msg_controllen == sizeof control));
    header.msg_namelen = 16;
    header.msg_controllen = 24;
    header.msg_flags = MSG_EOR | MSG_TRUNC | MSG_CTRUNC | MSG_OOB | MSG_ERRQUEUE | tenon::detail::close_received_on_exec;
    std::memset(control, 0, sizeof control);
    tenon::detail::take_over(came, header);
    CHECK(came.address_size == 16);
    CHECK((came.control.data() == control && came.control.size() == 24));
    CHECK(came.flags == (os::end_of_record | os::truncated | os::control_truncated | os::out_of_band | os::error_queue));
}

TEST_CASE("descriptors come, each close-on-exec") {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
        const pair_of_ends pair(type);
        const owned file = ::open("/dev/null", O_RDONLY);
        const owned other_file = ::open("/proc/self/exe", O_RDONLY);
        REQUIRE_FALSE(closes_on_exec(file));
        REQUIRE(send_rights(pair.one, std::array<int, 2>{file, other_file}) == 1);
        std::string text(4, '.');
        const mutable_bytes buffers[] = {text};
        space_for_descriptors<8> control;
        incoming came = {.buffers = buffers, .control = control};
        CHECK(native::recvmsg(pair.other, came, 0) == 1);
        CHECK(text == "x...");
        CHECK(came.flags == 0);
        CHECK(came.control.size() == os::control_space(2 * sizeof(int)));
        const std::vector<owned> rights = rights_in(came.control);
        REQUIRE(rights.size() == 2);
        CHECK((closes_on_exec(rights[0]) && closes_on_exec(rights[1])));
        CHECK((same_file(rights[0], file) && same_file(rights[1], other_file)));
    }
}

TEST_CASE("descriptors for which there is no space: said, and closed by the kernel") {
    if (!messages_reach_the_kernel())
        SKIP_TEST(rewritten);
    const pair_of_ends pair(SOCK_DGRAM);
    const owned file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    std::string text(4, '.');
    const mutable_bytes buffers[] = {text};
    const int before = open_descriptors();
    for (std::size_t size = 0; size <= os::control_space(3 * sizeof(int)); ++size) {
        INFO(size);
        REQUIRE(send_rights(pair.one, std::array<int, 3>{file, file, file}) == 1);
        std::vector<std::byte> control(size);
        incoming came = {.buffers = buffers, .control = control};
        CHECK(native::recvmsg(pair.other, came, 0) == 1);
        const std::size_t fit = size < os::control_header_size ? 0 : (size - os::control_header_size) / sizeof(int);
        CHECK(came.flags == (fit < 3 ? os::control_truncated : 0));
        const std::vector<owned> rights = rights_in(came.control);
        CHECK(rights.size() == (fit < 3 ? fit : 3));
        CHECK(open_descriptors() == before + static_cast<int>(rights.size()));
    }
    // Calls that have no buffer for control data leak none either.
    for (int time = 0; time != 4; ++time) {
        REQUIRE(send_rights(pair.one, std::array<int, 1>{file}) == 1);
        sockaddr_storage from = {};
        os::address_length length = sizeof from;
        auto* const address = reinterpret_cast<os::socket_address*>(&from);
        const std::span<const mutable_bytes> several(buffers);
        CHECK((time == 0   ? native::recv(pair.other, buffers[0], 0)
               : time == 1 ? native::recv(pair.other, several, 0)
               : time == 2 ? native::recv_datagram(pair.other, several, 0)
                           : native::recvfrom(pair.other, several, address, &length, 0)) == 1);
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("descriptors that came without the flag are made close-on-exec, and nothing else in the control data is") {
    const owned one = ::open("/dev/null", O_RDONLY);
    const owned other = ::open("/dev/null", O_RDONLY);
    const owned not_meant = ::open("/dev/null", O_RDONLY);
    const int both[] = {one, other};
    const int number = not_meant;
    std::byte control[256];
    os::control_writer writer(control);
    REQUIRE(writer.add(SOL_SOCKET, SCM_RIGHTS + 100, {reinterpret_cast<const std::byte*>(&number), sizeof number}));
    REQUIRE(writer.add(IPPROTO_IP, SCM_RIGHTS, {reinterpret_cast<const std::byte*>(&number), sizeof number}));
    REQUIRE(writer.add(SOL_SOCKET, SCM_RIGHTS, {reinterpret_cast<const std::byte*>(both), sizeof both}));
    tenon::detail::close_rights_on_exec(writer.written());
    CHECK((closes_on_exec(one) && closes_on_exec(other)));
    CHECK_FALSE(closes_on_exec(not_meant));
}

TEST_CASE("more descriptors than a message takes are refused") {
    const pair_of_ends pair(SOCK_DGRAM);
    std::array<int, 254> many;
    many.fill(pair.one);
    CHECK(send_rights(pair.one, many) == -EINVAL);
    CHECK(native::available(pair.other) == 0);
}

TEST_CASE("a batch: all are sent, and as many as have come are received") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        udp_socket sender;
        udp_socket receiver;
        texts_to_send sent({"a", "", "ccc"});
        for (outgoing_in_batch& each : sent.batch) {
            each.address = receiver.as_address();
            each.address_size = sizeof receiver.address;
        }
        CHECK(way.send(sender.descriptor, sent.batch, 0) == 3);
        CHECK((sent.batch[0].count == 1 && sent.batch[1].count == 0 && sent.batch[2].count == 3));
        // The socket blocks: it waits for the first, and not for the two that never come.
        texts_to_fill came(5, 2);
        std::array<sockaddr_in, 5> from = {};
        for (std::size_t index = 0; index != from.size(); ++index) {
            came.batch[index].address = reinterpret_cast<os::socket_address*>(&from[index]);
            came.batch[index].address_size = sizeof from[index];
            came.batch[index].count = 77;
        }
        CHECK(way.receive(receiver.descriptor, came.batch, os::true_length) == 3);
        CHECK((came.batch[0].count == 1 && came.texts[0] == "a." && came.batch[0].flags == 0));
        CHECK((came.batch[1].count == 0 && came.texts[1] == ".." && came.batch[1].flags == 0));
        CHECK((came.batch[2].count == 3 && came.texts[2] == "cc" && came.batch[2].flags == os::truncated));
        CHECK((came.batch[3].count == 77 && came.batch[3].address_size == sizeof from[3]));
        for (std::size_t index = 0; index != 3; ++index)
            CHECK(from[index].sin_port == sender.address.sin_port);
        CHECK(way.receive(receiver.descriptor, came.batch, os::do_not_wait) == -EAGAIN);
    }
}

TEST_CASE("a batch: no more are received than are asked for, in their order") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        const pair_of_ends pair(SOCK_DGRAM);
        texts_to_send sent({"a", "bb", "ccc", "dddd"});
        REQUIRE(way.send(pair.one, sent.batch, 0) == 4);
        texts_to_fill came(3, 8);
        CHECK(way.receive(pair.other, came.batch, 0) == 3);
        CHECK((came.text(0) == "a" && came.text(1) == "bb" && came.text(2) == "ccc"));
        CHECK(way.receive(pair.other, came.batch, 0) == 1);
        CHECK(came.text(0) == "dddd");
    }
}

TEST_CASE("a batch: descriptors come with the message that they were sent with") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        const pair_of_ends pair(SOCK_DGRAM);
        REQUIRE(send_rights(pair.one, std::array<int, 1>{pair.one}) == 1);
        REQUIRE(native::send(pair.one, "y"_bytes, 0) == 1);
        REQUIRE(send_rights(pair.one, std::array<int, 2>{pair.one, pair.other}) == 1);
        texts_to_fill came(3, 4);
        std::array<space_for_descriptors<1>, 3> control;
        for (std::size_t index = 0; index != 3; ++index)
            came.batch[index].control = control[index];
        const int before = open_descriptors();
        REQUIRE(way.receive(pair.other, came.batch, 0) == 3);
        std::vector<owned> rights[3];
        for (std::size_t index = 0; index != 3; ++index)
            rights[index] = rights_in(came.batch[index].control);
        REQUIRE((rights[0].size() == 1 && rights[1].empty() && !rights[2].empty()));
        CHECK((closes_on_exec(rights[0][0]) && closes_on_exec(rights[2][0])));
        CHECK((came.batch[0].flags == 0 && came.batch[1].flags == 0));
        CHECK((came.batch[2].flags == 0) == (rights[2].size() == 2));
        CHECK(open_descriptors() == before + 1 + static_cast<int>(rights[2].size()));
    }
}

TEST_CASE("a batch of none is done at once") {
    const pair_of_ends pair(SOCK_DGRAM);
    for (const batch_way& way : batch_ways) {
        CHECK(way.send(pair.one, {}, 0) == 0);
        CHECK(way.receive(pair.one, {}, 0) == 0);
    }
    // Without such a call there is none that could fail.
    for (const std::ptrdiff_t none : {native::sendmmsg(-1, {}, 0), native::recvmmsg(-1, {}, 0)})
        CHECK((none == 0 || none == -EBADF));
}

TEST_CASE("a batch: an error of the first message is the call's") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        udp_socket sender;
        texts_to_send sent({"a", "b"});
        CHECK(way.send(-1, sent.batch, 0) == -EBADF);
        CHECK(way.send(sender.descriptor, sent.batch, 0) == -EDESTADDRREQ);
        texts_to_fill came(2, 2);
        CHECK(way.receive(-1, came.batch, 0) == -EBADF);
        const std::vector<mutable_bytes> too_many(IOV_MAX + 1, came.views[0]);
        came.batch[0].buffers = too_many;
        CHECK(way.receive(sender.descriptor, came.batch, os::do_not_wait) == -EMSGSIZE);
    }
}

TEST_CASE("a batch: an error in the middle ends it, and the next call reports it") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        const pair_of_ends pair(SOCK_DGRAM);
        const std::vector<const_bytes> too_many(IOV_MAX + 1, "x"_bytes);
        texts_to_send sent({"a", "b", "c"});
        sent.batch[1].buffers = too_many;
        CHECK(way.send(pair.one, sent.batch, 0) == 1);
        CHECK(way.send(pair.one, std::span(sent.batch).subspan(1), 0) == -EMSGSIZE);
        CHECK(way.send(pair.one, std::span(sent.batch).subspan(2), 0) == 1);

        texts_to_fill came(3, 2);
        const std::vector<mutable_bytes> too_many_buffers(IOV_MAX + 1, came.views[2]);
        came.batch[1].buffers = too_many_buffers;
        CHECK(way.receive(pair.other, came.batch, 0) == 1);
        CHECK(came.text(0) == "a");
        CHECK(way.receive(pair.other, std::span(came.batch).subspan(1), 0) == -EMSGSIZE);
        CHECK(way.receive(pair.other, std::span(came.batch).subspan(2), 0) == 1);
        CHECK(came.text(2) == "c");
    }
}

TEST_CASE("a batch: a pending error is reported before anything is received, once") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        udp_socket socket;
        udp_socket peer;
        REQUIRE(native::connect(socket.descriptor, peer.as_address(), sizeof peer.address) == 0);
        REQUIRE(native::connect(peer.descriptor, socket.as_address(), sizeof socket.address) == 0);
        REQUIRE(native::send(peer.descriptor, "a"_bytes, 0) == 1);
        native::close(peer.descriptor.release());
        REQUIRE(native::send(socket.descriptor, "b"_bytes, 0) == 1);
        REQUIRE((native::poll(socket.descriptor, 0, -1) & POLLERR) != 0);
        texts_to_fill came(2, 2);
        CHECK(way.receive(socket.descriptor, came.batch, 0) == -ECONNREFUSED);
        CHECK(way.receive(socket.descriptor, came.batch, 0) == 1);
        CHECK(came.text(0) == "a");
    }
}

TEST_CASE("a batch that is longer than one call takes is done in part, and the rest by the next") {
    constexpr std::size_t many = os::longest_batch + 3;
    texts_to_send sent(std::vector<std::string>(many, "x"));
    udp_socket receiver;
    udp_socket sender;
    for (outgoing_in_batch& each : sent.batch) {
        each.address = receiver.as_address();
        each.address_size = sizeof receiver.address;
    }
    CHECK(native::sendmmsg(sender.descriptor, sent.batch, 0) == os::longest_batch);
    CHECK(native::sendmmsg(sender.descriptor, std::span(sent.batch).subspan(os::longest_batch), 0) == 3);
    texts_to_fill came(many, 2);
    CHECK(native::recvmmsg(receiver.descriptor, came.batch, 0) == os::longest_batch);
    CHECK(native::recvmmsg(receiver.descriptor, came.batch, 0) == 3);
}
