// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <type_traits>
#include <vector>

// Adopts descriptors of any type and in any state as any socket. The right ones are adopted. The
// others are refused with the right error and stay unchanged. No descriptor stays open.

using fuzz::expect;

namespace {

/// The properties of a descriptor, read without tenon.
struct facts {
    int error = 0;  ///< the errno if it is not a socket
    int type = 0;
    int domain = 0;
    int protocol = 0;
    int listens = 0;
    bool has_peer = false;
};
int get_option(int descriptor, int name, int& value) {
    socklen_t size = sizeof value;
    return ::getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? 0 : errno;
}
facts facts_of(int descriptor) {
    facts found;
    found.error = get_option(descriptor, SO_TYPE, found.type);
    if (found.error != 0)
        return found;
    expect(get_option(descriptor, SO_DOMAIN, found.domain) == 0 &&
               get_option(descriptor, SO_PROTOCOL, found.protocol) == 0 &&
               get_option(descriptor, SO_ACCEPTCONN, found.listens) == 0,
           "a socket has the options of its type, family and protocol");
    sockaddr_storage peer;
    socklen_t size = sizeof peer;
    found.has_peer = ::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
    return found;
}

/// The properties that a type of socket requires of a descriptor.
struct requirements {
    int type = 0;
    int number = 0;  ///< 0: any
    int domain = 0;
    int other_domain = 0;
    bool listens = false;
    std::optional<bool> has_peer = std::nullopt;
    bool nonblocking = false;
};
std::error_code expected_error(const requirements& required, const facts& found) {
    if (found.error != 0)
        return {found.error, std::system_category()};
    if (found.type != required.type)
        return tenon::errc::wrong_socket_type;
    if (found.domain != required.domain && found.domain != required.other_domain)
        return tenon::errc::wrong_family;
    if (required.number != 0 && found.protocol != required.number)
        return tenon::errc::wrong_protocol;
    if ((found.listens != 0) != required.listens ||
        (required.has_peer && *required.has_peer != found.has_peer))
        return tenon::errc::wrong_state;
    return {};
}

struct adoption {
    requirements required;
    /// Adopts the descriptor. If `keep`, closes the socket at the end, otherwise releases it.
    std::error_code (*adopt)(int descriptor, bool keep);
};

template <class Protocol, class Family, class State, class Driver>
void add(std::vector<adoption>& all, requirements required) {
    required.listens = std::is_same_v<State, tenon::listening>;
    if constexpr (!std::is_same_v<State, tenon::connecting>)
        required.has_peer = std::is_same_v<State, tenon::connected> ||
                            std::is_same_v<State, tenon::sending> ||
                            std::is_same_v<State, tenon::receiving>;
    required.nonblocking = std::is_same_v<Driver, tenon::nonblocking>;
    all.push_back(
        {required, [](int descriptor, bool keep) {
             auto adopted = tenon::adopt<Protocol, Family, State>(Driver(), descriptor);
             if (!adopted)
                 return adopted.error();
             expect(adopted->native_handle() == descriptor, "an adopted socket has the descriptor");
             if (!keep)
                 expect(adopted->release() == descriptor, "release returns the descriptor");
             return std::error_code();
         }});
}
template <class Protocol, class Family, class Driver>
void add_states(std::vector<adoption>& all, const requirements& required) {
    add<Protocol, Family, tenon::opened, Driver>(all, required);
    add<Protocol, Family, tenon::bound, Driver>(all, required);
    add<Protocol, Family, tenon::connected, Driver>(all, required);
    if constexpr (tenon::connection_oriented<Protocol>) {
        add<Protocol, Family, tenon::listening, Driver>(all, required);
        add<Protocol, Family, tenon::connecting, Driver>(all, required);
        add<Protocol, Family, tenon::sending, Driver>(all, required);
        add<Protocol, Family, tenon::receiving, Driver>(all, required);
    }
}
template <class Protocol, class Family>
void add_pair(std::vector<adoption>& all, const requirements& required) {
    add_states<Protocol, Family, tenon::blocking>(all, required);
    add_states<Protocol, Family, tenon::nonblocking>(all, required);
}
std::vector<adoption> all_adoptions() {
    using namespace tenon;
    std::vector<adoption> all;
    add_pair<tcp, ipv4>(all, {.type = SOCK_STREAM, .number = IPPROTO_TCP, .domain = AF_INET});
    add_pair<tcp, ipv6>(all, {.type = SOCK_STREAM, .number = IPPROTO_TCP, .domain = AF_INET6});
    add_pair<stream, any_ip>(all,
                             {.type = SOCK_STREAM, .domain = AF_INET, .other_domain = AF_INET6});
    add_pair<udp, ipv4>(all, {.type = SOCK_DGRAM, .number = IPPROTO_UDP, .domain = AF_INET});
    add_pair<udp, any_ip>(
        all,
        {.type = SOCK_DGRAM, .number = IPPROTO_UDP, .domain = AF_INET, .other_domain = AF_INET6});
    add_pair<datagram, ipv6>(all, {.type = SOCK_DGRAM, .domain = AF_INET6});
    add_pair<icmp_echo, ipv4>(all, {.type = SOCK_DGRAM, .number = IPPROTO_ICMP, .domain = AF_INET});
    add_pair<raw_ip<89>, ipv4>(all, {.type = SOCK_RAW, .number = 89, .domain = AF_INET});
    add_pair<stream, unix_domain>(all, {.type = SOCK_STREAM, .domain = AF_UNIX});
    add_pair<seqpacket, unix_domain>(all, {.type = SOCK_SEQPACKET, .domain = AF_UNIX});
    add_pair<datagram, unix_domain>(all, {.type = SOCK_DGRAM, .domain = AF_UNIX});
    return all;
}

/// An address of this machine that the system completes with a free port or name.
struct local_address {
    explicit local_address(int domain) {
        if (domain == AF_INET) {
            size = sizeof(sockaddr_in);
            reinterpret_cast<sockaddr_in&>(bytes).sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        } else if (domain == AF_INET6) {
            size = sizeof(sockaddr_in6);
            reinterpret_cast<sockaddr_in6&>(bytes).sin6_addr = IN6ADDR_LOOPBACK_INIT;
        } else {
            size = sizeof(sa_family_t);
        }
        bytes.ss_family = static_cast<sa_family_t>(domain);
    }
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&bytes); }

    sockaddr_storage bytes = {};
    socklen_t size = 0;
};

