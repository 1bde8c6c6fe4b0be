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

/// Returns the number of open descriptors of this process, plus a constant.
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

/// Sends "x" with the descriptors.
template <std::size_t Count>
std::ptrdiff_t send_rights(int socket, const std::array<int, Count>& descriptors) {
    space_for_descriptors<Count> control;
    os::control_writer writer(control);
    REQUIRE(
        writer.add(SOL_SOCKET, SCM_RIGHTS,
                   {reinterpret_cast<const std::byte*>(descriptors.data()), sizeof descriptors}));
    const const_bytes data[] = {"x"_bytes};
    return native::sendmsg(socket, {.buffers = data, .control = writer.written()}, 0);
}

/// Returns the descriptors in the control data, and owns them.
std::vector<owned> rights_in(const_bytes control) {
    std::vector<owned> all;
    os::control_item item;
    for (os::control_reader reader(control); reader.next(item);) {
        CHECK((item.level == SOL_SOCKET && item.type == SCM_RIGHTS));
        for (std::size_t offset = 0; offset + sizeof(int) <= item.data.size();
             offset += sizeof(int)) {
            int descriptor = -1;
            std::memcpy(&descriptor, item.data.data() + offset, sizeof descriptor);
            all.emplace_back(descriptor);
        }
    }
    return all;
}

bool same_file(int one, int other) {
    struct ::stat first = {};
    struct ::stat second = {};
    return ::fstat(one, &first) == 0 && ::fstat(other, &second) == 0 &&
           first.st_ino == second.st_ino && first.st_dev == second.st_dev;
}

/// A way to transfer a batch: the system's batch call, or one call for each message, as on a system
/// without batch calls.
struct batch_way {
    const char* name;
    std::ptrdiff_t (*send)(int, std::span<outgoing_in_batch>, int);
    std::ptrdiff_t (*receive)(int, std::span<incoming_in_batch>, int);
};
std::ptrdiff_t negated(std::ptrdiff_t returned) {
    return returned < 0 ? -errno : returned;
}
const batch_way batch_ways[] = {
    {"batch call",
     [](int socket, std::span<outgoing_in_batch> batch, int flags) {
         return native::sendmmsg(socket, batch, flags);
     },
     [](int socket, std::span<incoming_in_batch> batch, int flags) {
         return native::recvmmsg(socket, batch, flags);
     }},
    {"single calls",
     [](int socket, std::span<outgoing_in_batch> batch, int flags) {
         return negated(tenon::detail::send_each(socket, batch, flags | MSG_NOSIGNAL));
     },
     [](int socket, std::span<incoming_in_batch> batch, int flags) {
         return negated(tenon::detail::receive_each(socket, batch, flags));
     }},
};

/// A batch with one message for each text.
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

/// Returns whether sendmsg(2) and recvmsg(2) pass the msghdr to the kernel unchanged. The user mode
/// of qemu rewrites it: a message without buffers is not sent, a short address is overrun, and
/// truncated control data is not reported.
bool messages_reach_the_kernel() {
    const pair_of_ends pair(SOCK_DGRAM);
    const ::msghdr no_buffers = {};
    REQUIRE(::sendmsg(pair.one, &no_buffers, 0) == 0);
    char byte = 0;
    return ::recv(pair.other, &byte, 1, MSG_DONTWAIT) == 0;
}
constexpr const char* skip_reason =
    "sendmsg(2) does not send a message without buffers, as in the user mode of qemu";

/// A batch of `count` messages with buffers of `size` bytes each.
struct texts_to_fill {
    texts_to_fill(std::size_t count, std::size_t size)
        : texts(count, std::string(size, '.')), batch(count) {
        for (std::string& text : texts)
            views.emplace_back(text);
        for (std::size_t index = 0; index != count; ++index)
            batch[index].buffers = {&views[index], 1};
    }
    [[nodiscard]] std::string text(std::size_t index) const {
        return texts[index].substr(0, batch[index].count);
    }
    std::vector<std::string> texts;
    std::vector<mutable_bytes> views;
    std::vector<incoming_in_batch> batch;
};

