package dev.hostler.launcher.http.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "::ffff:169.254.169.254",
                "fe80::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "192.0.0.192",
                "64:ff9b::a9fe:a9fe",
                "0.0.0.0",
                "::",
                "224.0.0.1"
            })
    void forbidsTheLinkAndTheMetadata(String address) throws Exception {
        assertThat(CallbackAddress.isForbidden(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "10.0.0.1", "192.168.1.1", "8.8.8.8", "::1", "2001:db8::1", "64:ff9b::808:808"})
    void allowsTheRest(String address) throws Exception {
        assertThat(CallbackAddress.isForbidden(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/x",
                "http://[fe80::1]:80/",
                "http://0.0.0.0/",
                "https://[::ffff:a9fe:a9fe]/",
                "file:///etc/passwd",
                "//example.org",
                "http://a b/",
                "http://user@example.org/"
            })
    void refusesSuchUrls(String url) {
        assertThatThrownBy(() -> CallbackAddress.parse(url)).isInstanceOf(AgentException.class);
    }

    /** Other spellings of 169.254.169.254 than the usual one. */
    @ParameterizedTest
    @ValueSource(strings = {"http://2852039166/", "http://0xa9fea9fe/", "http://169.254.43518/"})
    void isNotLedAstrayByOtherSpellings(String url) {
        assertThatThrownBy(() -> CallbackAddress.requireAllowed(CallbackAddress.parse(url)))
                .isInstanceOf(AgentException.class);
    }
}
