// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <netdb.h>

#include <cstdint>
#include <string>

#include <tenon.hpp>
#include <tenon/address/ports.hpp>

namespace ports = tenon::ports;

TEST_CASE("ports: each port is in exactly one range of RFC 6335") {
    for (unsigned number = 0; number <= 65535; ++number) {
        const auto port = static_cast<std::uint16_t>(number);
        REQUIRE(ports::is_system(port) + ports::is_registered(port) + ports::is_dynamic(port) == 1);
    }
    STATIC_REQUIRE((ports::is_system(1023) && ports::is_registered(1024)));
    STATIC_REQUIRE((ports::is_registered(49151) && ports::is_dynamic(49152)));
}

TEST_CASE("ports: the constants agree with /etc/services") {
    if (::getservbyname("ssh", "tcp") == nullptr)
        SKIP_TEST("there is no /etc/services");
    // clang-format off
    const struct { const char* name; const char* protocol; std::uint16_t port; } named[] = {
        {"ftp-data", "tcp", ports::ftp_data}, {"ftp", "tcp", ports::ftp}, {"ssh", "tcp", ports::ssh},
        {"telnet", "tcp", ports::telnet}, {"smtp", "tcp", ports::smtp}, {"time", "tcp", ports::time},
        {"whois", "tcp", ports::whois}, {"domain", "udp", ports::dns}, {"bootps", "udp", ports::dhcp_server},
        {"bootpc", "udp", ports::dhcp_client}, {"tftp", "udp", ports::tftp}, {"http", "tcp", ports::http},
        {"kerberos", "udp", ports::kerberos}, {"pop3", "tcp", ports::pop3}, {"sunrpc", "udp", ports::sunrpc},
        {"auth", "tcp", ports::ident}, {"nntp", "tcp", ports::nntp}, {"ntp", "udp", ports::ntp},
        {"epmap", "tcp", ports::rpc}, {"netbios-ns", "udp", ports::netbios_name},
        {"netbios-dgm", "udp", ports::netbios_datagram}, {"netbios-ssn", "tcp", ports::netbios_session},
        {"imap2", "tcp", ports::imap}, {"snmp", "udp", ports::snmp}, {"snmp-trap", "udp", ports::snmp_trap},
        {"bgp", "tcp", ports::bgp}, {"ldap", "tcp", ports::ldap}, {"https", "tcp", ports::https},
        {"microsoft-ds", "tcp", ports::smb}, {"submissions", "tcp", ports::submissions}, {"isakmp", "udp", ports::isakmp},
        {"syslog", "udp", ports::syslog}, {"dhcpv6-client", "udp", ports::dhcpv6_client},
        {"dhcpv6-server", "udp", ports::dhcpv6_server}, {"rtsp", "tcp", ports::rtsp}, {"submission", "tcp", ports::submission},
        {"ipp", "tcp", ports::ipp}, {"ldaps", "tcp", ports::ldaps}, {"domain-s", "tcp", ports::dns_over_tls},
        {"rsync", "tcp", ports::rsync}, {"imaps", "tcp", ports::imaps}, {"pop3s", "tcp", ports::pop3s},
        {"socks", "tcp", ports::socks}, {"openvpn", "udp", ports::openvpn}, {"ms-sql-s", "tcp", ports::sql_server},
        {"radius", "udp", ports::radius}, {"radius-acct", "udp", ports::radius_accounting}, {"nfs", "tcp", ports::nfs},
        {"mysql", "tcp", ports::mysql}, {"iscsi-target", "tcp", ports::iscsi}, {"ipsec-nat-t", "udp", ports::ipsec_nat_traversal},
        {"sip", "udp", ports::sip}, {"sip-tls", "tcp", ports::sips}, {"xmpp-client", "tcp", ports::xmpp_client},
        {"xmpp-server", "tcp", ports::xmpp_server}, {"mdns", "udp", ports::mdns}, {"postgresql", "tcp", ports::postgresql},
        {"amqp", "tcp", ports::amqp}, {"syslog-tls", "tcp", ports::syslog_over_tls}, {"http-alt", "tcp", ports::http_alternate},
    };
    // clang-format on
    int found = 0;
    for (const auto& [name, protocol, port] : named)
        if (const servent* const service = ::getservbyname(name, protocol)) {
            INFO(name);
            CHECK(ntohs(static_cast<std::uint16_t>(service->s_port)) == port);
            ++found;
        }
    CHECK(found > 40);
}

TEST_CASE("ports: constants that are not in /etc/services agree with IANA") {
    STATIC_REQUIRE(ports::stun == 3478);
    STATIC_REQUIRE(ports::rdp == 3389);
    STATIC_REQUIRE(ports::mqtt == 1883);
    STATIC_REQUIRE(ports::mqtt_over_tls == 8883);
    STATIC_REQUIRE(ports::coap == 5683);
    STATIC_REQUIRE(ports::vxlan == 4789);
    STATIC_REQUIRE(ports::ssdp == 1900);
    STATIC_REQUIRE(ports::l2tp == 1701);
    STATIC_REQUIRE(ports::rip == 520);
    STATIC_REQUIRE(ports::llmnr == 5355);
    STATIC_REQUIRE(ports::redis == 6379);
    STATIC_REQUIRE(ports::vnc == 5900);
}