template <class View>
concept has_message = requires { typename os::message<View>; };

}  // namespace

TEST_CASE("message: exists for views of bytes to send or to fill, and for no other type") {
    STATIC_REQUIRE(has_message<const_bytes>);
    STATIC_REQUIRE(has_message<mutable_bytes>);
    STATIC_REQUIRE_FALSE(has_message<int>);
    STATIC_REQUIRE_FALSE(has_message<const mutable_bytes>);
    STATIC_REQUIRE(outgoing::is_sent);
    STATIC_REQUIRE_FALSE(incoming::is_sent);
}

TEST_CASE("sendmsg, recvmsg: transfer several buffers, and the addresses of receiver and sender") {
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
    incoming received = {buffers, reinterpret_cast<os::socket_address*>(&from), sizeof from};
    received.flags = os::truncated | os::end_of_record;
    CHECK(native::recvmsg(receiver.descriptor, received, 0) == 5);
    CHECK((first == "a" && last == "bcde....."));
    CHECK(received.address_size == sizeof(sockaddr_in));
    CHECK(std::memcmp(&from, &sender.address, sizeof sender.address) == 0);
    CHECK(received.control.empty());
    CHECK(received.flags == 0);
}

TEST_CASE("recvmsg: a truncated address has its true size, without a buffer the size is 0") {
    if (!messages_reach_the_kernel())
        SKIP_TEST(skip_reason);
    udp_socket sender;
    udp_socket receiver;
    const const_bytes data[] = {"a"_bytes};
    const outgoing sent = {data, receiver.as_address(), sizeof receiver.address};
    std::string text(4, '.');
    const mutable_bytes buffers[] = {text};
    REQUIRE(native::sendmsg(sender.descriptor, sent, 0) == 1);
    sockaddr_storage from;
    std::memset(&from, 0x7f, sizeof from);
    incoming truncated = {buffers, reinterpret_cast<os::socket_address*>(&from), 2};
    CHECK(native::recvmsg(receiver.descriptor, truncated, 0) == 1);
    CHECK(truncated.address_size == sizeof(sockaddr_in));
    CHECK(from.ss_family == AF_INET);
    CHECK(reinterpret_cast<const unsigned char*>(&from)[2] == 0x7f);
    REQUIRE(native::sendmsg(sender.descriptor, sent, 0) == 1);
    incoming without_address = {buffers, nullptr, 99};
    CHECK(native::recvmsg(receiver.descriptor, without_address, 0) == 1);
    CHECK(without_address.address_size == 0);
}

TEST_CASE("recvmsg: a truncated message is marked, and with true_length its length is returned") {
    const pair_of_ends pair(SOCK_DGRAM);
    const const_bytes data[] = {"longer than that"_bytes};
    std::string text(3, '.');
    const mutable_bytes buffers[] = {text};
    for (const int flags : {0, os::true_length}) {
        REQUIRE(native::sendmsg(pair.one, {data}, 0) == 16);
        incoming received = {buffers};
        CHECK(native::recvmsg(pair.other, received, flags) == (flags == 0                    ? 3
                                                               : native::reports_true_length ? 16
                                                                                             : 4));
        CHECK(text == "lon");
        CHECK(received.flags == os::truncated);
    }
    // A message that exactly fills its buffers is not truncated.
    REQUIRE(native::send(pair.one, "abc"_bytes, 0) == 3);
    incoming whole = {buffers};
    CHECK(native::recvmsg(pair.other, whole, os::true_length) == 3);
    CHECK(whole.flags == 0);
}

