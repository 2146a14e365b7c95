package dev.bogie.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

class TrustedPeersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    10.0.0.0/8                | 10.255.255.255  | true
                    10.0.0.0/8                | 11.0.0.0        | false
                    10.0.0.0/8                | 9.255.255.255   | false
                    192.0.2.7                 | 192.0.2.7       | true
                    192.0.2.7                 | 192.0.2.6       | false
                    192.0.2.128/25            | 192.0.2.127     | false
                    192.0.2.128/25            | 192.0.2.128     | true
                    192.0.2.4/31              | 192.0.2.5       | true
                    192.0.2.4/31              | 192.0.2.6       | false
                    0.0.0.0/0                 | 203.0.113.9     | true
                    0.0.0.0/0                 | ::1             | false
                    ::/0                      | 127.0.0.1       | false
                    ::/0                      | 2001:db8::1     | true
                    2001:db8::/33             | 2001:db8:7fff::1 | true
                    2001:db8::/33             | 2001:db8:8000::1 | false
                    ::ffff:192.0.2.7          | 192.0.2.7       | true
                    192.0.2.7                 | ::ffff:192.0.2.7 | true
                    127.0.0.0/8 , ::1         | 127.0.0.9       | true
                    127.0.0.0/8 , ::1         | ::1             | true
                    127.0.0.0/8 , ::1         | ::2             | false
                    """)
    void anAddressIsTrustedIfItBeginsWithTheBitsOfARange(
            String ranges, String peer, boolean trusted) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(peer), 1_234);

        assertThat(TrustedPeers.of(ranges).trusts(address)).isEqualTo(trusted);
    }

    @Test
    void onlyResolvedInternetAddressesAreTrusted() {
        TrustedPeers all = TrustedPeers.of("0.0.0.0/0, ::/0");

        assertThat(all.trusts(UnixDomainSocketAddress.of("/a"))).isFalse();
        assertThat(all.trusts(InetSocketAddress.createUnresolved("localhost", 1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''              | must name a proxy: if there is none, leave the layer out
                    proxy.example   | has 'proxy.example', which is not an IP address (names are not looked up)
                    ::1,            | has '', which is not an IP address (names are not looked up)
                    10.1            | has '10.1', which is not an IP address (names are not looked up)
                    10.0.0.256      | has '10.0.0.256', which is not an IP address (names are not looked up)
                    fe80::1%eth0    | has 'fe80::1%eth0', which is not an IP address (names are not looked up)
                    10.1.2.3/8      | has bits of 10.1.2.3 set behind a prefix of 8
                    10.0.0.0/33     | has a prefix that is not from 0 to 32
                    ::/129          | has a prefix that is not from 0 to 128
                    10.0.0.0/       | has a malformed prefix in '10.0.0.0/'
                    10.0.0.0/-1     | has a malformed prefix in '10.0.0.0/-1'
                    """)
    void aBadListIsRefusedByTheEntry(String text, String message) {
        assertThatThrownBy(() -> ProxyProtocol.TRUSTED.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("proxy-protocol.trusted: '" + text + "' " + message);
    }

    @Test
    void aListIsReadAsItIsWritten() {
        TrustedPeers peers = TrustedPeers.of("10.0.0.0/8,192.0.2.7 , 2001:db8::/32, ::1");

        assertThat(TrustedPeers.of(peers.toString())).isEqualTo(peers);
        assertThat(peers).hasToString("10.0.0.0/8, 192.0.2.7, 2001:db8::/32, ::1");
    }
}
