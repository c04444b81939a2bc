package dev.hostler.engine.runtime.vm.libvirt;

import java.util.Map;

/**
 * What one call says of a domain. Immutable.
 *
 * @param uuid which domain
 * @param id its number while it runs, else -1
 * @param values what was asked for, by libvirt's names, such as {@code state.state}
 */
public record DomainSight(String uuid, int id, Map<String, Long> values) {
    /** Copies the values. */
    public DomainSight {
        values = Map.copyOf(values);
    }

    /** Returns a value, or 0 if libvirt does not tell it. */
    public long value(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** Returns the sum of a value of each disk or card, for example {@code net}, {@code rx.bytes}. */
    public long sum(String kind, String name) {
        long sum = 0;
        for (long i = 0; i < value(kind + ".count"); i++) {
            sum += value(kind + "." + i + "." + name);
        }
        return sum;
    }
}