TEST_CASE("sendmsg, recvmsg: an empty message is transferred, with and without buffers") {
    if (!messages_reach_the_kernel())
        SKIP_TEST(skip_reason);
    const pair_of_ends pair(SOCK_DGRAM);
    const const_bytes nothing[] = {""_bytes};
    std::string text(3, '.');
    const mutable_bytes buffers[] = {text};
    CHECK(native::sendmsg(pair.one, {}, 0) == 0);
    CHECK(native::sendmsg(pair.one, {nothing}, 0) == 0);
    CHECK(native::send(pair.one, "abc"_bytes, 0) == 3);
    CHECK(native::send(pair.one, "d"_bytes, 0) == 1);
    incoming received = {buffers};
    CHECK(native::recvmsg(pair.other, received, 0) == 0);
    CHECK(native::recvmsg(pair.other, received, 0) == 0);
    CHECK(received.flags == 0);
    incoming no_buffers;
    CHECK(native::recvmsg(pair.other, no_buffers, os::true_length) ==
          (native::reports_true_length ? 3 : 1));
    CHECK(no_buffers.flags == os::truncated);
    CHECK(native::recvmsg(pair.other, received, 0) == 1);
    CHECK(text == "d..");
}

TEST_CASE("sendmsg, recvmsg: more than IOV_MAX buffers fail with EMSGSIZE and transfer nothing") {
    const pair_of_ends pair(SOCK_DGRAM);
    std::string text(1, '.');
    const std::vector<const_bytes> data(IOV_MAX + 1, "x"_bytes);
    const std::vector<mutable_bytes> buffers(IOV_MAX + 1, text);
    CHECK(native::sendmsg(pair.one, {data}, 0) == -EMSGSIZE);
    REQUIRE(native::send(pair.one, "abc"_bytes, 0) == 3);
    incoming received = {buffers};
    CHECK(native::recvmsg(pair.other, received, 0) == -EMSGSIZE);
    CHECK(native::available(pair.other) == 3);
}

TEST_CASE("recvmsg: an error leaves the message unchanged") {
    std::byte control[8];
    sockaddr_storage from = {};
    std::string text(1, '.');
    const mutable_bytes buffers[] = {text};
    incoming received = {buffers, reinterpret_cast<os::socket_address*>(&from), sizeof from,
                         control, os::truncated};
    const auto unchanged = [&] {
        return received.address_size == sizeof from && received.control.size() == sizeof control &&
               received.flags == os::truncated;
    };
    const const_bytes data[] = {"x"_bytes};
    CHECK(native::sendmsg(-1, {data}, 0) == -EBADF);
    CHECK(native::recvmsg(-1, received, 0) == -EBADF);
    CHECK(unchanged());
    const pair_of_ends pair(SOCK_DGRAM);
    CHECK(native::recvmsg(pair.one, received, os::do_not_wait) == -EAGAIN);
    CHECK(unchanged());
}

TEST_CASE("sendmsg, sendmmsg: fail with EPIPE and raise no SIGPIPE") {
    REQUIRE(std::signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    const pair_of_ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown(pair.one, os::direction::both) == 0);
    texts_to_send sent({"x"});
    CHECK(native::sendmsg(pair.one, sent.batch[0], 0) == -EPIPE);
    CHECK(native::sendmmsg(pair.one, sent.batch, 0) == -EPIPE);
}

TEST_CASE("sendmsg: end_of_record is accepted, and no other flag is received") {
    const pair_of_ends pair(SOCK_SEQPACKET);
    const const_bytes data[] = {"abc"_bytes};
    CHECK(native::sendmsg(pair.one, {data}, os::end_of_record) == 3);
    std::string text(8, '.');
    const mutable_bytes buffers[] = {text};
    incoming received = {buffers};
    CHECK(native::recvmsg(pair.other, received, 0) == 3);
    // POSIX requires the flag on each record of a Unix socket; Linux does not set it.
    CHECK((received.flags & ~os::end_of_record) == 0);
}

