package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.UnknownHostException;

class HostTextTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0:0:0:0:0:0:0:1, [::1]",
        "0:0:0:0:0:0:0:0, [::]",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]",
        "2001:DB8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]",
        "fe80:0:0:0:0:0:0:0, [fe80::]",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]"
    })
    void anAddressIsWrittenAsUrlsWantIt(String address, String text) throws UnknownHostException {
        assertThat(HostText.of(InetAddress.getByName(address))).isEqualTo(text);
    }
}
