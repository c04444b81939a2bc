package dev.hostler.engine.runtime.vm;

import dev.hostler.api.spi.Instance;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.engine.runtime.vm.libvirt.DomainSight;
import dev.hostler.engine.runtime.vm.libvirt.HostConnection;
import dev.hostler.engine.runtime.vm.libvirt.LibvirtRefusal;
import dev.hostler.engine.runtime.vm.libvirt.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at all machines: one call, and a question for each whose definition has changed since the last look. Thread-safe. */
final class VmObserver {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HostConnection host;
    private final Definitions definitions;
    private final StartRecords records;
    private final AddressBook addresses;
    private final VmFiles files;

    VmObserver(
            HostConnection host, Definitions definitions, StartRecords records, AddressBook addresses, VmFiles files) {
        this.host = host;
        this.definitions = definitions;
        this.records = records;
        this.addresses = addresses;
        this.files = files;
    }

    /**
     * One of our machines. Immutable.
     *
     * @param sight what libvirt says of it
     * @param definition how it is defined
     * @param name what it was made for
     */
    private record Ours(DomainSight sight, Definition definition, InstanceName name) {
        AddressBook.Running running() {
            return new AddressBook.Running(sight.uuid(), sight.id());
        }
    }

    List<Instance> look() throws InterruptedException {
        List<Ours> seen;
        try {
            seen = host.call("look at machines", LIMIT, this::ours);
        } catch (LibvirtRefusal refusal) {
            throw host.unexpected("look at machines", refusal);
        }
        addresses.see(seen.stream()
                .filter(one ->
                        one.sight().id() >= 0 && !one.definition().cards().isEmpty())
                .map(Ours::running)
                .collect(Collectors.toSet()));
        return seen.stream().map(this::instance).toList();
    }

    private List<Ours> ours(Session session) throws LibvirtRefusal {
        List<Ours> ours = new ArrayList<>();
        Set<String> there = new HashSet<>();
        for (DomainSight sight : session.states()) {
            there.add(sight.uuid());
            Optional<Definition> definition = definitions.of(session, sight.uuid());
            definition.flatMap(Definition::name).ifPresent(name -> ours.add(new Ours(sight, definition.get(), name)));
        }
        definitions.retain(there);
        return ours;
    }

    private Instance instance(Ours one) {
        String uuid = one.sight().uuid();
        DomainState state = DomainState.of(one.sight().value("state.state"));
        int reason = (int) one.sight().value("state.reason");
        Optional<StartRecords.StartRecord> record = state.isAlive()
                ? Optional.of(
                        records.runs(one.name().workload(), uuid, one.sight().id()))
                : records.ended(one.name().workload(), uuid, reason);
        boolean ended = !state.isAlive() && record.isPresent();
        int end = ended ? record.get().end().orElse(reason) : reason;
        Instance.State meaning =
                state == DomainState.SHUTOFF && record.isEmpty() ? Instance.State.CREATED : state.meaning();
        VmFacts facts = new VmFacts(one.definition(), state, end, addresses.of(one.running()), seed(one));
        return new Instance(
                VmNames.handle(one.name().workload(), uuid),
                one.name(),
                meaning,
                meaning == Instance.State.CREATED ? "created" : facts.message(),
                record.map(StartRecords.StartRecord::last),
                ended ? DomainState.exitCode(end) : OptionalInt.empty(),
                false,
                Optional.empty(),
                facts.primaryAddress(),
                List.of(),
                facts.all());
    }

    private Optional<Path> seed(Ours one) {
        Path seed = files.seed(one.name().workload(), one.sight().uuid());
        boolean attached =
                one.definition().disks().stream().anyMatch(disk -> disk.file().equals(seed.toString()));
        return attached && Files.exists(seed) ? Optional.of(seed) : Optional.empty();
    }
}
