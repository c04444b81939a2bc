package dev.hostler.launcher.cli.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP over TLS, by the JDK's own client. */
final class SecureWire implements Wire {
    private final String address;
    private final HttpClient client;

    SecureWire(String address, Duration connect) {
        this.address = address;
        this.client = HttpClient.newBuilder().connectTimeout(connect).build();
    }

    @Override
    public Reply send(Order order) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + order.path()));
        order.headers().forEach(request::header);
        order.patience().ifPresent(request::timeout);
        request.method(
                order.method(), order.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
        return new Reply(answer.statusCode(), new BufferedInputStream(answer.body()));
    }
}