/// A descriptor, and the descriptor of its peer.
class specimen {
public:
    specimen() = default;
    specimen(const specimen&) = delete;
    specimen& operator=(const specimen&) = delete;
    ~specimen() {
        if (is_owned_)
            static_cast<void>(::close(descriptor_));
        close_peer();
    }

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// The descriptor is closed elsewhere from now on.
    void release() { is_owned_ = false; }

    void make(fuzz::decisions& choose) {
        constexpr std::array<std::array<int, 3>, 12> sockets = {
            {{AF_INET, SOCK_STREAM, 0},
             {AF_INET6, SOCK_STREAM, 0},
             {AF_UNIX, SOCK_STREAM, 0},
             {AF_UNIX, SOCK_SEQPACKET, 0},
             {AF_UNIX, SOCK_DGRAM, 0},
             {AF_INET, SOCK_DGRAM, 0},
             {AF_INET6, SOCK_DGRAM, 0},
             {AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE},
             {AF_INET, SOCK_DGRAM, IPPROTO_ICMP},
             {AF_INET, SOCK_RAW, 89},
             {AF_INET, SOCK_RAW, 90},
             {AF_NETLINK, SOCK_RAW, 2}}};
        const std::size_t choice = choose.below(sockets.size() + 4);
        if (choice < sockets.size()) {
            domain_ = sockets[choice][0];
            type_ = sockets[choice][1];
            protocol_ = sockets[choice][2];
            set_descriptor(::socket(domain_, type_, protocol_));
        } else if (choice == sockets.size()) {
            set_descriptor(::open("/dev/null", O_RDWR));
        } else if (choice == sockets.size() + 1) {
            set_descriptor(::eventfd(0, 0));
        } else if (choice == sockets.size() + 2) {
            int ends[2];
            expect(::pipe(ends) == 0, "pipe(2) succeeds");
            set_descriptor(ends[0]);
            peer_ = ends[1];
        } else {
            // The number of a closed descriptor.
            descriptor_ = ::open("/dev/null", O_RDWR);
            ::close(descriptor_);
        }
    }

