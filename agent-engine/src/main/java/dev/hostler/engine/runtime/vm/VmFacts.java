package dev.hostler.engine.runtime.vm;

import dev.hostler.engine.runtime.vm.libvirt.CardAddresses;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is told of a machine, in words. Immutable.
 *
 * @param definition how it is defined
 * @param state its state
 * @param reason libvirt's reason for it
 * @param cards the addresses of its cards
 * @param seed its seed's file
 */
record VmFacts(Definition definition, DomainState state, int reason, List<CardAddresses> cards, Optional<Path> seed) {
    String message() {
        String why = state.reason(reason);
        return why.equals("unknown") ? state.word() : state.word() + " (" + why + ")";
    }

    /** Returns the first address of the first card of the spec that has any. */
    Optional<String> primaryAddress() {
        Optional<String> byOrder = definition.cards().stream()
                .flatMap(card -> cards.stream().filter(found -> found.mac().equalsIgnoreCase(card.mac())))
                .flatMap(found -> found.addresses().stream())
                .findFirst();
        return byOrder.or(() ->
                cards.stream().flatMap(found -> found.addresses().stream()).findFirst());
    }

    Map<String, String> all() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("vm.domain", definition.domain());
        facts.put("vm.uuid", definition.uuid());
        facts.put("vm.domain_state", state.word());
        facts.put("vm.domain_state_code", String.valueOf(state.ordinal()));
        facts.put("vm.domain_reason", state.reason(reason));
        facts.put("vm.domain_reason_code", String.valueOf(reason));
        if (!definition.cards().isEmpty()) {
            facts.put(
                    "vm.mac_addresses",
                    definition.cards().stream().map(Definition.Card::mac).collect(Collectors.joining(",")));
        }
        primaryAddress().ifPresent(address -> facts.put("vm.primary_ip", address));
        if (!cards.isEmpty()) {
            facts.put(
                    "vm.ip_addresses",
                    cards.stream().flatMap(card -> card.addresses().stream()).collect(Collectors.joining(",")));
            facts.put(
                    "vm.interfaces",
                    cards.stream()
                            .map(card -> card.name() + ":" + String.join("|", card.addresses()))
                            .collect(Collectors.joining(",")));
        }
        seed.ifPresent(file -> facts.put("vm.cloud_init_seed_path", file.toString()));
        return facts;
    }
}