TEST_CASE("take_over: copies the sizes and flags of the msghdr, except MSG_CMSG_CLOEXEC") {
    std::byte control[64];
    sockaddr_storage from = {};
    incoming received = {{}, reinterpret_cast<os::socket_address*>(&from), sizeof from, control};
    ::msghdr header = tenon::detail::kernel_form(received);
    CHECK((header.msg_name == &from && header.msg_namelen == sizeof from));
    CHECK((header.msg_control == control && header.msg_controllen == sizeof control));
    header.msg_namelen = 16;
    header.msg_controllen = 24;
    header.msg_flags = MSG_EOR | MSG_TRUNC | MSG_CTRUNC | MSG_OOB | MSG_ERRQUEUE |
                       tenon::detail::close_received_on_exec;
    std::memset(control, 0, sizeof control);
    tenon::detail::take_over(received, header);
    CHECK(received.address_size == 16);
    CHECK((received.control.data() == control && received.control.size() == 24));
    CHECK(received.flags == (os::end_of_record | os::truncated | os::control_truncated |
                             os::out_of_band | os::error_queue));
}

TEST_CASE("recvmsg: received descriptors are close-on-exec") {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
        const pair_of_ends pair(type);
        const owned file = ::open("/dev/null", O_RDONLY);
        const owned other_file = ::open("/proc/self/exe", O_RDONLY);
        REQUIRE_FALSE(closes_on_exec(file));
        REQUIRE(send_rights(pair.one, std::array<int, 2>{file, other_file}) == 1);
        std::string text(4, '.');
        const mutable_bytes buffers[] = {text};
        space_for_descriptors<8> control;
        incoming received = {.buffers = buffers, .control = control};
        CHECK(native::recvmsg(pair.other, received, 0) == 1);
        CHECK(text == "x...");
        CHECK(received.flags == 0);
        CHECK(received.control.size() == os::control_space(2 * sizeof(int)));
        const std::vector<owned> rights = rights_in(received.control);
        REQUIRE(rights.size() == 2);
        CHECK((closes_on_exec(rights[0]) && closes_on_exec(rights[1])));
        CHECK((same_file(rights[0], file) && same_file(rights[1], other_file)));
    }
}

