package dev.hostler.engine.runtime.vm.libvirt;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the records of virConnectGetAllDomainStats, which lie in memory as libvirt-domain.h says. */
final class Statistics {
    private static final int POINTER = 8;
    private static final int RECORD_PARAMETERS = 8;
    private static final int RECORD_COUNT = 16;
    private static final int PARAMETER = 96;
    private static final int TYPE = 80;
    private static final int VALUE = 88;
    private static final int INT = 1;
    private static final int UNSIGNED_INT = 2;
    private static final int LONG = 3;
    private static final int UNSIGNED_LONG = 4;

    private Statistics() {}

    static List<DomainSight> read(LibvirtCalls calls, Pointer connection, int kinds, int flags) throws LibvirtRefusal {
        PointerByReference answer = new PointerByReference();
        int count = Session.checked(calls, calls.virConnectGetAllDomainStats(connection, kinds, answer, flags));
        Pointer records = answer.getValue();
        try {
            List<DomainSight> sights = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                sights.add(sight(calls, records.getPointer(i * POINTER)));
            }
            return sights;
        } finally {
            calls.virDomainStatsRecordListFree(records);
        }
    }

    private static DomainSight sight(LibvirtCalls calls, Pointer record) throws LibvirtRefusal {
        Pointer domain = record.getPointer(0);
        Map<String, Long> values = new HashMap<>();
        int count = record.getInt(RECORD_COUNT);
        if (count > 0) {
            Pointer parameters = record.getPointer(RECORD_PARAMETERS);
            for (long i = 0; i < count; i++) {
                read(parameters.share(i * PARAMETER), values);
            }
        }
        return new DomainSight(Session.uuid(calls, domain), calls.virDomainGetID(domain), values);
    }

    private static void read(Pointer parameter, Map<String, Long> values) {
        String name = parameter.getString(0, "UTF-8");
        switch (parameter.getInt(TYPE)) {
            case INT -> values.put(name, (long) parameter.getInt(VALUE));
            case UNSIGNED_INT -> values.put(name, Integer.toUnsignedLong(parameter.getInt(VALUE)));
            case LONG, UNSIGNED_LONG -> values.put(name, parameter.getLong(VALUE));
            default -> {
                // Words and fractions: nothing that is asked for is one.
            }
        }
    }
}
