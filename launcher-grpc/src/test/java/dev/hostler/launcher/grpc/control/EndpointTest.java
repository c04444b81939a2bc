package dev.hostler.launcher.grpc.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void anAddressThatTheNodeIsBoundToIsItsOwn() {
        assertThat(Endpoint.find("10.1.2.3", 50051, "10.9.9.9:8085")).isEqualTo("10.1.2.3:50051");
        assertThat(Endpoint.find("2001:db8::1", 50051, "10.9.9.9:8085")).isEqualTo("[2001:db8::1]:50051");
    }

    @Test
    void elseItIsTheOneThatTheSchedulerIsCalledFrom() {
        assertThat(Endpoint.find("0.0.0.0", 50051, "127.0.0.1:8085")).isEqualTo("127.0.0.1:50051");
        assertThat(Endpoint.find("127.0.0.1", 50052, "127.0.0.1:8085")).isEqualTo("127.0.0.1:50052");
    }

    @Test
    void aSchedulerThatNobodyKnowsLeavesAnAddressAllTheSame() {
        assertThat(Endpoint.find("0.0.0.0", 50051, "no-such-host.invalid:8085")).matches(".+:50051");
    }
}
