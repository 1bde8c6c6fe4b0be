// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/address/port_number.hpp>

namespace tenon {
inline namespace v0 {

/// The ports of well-known services, by the names and numbers of the IANA registry of service names
/// and port numbers (RFC 6335). A port is of TCP unless its comment names another transport.
namespace ports {

inline constexpr std::uint16_t echo = 7;          ///< RFC 862; TCP and UDP
inline constexpr std::uint16_t discard = 9;       ///< RFC 863; TCP and UDP
inline constexpr std::uint16_t daytime = 13;      ///< RFC 867; TCP and UDP
inline constexpr std::uint16_t ftp_data = 20;     ///< File Transfer Protocol, data (RFC 959)
inline constexpr std::uint16_t ftp = 21;          ///< File Transfer Protocol, control (RFC 959)
inline constexpr std::uint16_t ssh = 22;          ///< Secure Shell (RFC 4251)
inline constexpr std::uint16_t telnet = 23;       ///< RFC 854
inline constexpr std::uint16_t smtp = 25;         ///< Simple Mail Transfer Protocol (RFC 5321)
inline constexpr std::uint16_t time = 37;         ///< RFC 868; TCP and UDP
inline constexpr std::uint16_t whois = 43;        ///< RFC 3912
inline constexpr std::uint16_t tacacs = 49;       ///< RFC 8907
inline constexpr std::uint16_t dns = 53;          ///< `domain`, RFC 1035; UDP and TCP
inline constexpr std::uint16_t dhcp_server = 67;  ///< `bootps`, RFC 2131; UDP
inline constexpr std::uint16_t dhcp_client = 68;  ///< `bootpc`, RFC 2131; UDP
inline constexpr std::uint16_t tftp = 69;      ///< Trivial File Transfer Protocol (RFC 1350); UDP
inline constexpr std::uint16_t finger = 79;    ///< RFC 1288
inline constexpr std::uint16_t http = 80;      ///< RFC 9110; TCP, and UDP for HTTP/3
inline constexpr std::uint16_t kerberos = 88;  ///< RFC 4120; UDP and TCP
inline constexpr std::uint16_t pop3 = 110;     ///< Post Office Protocol 3 (RFC 1939)
inline constexpr std::uint16_t sunrpc =
    111;                                     ///< the port mapper of ONC RPC (RFC 1833); UDP and TCP
inline constexpr std::uint16_t ident = 113;  ///< `auth`, RFC 1413
inline constexpr std::uint16_t nntp = 119;   ///< Network News Transfer Protocol (RFC 3977)
inline constexpr std::uint16_t ntp = 123;    ///< Network Time Protocol (RFC 5905); UDP
inline constexpr std::uint16_t rpc = 135;    ///< `epmap`, the endpoint mapper of DCE; TCP and UDP
inline constexpr std::uint16_t netbios_name = 137;      ///< `netbios-ns`, RFC 1002; UDP
inline constexpr std::uint16_t netbios_datagram = 138;  ///< `netbios-dgm`, RFC 1002; UDP
inline constexpr std::uint16_t netbios_session = 139;   ///< `netbios-ssn`, RFC 1002
inline constexpr std::uint16_t imap = 143;  ///< Internet Message Access Protocol (RFC 9051)
inline constexpr std::uint16_t snmp = 161;  ///< Simple Network Management Protocol (RFC 3417); UDP
inline constexpr std::uint16_t snmp_trap = 162;  ///< `snmptrap`; UDP
inline constexpr std::uint16_t bgp = 179;        ///< Border Gateway Protocol (RFC 4271)
inline constexpr std::uint16_t irc =
    194;  ///< Internet Relay Chat; most servers use `irc_alternate`
inline constexpr std::uint16_t ldap = 389;   ///< Lightweight Directory Access Protocol (RFC 4511)
inline constexpr std::uint16_t https = 443;  ///< RFC 9110; TCP, and UDP for HTTP/3
inline constexpr std::uint16_t smb = 445;    ///< `microsoft-ds`
inline constexpr std::uint16_t submissions = 465;    ///< message submission over TLS (RFC 8314)
inline constexpr std::uint16_t isakmp = 500;         ///< Internet Key Exchange (RFC 7296); UDP
inline constexpr std::uint16_t syslog = 514;         ///< RFC 5426; UDP
inline constexpr std::uint16_t rip = 520;            ///< `router`, RFC 2453; UDP
inline constexpr std::uint16_t dhcpv6_client = 546;  ///< RFC 8415; UDP
inline constexpr std::uint16_t dhcpv6_server = 547;  ///< RFC 8415; UDP
inline constexpr std::uint16_t rtsp = 554;           ///< Real-Time Streaming Protocol (RFC 7826)
inline constexpr std::uint16_t submission = 587;     ///< message submission (RFC 6409)
inline constexpr std::uint16_t ipp = 631;            ///< Internet Printing Protocol (RFC 8010)
inline constexpr std::uint16_t ldaps = 636;          ///< LDAP over TLS
inline constexpr std::uint16_t dns_over_tls =
    853;  ///< `domain-s`, RFC 7858; UDP for DNS over QUIC (RFC 9250)
inline constexpr std::uint16_t rsync = 873;               ///< the rsync daemon
inline constexpr std::uint16_t imaps = 993;               ///< IMAP over TLS (RFC 8314)
inline constexpr std::uint16_t pop3s = 995;               ///< POP3 over TLS (RFC 8314)
inline constexpr std::uint16_t socks = 1080;              ///< RFC 1928
inline constexpr std::uint16_t openvpn = 1194;            ///< UDP and TCP
inline constexpr std::uint16_t sql_server = 1433;         ///< `ms-sql-s`
inline constexpr std::uint16_t l2tp = 1701;               ///< RFC 2661; UDP
inline constexpr std::uint16_t radius = 1812;             ///< RFC 2865; UDP
inline constexpr std::uint16_t radius_accounting = 1813;  ///< `radius-acct`, RFC 2866; UDP
inline constexpr std::uint16_t mqtt = 1883;               ///< MQ Telemetry Transport
inline constexpr std::uint16_t ssdp = 1900;   ///< Simple Service Discovery Protocol, of UPnP; UDP
inline constexpr std::uint16_t nfs = 2049;    ///< Network File System (RFC 7530)
inline constexpr std::uint16_t mysql = 3306;  ///< MySQL
inline constexpr std::uint16_t rdp =
    3389;  ///< `ms-wbt-server`, Remote Desktop Protocol; TCP and UDP
inline constexpr std::uint16_t stun = 3478;   ///< STUN and TURN (RFC 8489, RFC 8656); UDP and TCP
inline constexpr std::uint16_t iscsi = 3260;  ///< `iscsi-target`, RFC 7143
inline constexpr std::uint16_t ipsec_nat_traversal = 4500;  ///< `ipsec-nat-t`, RFC 3948; UDP
inline constexpr std::uint16_t vxlan = 4789;                ///< RFC 7348; UDP
inline constexpr std::uint16_t sip = 5060;  ///< Session Initiation Protocol (RFC 3261); UDP and TCP
inline constexpr std::uint16_t sips = 5061;         ///< SIP over TLS
inline constexpr std::uint16_t xmpp_client = 5222;  ///< RFC 6120
inline constexpr std::uint16_t xmpp_server = 5269;  ///< RFC 6120
inline constexpr std::uint16_t mdns = 5353;         ///< Multicast DNS (RFC 6762); UDP
inline constexpr std::uint16_t llmnr =
    5355;  ///< Link-Local Multicast Name Resolution (RFC 4795); UDP and TCP
inline constexpr std::uint16_t postgresql = 5432;  ///< PostgreSQL Database
inline constexpr std::uint16_t amqp = 5672;        ///< Advanced Message Queuing Protocol
inline constexpr std::uint16_t coap = 5683;   ///< Constrained Application Protocol (RFC 7252); UDP
inline constexpr std::uint16_t vnc = 5900;    ///< `rfb`, RFC 6143
inline constexpr std::uint16_t redis = 6379;  ///< an advanced key-value cache and store
inline constexpr std::uint16_t syslog_over_tls = 6514;  ///< `syslog-tls`, RFC 5425
inline constexpr std::uint16_t irc_alternate = 6667;    ///< `ircu`
inline constexpr std::uint16_t http_alternate = 8080;   ///< `http-alt`
inline constexpr std::uint16_t mqtt_over_tls = 8883;    ///< `secure-mqtt`

// The ranges of RFC 6335, section 6.

/// Returns whether a port is a system port: 0 to 1023, assigned by IANA. On most systems a program
/// needs a privilege to bind to one.
[[nodiscard]] constexpr bool is_system(port_number port) noexcept {
    return port.number() <= 1023;
}
/// Returns whether a port is a registered port (user port): 1024 to 49151, assigned by IANA.
[[nodiscard]] constexpr bool is_registered(port_number port) noexcept {
    return port.number() >= 1024 && port.number() <= 49151;
}
/// Returns whether a port is a dynamic port: 49152 to 65535, not assigned. (Linux chooses free
/// ports from another range, which begins at 32768 by default: ip_local_port_range in ip(7).)
[[nodiscard]] constexpr bool is_dynamic(port_number port) noexcept {
    return port.number() >= 49152;
}

}  // namespace ports
}  // namespace v0
}  // namespace tenon