    /// Makes a system call that may change the state. A call that fails has no effect.
    void change_state(fuzz::decisions& choose) {
        local_address address(domain_);
        switch (choose.below(10)) {
            case 0: static_cast<void>(::bind(descriptor_, address.get(), address.size)); break;
            case 1: static_cast<void>(::listen(descriptor_, 1)); break;
            case 2: connect(); break;
            case 3: static_cast<void>(::shutdown(descriptor_, SHUT_RD)); break;
            case 4: static_cast<void>(::shutdown(descriptor_, SHUT_WR)); break;
            case 5: static_cast<void>(::shutdown(descriptor_, SHUT_RDWR)); break;
            case 6: close_peer(); break;
            case 7: disconnect(); break;
            case 8: static_cast<void>(::fcntl(descriptor_, F_SETFL, O_NONBLOCK)); break;
            default: static_cast<void>(::fcntl(descriptor_, F_SETFD, FD_CLOEXEC)); break;
        }
    }

private:
    void set_descriptor(int descriptor) {
        descriptor_ = descriptor;
        is_owned_ = descriptor >= 0;
        // Without this option each closed connection would leave a port in TIME-WAIT, and the ports
        // would soon be used up.
        const ::linger reset = {1, 0};
        static_cast<void>(::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset));
    }
    void close_peer() {
        if (peer_ >= 0)
            ::close(peer_);
        peer_ = -1;
    }
    /// Connects the descriptor to a socket of the same type, which listens if the type can.
    void connect() {
        if (domain_ == AF_UNSPEC || peer_ >= 0)
            return;
        const int listener = ::socket(domain_, type_ | SOCK_NONBLOCK, protocol_);
        local_address address(domain_);
        if (::bind(listener, address.get(), address.size) == 0) {
            static_cast<void>(::listen(listener, 1));
            socklen_t size = sizeof address.bytes;
            if (::getsockname(listener, address.get(), &size) == 0 &&
                ::connect(descriptor_, address.get(), size) == 0)
                peer_ = ::accept(listener, nullptr, nullptr);
        }
        ::close(listener);
    }
    void disconnect() {
        const sockaddr unspecified = {};
        static_cast<void>(::connect(descriptor_, &unspecified, sizeof unspecified));
    }

    int descriptor_ = -1;
    int peer_ = -1;
    int domain_ = AF_UNSPEC;
    int type_ = 0;
    int protocol_ = 0;
    bool is_owned_ = false;
};

/// The flags and the inode of a descriptor.
struct descriptor_state {
    explicit descriptor_state(int descriptor)
        : flags(::fcntl(descriptor, F_GETFD)), status(::fcntl(descriptor, F_GETFL)) {
        if (struct ::stat found; ::fstat(descriptor, &found) == 0)
            node = found.st_ino;
    }
    friend bool operator==(const descriptor_state&, const descriptor_state&) = default;

    int flags;
    int status;
    ::ino_t node = 0;
};

/// Returns the lowest free descriptor.
int lowest_free() {
    const int descriptor = ::open("/dev/null", O_RDONLY);
    ::close(descriptor);
    return descriptor;
}

void check(fuzz::decisions& choose) {
    static const std::vector<adoption> adoptions = all_adoptions();
    specimen one;
    one.make(choose);
    for (std::size_t changes = choose.below(5); changes != 0; --changes)
        one.change_state(choose);
    do {
        const adoption& tried = adoptions[choose.value<std::uint16_t>() % adoptions.size()];
        const bool keep = choose.below(4) == 0;
        const descriptor_state before(one.descriptor());
        const std::error_code expected = expected_error(tried.required, facts_of(one.descriptor()));
        const std::error_code returned = tried.adopt(one.descriptor(), keep);
        expect(returned == expected, "adopt succeeds or fails with the expected error");
        const descriptor_state after(one.descriptor());
        if (returned) {
            expect(after == before, "a refused descriptor is unchanged");
        } else if (keep) {
            one.release();
            expect(after.flags < 0, "an adopted socket is closed at its end");
            break;
        } else {
            expect((after.flags & FD_CLOEXEC) != 0, "an adopted socket is close-on-exec");
            expect(((after.status & O_NONBLOCK) != 0) == tried.required.nonblocking,
                   "an adopted socket is nonblocking if its driver requires it");
            expect(after.node == before.node, "an adopted socket is the same file");
        }
    } while (!choose.over());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const int before = lowest_free();
    check(choose);
    expect(lowest_free() == before, "no descriptor is left open");
    return 0;
}