TEST_CASE("recvmsg: descriptors without space are reported and closed by the kernel") {
    if (!messages_reach_the_kernel())
        SKIP_TEST(skip_reason);
    const pair_of_ends pair(SOCK_DGRAM);
    const owned file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    std::string text(4, '.');
    const mutable_bytes buffers[] = {text};
    const int before = open_descriptors();
    for (std::size_t size = 0; size <= os::control_space(3 * sizeof(int)); ++size) {
        INFO(size);
        REQUIRE(send_rights(pair.one, std::array<int, 3>{file, file, file}) == 1);
        std::vector<std::byte> control(size);
        incoming received = {.buffers = buffers, .control = control};
        CHECK(native::recvmsg(pair.other, received, 0) == 1);
        const std::size_t fit =
            size < os::control_header_size ? 0 : (size - os::control_header_size) / sizeof(int);
        CHECK(received.flags == (fit < 3 ? os::control_truncated : 0));
        const std::vector<owned> rights = rights_in(received.control);
        CHECK(rights.size() == (fit < 3 ? fit : 3));
        CHECK(open_descriptors() == before + static_cast<int>(rights.size()));
    }
    // Calls without a buffer for control data do not leak descriptors.
    for (int variant = 0; variant != 4; ++variant) {
        REQUIRE(send_rights(pair.one, std::array<int, 1>{file}) == 1);
        sockaddr_storage from = {};
        os::address_length length = sizeof from;
        auto* const address = reinterpret_cast<os::socket_address*>(&from);
        const std::span<const mutable_bytes> several(buffers);
        CHECK((variant == 0   ? native::recv(pair.other, buffers[0], 0)
               : variant == 1 ? native::recv(pair.other, several, 0)
               : variant == 2 ? native::recv_datagram(pair.other, several, 0)
                              : native::recvfrom(pair.other, several, address, &length, 0)) == 1);
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("close_rights_on_exec: makes only descriptors in SCM_RIGHTS close-on-exec") {
    const owned one = ::open("/dev/null", O_RDONLY);
    const owned other = ::open("/dev/null", O_RDONLY);
    const owned unrelated = ::open("/dev/null", O_RDONLY);
    const int both[] = {one, other};
    const int number = unrelated;
    std::byte control[256];
    os::control_writer writer(control);
    REQUIRE(writer.add(SOL_SOCKET, SCM_RIGHTS + 100,
                       {reinterpret_cast<const std::byte*>(&number), sizeof number}));
    REQUIRE(writer.add(IPPROTO_IP, SCM_RIGHTS,
                       {reinterpret_cast<const std::byte*>(&number), sizeof number}));
    REQUIRE(writer.add(SOL_SOCKET, SCM_RIGHTS,
                       {reinterpret_cast<const std::byte*>(both), sizeof both}));
    tenon::detail::close_rights_on_exec(writer.written());
    CHECK((closes_on_exec(one) && closes_on_exec(other)));
    CHECK_FALSE(closes_on_exec(unrelated));
}

TEST_CASE("sendmsg: too many descriptors fail with EINVAL") {
    const pair_of_ends pair(SOCK_DGRAM);
    std::array<int, 254> many;
    many.fill(pair.one);
    CHECK(send_rights(pair.one, many) == -EINVAL);
    CHECK(native::available(pair.other) == 0);
}

TEST_CASE("sendmmsg, recvmmsg: all messages are sent, only the queued ones are received") {
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
        // The socket is blocking: the call waits for the first message only.
        texts_to_fill received(5, 2);
        std::array<sockaddr_in, 5> from = {};
        for (std::size_t index = 0; index != from.size(); ++index) {
            received.batch[index].address = reinterpret_cast<os::socket_address*>(&from[index]);
            received.batch[index].address_size = sizeof from[index];
            received.batch[index].count = 77;
        }
        CHECK(way.receive(receiver.descriptor, received.batch, os::true_length) == 3);
        CHECK((received.batch[0].count == 1 && received.texts[0] == "a." &&
               received.batch[0].flags == 0));
        CHECK((received.batch[1].count == 0 && received.texts[1] == ".." &&
               received.batch[1].flags == 0));
        CHECK((received.batch[2].count == 3 && received.texts[2] == "cc" &&
               received.batch[2].flags == os::truncated));
        CHECK((received.batch[3].count == 77 && received.batch[3].address_size == sizeof from[3]));
        for (std::size_t index = 0; index != 3; ++index)
            CHECK(from[index].sin_port == sender.address.sin_port);
        CHECK(way.receive(receiver.descriptor, received.batch, os::do_not_wait) == -EAGAIN);
    }
}

TEST_CASE("recvmmsg: receives at most the requested number, in order") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        const pair_of_ends pair(SOCK_DGRAM);
        texts_to_send sent({"a", "bb", "ccc", "dddd"});
        REQUIRE(way.send(pair.one, sent.batch, 0) == 4);
        texts_to_fill received(3, 8);
        CHECK(way.receive(pair.other, received.batch, 0) == 3);
        CHECK((received.text(0) == "a" && received.text(1) == "bb" && received.text(2) == "ccc"));
        CHECK(way.receive(pair.other, received.batch, 0) == 1);
        CHECK(received.text(0) == "dddd");
    }
}

TEST_CASE("recvmmsg: descriptors arrive with their own message") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        const pair_of_ends pair(SOCK_DGRAM);
        REQUIRE(send_rights(pair.one, std::array<int, 1>{pair.one}) == 1);
        REQUIRE(native::send(pair.one, "y"_bytes, 0) == 1);
        REQUIRE(send_rights(pair.one, std::array<int, 2>{pair.one, pair.other}) == 1);
        texts_to_fill received(3, 4);
        std::array<space_for_descriptors<1>, 3> control;
        for (std::size_t index = 0; index != 3; ++index)
            received.batch[index].control = control[index];
        const int before = open_descriptors();
        REQUIRE(way.receive(pair.other, received.batch, 0) == 3);
        std::vector<owned> rights[3];
        for (std::size_t index = 0; index != 3; ++index)
            rights[index] = rights_in(received.batch[index].control);
        REQUIRE((rights[0].size() == 1 && rights[1].empty() && !rights[2].empty()));
        CHECK((closes_on_exec(rights[0][0]) && closes_on_exec(rights[2][0])));
        CHECK((received.batch[0].flags == 0 && received.batch[1].flags == 0));
        CHECK((received.batch[2].flags == 0) == (rights[2].size() == 2));
        CHECK(open_descriptors() == before + 1 + static_cast<int>(rights[2].size()));
    }
}

