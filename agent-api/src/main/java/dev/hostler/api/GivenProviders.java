package dev.hostler.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The providers that are given to an agent by hand, by their SPI. Immutable.
 *
 * @param bySpi those of each SPI, in the order in which they were given
 */
record GivenProviders(Map<Class<?>, List<?>> bySpi) {
    static final GivenProviders NONE = new GivenProviders(Map.of());

    GivenProviders {
        bySpi = Map.copyOf(bySpi);
    }

    <P> GivenProviders with(Class<P> spi, P provider) {
        Map<Class<?>, List<?>> more = new HashMap<>(bySpi);
        more.put(spi, Stream.concat(of(spi).stream(), Stream.of(provider)).toList());
        return new GivenProviders(more);
    }

    <P> List<P> of(Class<P> spi) {
        return bySpi.getOrDefault(spi, List.of()).stream().map(spi::cast).toList();
    }
}
