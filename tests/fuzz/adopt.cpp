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

// Descriptors of any kind and in any state, adopted as any socket: those are taken that are such, the others are refused for
// the right reason and stay as they are, and none is left behind.

using fuzz::expect;

namespace {

/// What a descriptor is, asked without tenon.
struct facts {
    int error = 0;  ///< why it is no socket
    int type = 0;
    int domain = 0;
    int protocol = 0;
    int listens = 0;
    bool has_peer = false;
};
int ask(int descriptor, int name, int& answer) {
    socklen_t size = sizeof answer;
    return ::getsockopt(descriptor, SOL_SOCKET, name, &answer, &size) == 0 ? 0 : errno;
}
facts facts_of(int descriptor) {
    facts found;
    found.error = ask(descriptor, SO_TYPE, found.type);
    if (found.error != 0)
        return found;
    expect(ask(descriptor, SO_DOMAIN, found.domain) == 0 && ask(descriptor, SO_PROTOCOL, found.protocol) == 0 &&
               ask(descriptor, SO_ACCEPTCONN, found.listens) == 0,
           "a socket says what it is");
    sockaddr_storage peer;
    socklen_t size = sizeof peer;
    found.has_peer = ::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
    return found;
}

/// What a type of socket says of a descriptor.
struct claimed {
    int type = 0;
    int number = 0;  ///< 0: any
    int domain = 0;
    int other_domain = 0;
    bool listens = false;
    std::optional<bool> has_peer = std::nullopt;
    bool nonblocking = false;
};
std::error_code refusal(const claimed& claim, const facts& found) {
    if (found.error != 0)
        return {found.error, std::system_category()};
    if (found.type != claim.type)
        return tenon::errc::wrong_socket_type;
    if (found.domain != claim.domain && found.domain != claim.other_domain)
        return tenon::errc::wrong_family;
    if (claim.number != 0 && found.protocol != claim.number)
        return tenon::errc::wrong_protocol;
    if ((found.listens != 0) != claim.listens || (claim.has_peer && *claim.has_peer != found.has_peer))
        return tenon::errc::wrong_state;
    return {};
}

struct claim {
    claimed says;
    /// Adopts it so, and keeps it (closes it at the end) or releases it again.
    std::error_code (*adopt)(int descriptor, bool keep);
};

template <class Protocol, class Family, class State, class Driver>
void add(std::vector<claim>& all, claimed says) {
    says.listens = std::is_same_v<State, tenon::listening>;
    if constexpr (!std::is_same_v<State, tenon::connecting>)
        says.has_peer = std::is_same_v<State, tenon::connected> || std::is_same_v<State, tenon::sending> ||
                        std::is_same_v<State, tenon::receiving>;
    says.nonblocking = std::is_same_v<Driver, tenon::nonblocking>;
    all.push_back({says, [](int descriptor, bool keep) {
                       auto adopted = tenon::adopt<Protocol, Family, State>(Driver(), descriptor);
                       if (!adopted)
                           return adopted.error();
                       expect(adopted->native_handle() == descriptor, "what is adopted has its descriptor");
                       if (!keep)
                           expect(adopted->release() == descriptor, "what is released is the descriptor");
                       return std::error_code();
                   }});
}
template <class Protocol, class Family, class Driver>
void add_states(std::vector<claim>& all, const claimed& says) {
    add<Protocol, Family, tenon::opened, Driver>(all, says);
    add<Protocol, Family, tenon::bound, Driver>(all, says);
    add<Protocol, Family, tenon::connected, Driver>(all, says);
    if constexpr (tenon::connection_oriented<Protocol>) {
        add<Protocol, Family, tenon::listening, Driver>(all, says);
        add<Protocol, Family, tenon::connecting, Driver>(all, says);
        add<Protocol, Family, tenon::sending, Driver>(all, says);
        add<Protocol, Family, tenon::receiving, Driver>(all, says);
    }
}
template <class Protocol, class Family>
void add_pair(std::vector<claim>& all, const claimed& says) {
    add_states<Protocol, Family, tenon::blocking>(all, says);
    add_states<Protocol, Family, tenon::nonblocking>(all, says);
}
std::vector<claim> every_claim() {
    using namespace tenon;
    std::vector<claim> all;
    add_pair<tcp, ipv4>(all, {.type = SOCK_STREAM, .number = IPPROTO_TCP, .domain = AF_INET});
    add_pair<tcp, ipv6>(all, {.type = SOCK_STREAM, .number = IPPROTO_TCP, .domain = AF_INET6});
    add_pair<stream, any_ip>(all, {.type = SOCK_STREAM, .domain = AF_INET, .other_domain = AF_INET6});
    add_pair<udp, ipv4>(all, {.type = SOCK_DGRAM, .number = IPPROTO_UDP, .domain = AF_INET});
    add_pair<udp, any_ip>(all, {.type = SOCK_DGRAM, .number = IPPROTO_UDP, .domain = AF_INET, .other_domain = AF_INET6});
    add_pair<datagram, ipv6>(all, {.type = SOCK_DGRAM, .domain = AF_INET6});
    add_pair<icmp_echo, ipv4>(all, {.type = SOCK_DGRAM, .number = IPPROTO_ICMP, .domain = AF_INET});
    add_pair<raw_ip<89>, ipv4>(all, {.type = SOCK_RAW, .number = 89, .domain = AF_INET});
    add_pair<stream, unix_domain>(all, {.type = SOCK_STREAM, .domain = AF_UNIX});
    add_pair<seqpacket, unix_domain>(all, {.type = SOCK_SEQPACKET, .domain = AF_UNIX});
    add_pair<datagram, unix_domain>(all, {.type = SOCK_DGRAM, .domain = AF_UNIX});
    return all;
}

/// An address of this machine that nobody has, for the system to complete.
struct any_place {
    explicit any_place(int domain) {
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

/// A descriptor, and the other end of what it is connected to.
class specimen {
public:
    specimen() = default;
    specimen(const specimen&) = delete;
    specimen& operator=(const specimen&) = delete;
    ~specimen() {
        if (kept_)
            static_cast<void>(::close(descriptor_));
        hang_up();
    }

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// Another closes it from now on.
    void give_away() { kept_ = false; }

    void make(fuzz::decisions& choose) {
        constexpr std::array<std::array<int, 3>, 12> sockets = {{{AF_INET, SOCK_STREAM, 0},
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
        const std::size_t kind = choose.below(sockets.size() + 4);
        if (kind < sockets.size()) {
            domain_ = sockets[kind][0];
            type_ = sockets[kind][1];
            protocol_ = sockets[kind][2];
            keep(::socket(domain_, type_, protocol_));
        } else if (kind == sockets.size()) {
            keep(::open("/dev/null", O_RDWR));
        } else if (kind == sockets.size() + 1) {
            keep(::eventfd(0, 0));
        } else if (kind == sockets.size() + 2) {
            int ends[2];
            expect(::pipe(ends) == 0, "there is a pipe");
            keep(ends[0]);
            other_ = ends[1];
        } else {
            // A number that was a descriptor once.
            descriptor_ = ::open("/dev/null", O_RDWR);
            ::close(descriptor_);
        }
    }

    /// Whatever is refused has done nothing.
    void act(fuzz::decisions& choose) {
        any_place here(domain_);
        switch (choose.below(10)) {
            case 0: static_cast<void>(::bind(descriptor_, here.get(), here.size)); break;
            case 1: static_cast<void>(::listen(descriptor_, 1)); break;
            case 2: connect(); break;
            case 3: static_cast<void>(::shutdown(descriptor_, SHUT_RD)); break;
            case 4: static_cast<void>(::shutdown(descriptor_, SHUT_WR)); break;
            case 5: static_cast<void>(::shutdown(descriptor_, SHUT_RDWR)); break;
            case 6: hang_up(); break;
            case 7: dissolve(); break;
            case 8: static_cast<void>(::fcntl(descriptor_, F_SETFL, O_NONBLOCK)); break;
            default: static_cast<void>(::fcntl(descriptor_, F_SETFD, FD_CLOEXEC)); break;
        }
    }

private:
    void keep(int made) {
        descriptor_ = made;
        kept_ = made >= 0;
        // No port stays in use after the connection is closed: there would soon be none left.
        const ::linger at_once = {1, 0};
        static_cast<void>(::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
    }
    void hang_up() {
        if (other_ >= 0)
            ::close(other_);
        other_ = -1;
    }
    /// To a socket like it, which listens if it can.
    void connect() {
        if (domain_ == AF_UNSPEC || other_ >= 0)
            return;
        const int listener = ::socket(domain_, type_ | SOCK_NONBLOCK, protocol_);
        any_place there(domain_);
        if (::bind(listener, there.get(), there.size) == 0) {
            static_cast<void>(::listen(listener, 1));
            socklen_t size = sizeof there.bytes;
            if (::getsockname(listener, there.get(), &size) == 0 && ::connect(descriptor_, there.get(), size) == 0)
                other_ = ::accept(listener, nullptr, nullptr);
        }
        ::close(listener);
    }
    void dissolve() {
        const sockaddr nowhere = {};
        static_cast<void>(::connect(descriptor_, &nowhere, sizeof nowhere));
    }

    int descriptor_ = -1;
    int other_ = -1;
    int domain_ = AF_UNSPEC;
    int type_ = 0;
    int protocol_ = 0;
    bool kept_ = false;
};

/// The same file under the same number, and its flags.
struct appearance {
    explicit appearance(int descriptor) : flags(::fcntl(descriptor, F_GETFD)), status(::fcntl(descriptor, F_GETFL)) {
        if (struct ::stat found; ::fstat(descriptor, &found) == 0)
            node = found.st_ino;
    }
    friend bool operator==(const appearance&, const appearance&) = default;

    int flags;
    int status;
    ::ino_t node = 0;
};

/// The lowest number that no descriptor has.
int lowest_free() {
    const int descriptor = ::open("/dev/null", O_RDONLY);
    ::close(descriptor);
    return descriptor;
}

void check(fuzz::decisions& choose) {
    static const std::vector<claim> claims = every_claim();
    specimen one;
    one.make(choose);
    for (std::size_t acts = choose.below(5); acts != 0; --acts)
        one.act(choose);
    do {
        const claim& tried = claims[choose.value<std::uint16_t>() % claims.size()];
        const bool keep = choose.below(4) == 0;
        const appearance before(one.descriptor());
        const std::error_code wanted = refusal(tried.says, facts_of(one.descriptor()));
        const std::error_code given = tried.adopt(one.descriptor(), keep);
        expect(given == wanted, "adopted is what is such a socket, and the reason is right");
        const appearance after(one.descriptor());
        if (given) {
            expect(after == before, "what is refused stays as it is");
        } else if (keep) {
            one.give_away();
            expect(after.flags < 0, "what is adopted is closed");
            break;
        } else {
            expect((after.flags & FD_CLOEXEC) != 0, "what is adopted is closed by exec");
            expect(((after.status & O_NONBLOCK) != 0) == tried.says.nonblocking, "it is as the driver needs it");
            expect(after.node == before.node, "it is the same");
        }
    } while (!choose.over());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::decisions choose(data, size);
    const int before = lowest_free();
    check(choose);
    expect(lowest_free() == before, "no descriptor is left behind");
    return 0;
}