TEST_CASE("sendmmsg, recvmmsg: an empty batch returns 0") {
    const pair_of_ends pair(SOCK_DGRAM);
    for (const batch_way& way : batch_ways) {
        CHECK(way.send(pair.one, {}, 0) == 0);
        CHECK(way.receive(pair.one, {}, 0) == 0);
    }
    // On a system without batch calls no call is made, so none fails.
    for (const std::ptrdiff_t none : {native::sendmmsg(-1, {}, 0), native::recvmmsg(-1, {}, 0)})
        CHECK((none == 0 || none == -EBADF));
}

TEST_CASE("sendmmsg, recvmmsg: an error of the first message is returned") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        udp_socket sender;
        texts_to_send sent({"a", "b"});
        CHECK(way.send(-1, sent.batch, 0) == -EBADF);
        CHECK(way.send(sender.descriptor, sent.batch, 0) == -EDESTADDRREQ);
        texts_to_fill received(2, 2);
        CHECK(way.receive(-1, received.batch, 0) == -EBADF);
        const std::vector<mutable_bytes> too_many(IOV_MAX + 1, received.views[0]);
        received.batch[0].buffers = too_many;
        CHECK(way.receive(sender.descriptor, received.batch, os::do_not_wait) == -EMSGSIZE);
    }
}

TEST_CASE("sendmmsg, recvmmsg: a later error ends the batch, the next call returns it") {
    for (const batch_way& way : batch_ways) {
        INFO(way.name);
        const pair_of_ends pair(SOCK_DGRAM);
        const std::vector<const_bytes> too_many(IOV_MAX + 1, "x"_bytes);
        texts_to_send sent({"a", "b", "c"});
        sent.batch[1].buffers = too_many;
        CHECK(way.send(pair.one, sent.batch, 0) == 1);
        CHECK(way.send(pair.one, std::span(sent.batch).subspan(1), 0) == -EMSGSIZE);
        CHECK(way.send(pair.one, std::span(sent.batch).subspan(2), 0) == 1);

        texts_to_fill received(3, 2);
        const std::vector<mutable_bytes> too_many_buffers(IOV_MAX + 1, received.views[2]);
        received.batch[1].buffers = too_many_buffers;
        CHECK(way.receive(pair.other, received.batch, 0) == 1);
        CHECK(received.text(0) == "a");
        CHECK(way.receive(pair.other, std::span(received.batch).subspan(1), 0) == -EMSGSIZE);
        CHECK(way.receive(pair.other, std::span(received.batch).subspan(2), 0) == 1);
        CHECK(received.text(2) == "c");
    }
}

TEST_CASE("recvmmsg: a pending error is returned once, before any message") {
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
        texts_to_fill received(2, 2);
        CHECK(way.receive(socket.descriptor, received.batch, 0) == -ECONNREFUSED);
        CHECK(way.receive(socket.descriptor, received.batch, 0) == 1);
        CHECK(received.text(0) == "a");
    }
}

TEST_CASE("sendmmsg, recvmmsg: a batch above longest_batch is transferred in part") {
    constexpr std::size_t many = os::longest_batch + 3;
    texts_to_send sent(std::vector<std::string>(many, "x"));
    udp_socket receiver;
    udp_socket sender;
    for (outgoing_in_batch& each : sent.batch) {
        each.address = receiver.as_address();
        each.address_size = sizeof receiver.address;
    }
    CHECK(native::sendmmsg(sender.descriptor, sent.batch, 0) == os::longest_batch);
    CHECK(native::sendmmsg(sender.descriptor, std::span(sent.batch).subspan(os::longest_batch),
                           0) == 3);
    texts_to_fill received(many, 2);
    CHECK(native::recvmmsg(receiver.descriptor, received.batch, 0) == os::longest_batch);
    CHECK(native::recvmmsg(receiver.descriptor, received.batch, 0) == 3);
}
