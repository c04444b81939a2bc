package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of one network card. Immutable.
 *
 * @param name its name, as who told it calls it
 * @param mac its hardware address; empty if it is not told
 * @param addresses its IP addresses, those of IPv4 first
 */
public record CardAddresses(String name, String mac, List<String> addresses) {
    private static final int POINTER = 8;
    private static final int MAC = 8;
    private static final int COUNT = 16;
    private static final int ADDRESSES = 24;
    private static final int ADDRESS = 24;
    private static final int TEXT = 8;

    /** Copies the addresses. */
    public CardAddresses {
        addresses = List.copyOf(addresses);
    }

    /** Reads what virDomainInterfaceAddresses answers, which lies in memory as libvirt-domain.h says. */
    static List<CardAddresses> read(LibvirtCalls calls, Pointer domain, int source) throws LibvirtRefusal {
        PointerByReference answer = new PointerByReference();
        int count = Session.checked(calls, calls.virDomainInterfaceAddresses(domain, answer, source, 0));
        List<CardAddresses> cards = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            Pointer card = answer.getValue().getPointer(i * POINTER);
            cards.add(card(card));
            calls.virDomainInterfaceFree(card);
        }
        Session.free(answer.getValue());
        return cards;
    }

    private static CardAddresses card(Pointer card) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (long i = 0; i < card.getInt(COUNT); i++) {
            Pointer address = card.getPointer(ADDRESSES).share(i * ADDRESS);
            (address.getInt(0) == 0 ? first : second).add(text(address.getPointer(TEXT)));
        }
        first.addAll(second);
        return new CardAddresses(text(card.getPointer(0)), text(card.getPointer(MAC)), first);
    }

    private static String text(Pointer text) {
        return Optional.ofNullable(text)
                .map(there -> there.getString(0, "UTF-8"))
                .orElse("");
    }
}
