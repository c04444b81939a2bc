package dev.hostler.api.workload;

import dev.hostler.api.field.Fields;
import dev.hostler.api.identity.Identifiers;
import dev.hostler.api.meta.Experimental;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A virtual machine that is to be kept. Immutable; construct it with {@link #builder}.
 *
 * @param vcpus its processors
 * @param memoryBytes its memory, in whole MiB
 * @param name its hostname; empty: the workload's id
 * @param disks its disks
 * @param managedVolumes storage that the runtime makes for it
 * @param networks its network cards
 * @param cloudInit the documents by which it sets itself up; without any it gets no seed
 * @param metadata names and values that are kept with the machine, for others to read
 * @param firmware what it starts with
 * @param acceleration who carries its instructions out
 * @param vnc whether its screen can be seen by VNC, which is on the host's loopback address only and has no password
 * @param restart what happens when it ends by itself; that a guest starts itself anew is no end
 * @param health how to see that it does its work; empty: it is well while it runs
 * @param stopGrace the time between the request to stop and the kill
 * @param domainName the name under which others find the machine in libvirt; empty: one that the runtime chooses
 */
@Experimental
public record VmSpec(
        int vcpus,
        long memoryBytes,
        Optional<String> name,
        List<VmDisk> disks,
        List<VmVolume> managedVolumes,
        List<VmNetwork> networks,
        CloudInit cloudInit,
        Map<String, String> metadata,
        VmFirmware firmware,
        VmAcceleration acceleration,
        boolean vnc,
        RestartPolicy restart,
        Optional<HealthCheck> health,
        Duration stopGrace,
        Optional<String> domainName)
        implements WorkloadSpec {
    /** The kind of these workloads. */
    public static final String KIND = "vm";

    private static final int MOST_VCPUS = 512;
    private static final long MIB = 1L << 20;

    /** Less than that starts no firmware. */
    private static final long LEAST_MEMORY = 16 * MIB;

    /** 16 TiB: what nobody means. */
    private static final long MOST_MEMORY = 16L << 40;

    /** Letters of disks that there are. */
    private static final int MOST_DISKS = 24;

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");

    /** Copies and checks the components. */
    public VmSpec {
        Fields.within("vcpus", vcpus, 1, MOST_VCPUS);
        Fields.within("memoryBytes", memoryBytes, LEAST_MEMORY, MOST_MEMORY);
        if (memoryBytes % MIB != 0) {
            throw Fields.refused("memoryBytes", Long.toString(memoryBytes), "it is no whole number of MiB", "round it");
        }
        name.ifPresent(VmSpec::requireHostname);
        disks = List.copyOf(disks);
        managedVolumes = List.copyOf(managedVolumes);
        networks = List.copyOf(networks);
        requireDistinct(disks, managedVolumes, networks);
        metadata = checkedMetadata(metadata);
        health.ifPresent(VmSpec::requireAskable);
        Fields.notNegative("stopGrace", stopGrace);
        domainName.ifPresent(value -> Identifiers.require("domainName", value));
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Starts a machine with processors and memory, in bytes. */
    public static Builder builder(int vcpus, long memoryBytes) {
        return new Builder(vcpus, memoryBytes);
    }

    /** Starts a machine like this one. */
    public Builder toBuilder() {
        Builder copy = new Builder(vcpus, memoryBytes);
        copy.name = name;
        copy.disks.addAll(disks);
        copy.managedVolumes.addAll(managedVolumes);
        copy.networks.addAll(networks);
        copy.cloudInit = cloudInit;
        copy.metadata.putAll(metadata);
        copy.firmware = firmware;
        copy.acceleration = acceleration;
        copy.vnc = vnc;
        copy.restart = restart;
        copy.health = health;
        copy.stopGrace = stopGrace;
        copy.domainName = domainName;
        return copy;
    }

    private static void requireHostname(String value) {
        if (!HOSTNAME.matcher(value).matches()) {
            throw Fields.refused(
                    "name", Fields.shown(value), "it is no hostname", "use letters, digits, '-' and '.', at most 63");
        }
    }

    private static void requireDistinct(List<VmDisk> disks, List<VmVolume> volumes, List<VmNetwork> networks) {
        Fields.distinct("disks.device", disks.stream().map(VmDisk::device).toList());
        Fields.distinct(
                "disks.path",
                disks.stream().flatMap(disk -> disk.path().stream()).toList());
        Fields.distinct(
                "managedVolumes.name", volumes.stream().map(VmVolume::name).toList());
        Fields.distinct(
                "networks.macAddress",
                networks.stream().flatMap(card -> card.macAddress().stream()).toList());
        Fields.distinct(
                "networks.ipAddress",
                networks.stream().flatMap(card -> card.ipAddress().stream()).toList());
        Fields.within("disks", disks.size() + (long) volumes.size(), 0, MOST_DISKS);
    }

    private static Map<String, String> checkedMetadata(Map<String, String> metadata) {
        metadata.forEach((key, value) -> {
            Fields.singleLine("metadata", key);
            if (value.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t')) {
                throw Fields.refused(
                        "metadata", Fields.shown(key), "its value has control characters", "take them out");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    private static void requireAskable(HealthCheck check) {
        if (check.probe() instanceof HealthCheck.Exec) {
            throw Fields.refused(
                    "health.exec",
                    "a program",
                    "no program runs in a machine from outside",
                    "use health.tcp or health.http");
        }
    }

    /** Returns what cards and disks there are, and no document. */
    @Override
    public String toString() {
        return "VmSpec[vcpus=" + vcpus + ", memoryBytes=" + memoryBytes + ", disks="
                + disks.stream().map(VmDisk::device).collect(Collectors.joining(",")) + ", networks=" + networks
                + ", cloudInit=" + cloudInit + "]";
    }

    /** Collects the parts of a {@link VmSpec}. Confined to one thread. */
    @Experimental
    public static final class Builder {
        private int vcpus;
        private long memoryBytes;
        private Optional<String> name = Optional.empty();
        private final List<VmDisk> disks = new ArrayList<>();
        private final List<VmVolume> managedVolumes = new ArrayList<>();
        private final List<VmNetwork> networks = new ArrayList<>();
        private CloudInit cloudInit = CloudInit.NONE;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private VmFirmware firmware = VmFirmware.BIOS;
        private VmAcceleration acceleration = VmAcceleration.AUTO;
        private boolean vnc;
        private RestartPolicy restart = RestartPolicy.always();
        private Optional<HealthCheck> health = Optional.empty();
        private Duration stopGrace = Duration.ofSeconds(30);
        private Optional<String> domainName = Optional.empty();

        private Builder(int vcpus, long memoryBytes) {
            this.vcpus = vcpus;
            this.memoryBytes = memoryBytes;
        }

        /** Sets its processors. */
        public Builder vcpus(int value) {
            this.vcpus = value;
            return this;
        }

        /** Sets its memory, in bytes. */
        public Builder memoryBytes(long value) {
            this.memoryBytes = value;
            return this;
        }

        /** Sets its hostname. */
        public Builder name(String value) {
            this.name = Optional.of(value);
            return this;
        }

        /** Adds a disk. */
        public Builder disk(VmDisk value) {
            this.disks.add(value);
            return this;
        }

        /** Adds storage that the runtime makes. */
        public Builder managedVolume(VmVolume value) {
            this.managedVolumes.add(value);
            return this;
        }

        /** Adds a network card. */
        public Builder network(VmNetwork value) {
            this.networks.add(value);
            return this;
        }

        /** Sets the documents by which it sets itself up; none if not called. */
        public Builder cloudInit(CloudInit value) {
            this.cloudInit = value;
            return this;
        }

        /** Adds a name and value that are kept with the machine. */
        public Builder metadata(String key, String value) {
            this.metadata.put(key, value);
            return this;
        }

        /** Sets what it starts with; {@link VmFirmware#BIOS} if not called. */
        public Builder firmware(VmFirmware value) {
            this.firmware = value;
            return this;
        }

        /** Sets who carries its instructions out; {@link VmAcceleration#AUTO} if not called. */
        public Builder acceleration(VmAcceleration value) {
            this.acceleration = value;
            return this;
        }

        /** Sets whether its screen can be seen by VNC, at the host's loopback address; not if not called. */
        public Builder vnc(boolean value) {
            this.vnc = value;
            return this;
        }

        /** Sets what happens when it ends by itself; {@link RestartPolicy#always()} if not called. */
        public Builder restart(RestartPolicy value) {
            this.restart = value;
            return this;
        }

        /** Sets how to see that it does its work. */
        public Builder health(HealthCheck value) {
            this.health = Optional.of(value);
            return this;
        }

        /** Sets the time between the request to stop and the kill; 30 s if not called. */
        public Builder stopGrace(Duration value) {
            this.stopGrace = value;
            return this;
        }

        /** Sets the name under which others find the machine in libvirt; the runtime chooses one if not called. */
        public Builder domainName(String value) {
            this.domainName = Optional.of(value);
            return this;
        }

        /** Returns the machine; throws {@code AgentException} with {@code INVALID_INPUT}, which names the field. */
        public VmSpec build() {
            return new VmSpec(
                    vcpus,
                    memoryBytes,
                    name,
                    disks,
                    managedVolumes,
                    networks,
                    cloudInit,
                    metadata,
                    firmware,
                    acceleration,
                    vnc,
                    restart,
                    health,
                    stopGrace,
                    domainName);
        }
    }
}
