package dev.hostler.engine.runtime.runner;

import dev.hostler.api.spi.ProcessLauncher;
import dev.hostler.api.spi.ProcessLauncher.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All processes of one runner: those in the session of its first one, those that carry its mark, and what descends from
 * them. Thread-safe.
 *
 * @param processes signals them
 * @param proc where the kernel shows them
 * @param mark a variable that all of them inherit, as {@code NAME=value}
 */
record Session(ProcessLauncher processes, Path proc, String mark) {
    private static final Duration SIGNAL = Duration.ofSeconds(5);

    /** Returns everybody who is there. */
    List<Member> members(Optional<ProcessIdentity> leader) {
        Map<Long, Member> all = all();
        Set<Long> found = new HashSet<>();
        for (Member member : all.values()) {
            if (leader.filter(known -> isIn(known, member, all)).isPresent() || isMarked(member)) {
                found.add(member.pid());
            }
        }
        boolean grown = !found.isEmpty();
        while (grown) {
            grown = false;
            for (Member member : all.values()) {
                grown |= found.contains(member.parent()) && found.add(member.pid());
            }
        }
        found.remove(ProcessHandle.current().pid());
        return all.values().stream()
                .filter(member -> found.contains(member.pid()))
                .toList();
    }

    private Map<Long, Member> all() {
        Map<Long, Member> all = new LinkedHashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path entry : entries) {
                Member.read(proc, Long.parseLong(entry.getFileName().toString()))
                        .ifPresent(member -> all.put(member.pid(), member));
            }
        } catch (IOException unreadable) {
            return Map.of();
        }
        return all;
    }

    /** A session's number is not given to another process while the session has members; after that it may be. */
    private static boolean isIn(ProcessIdentity leader, Member member, Map<Long, Member> all) {
        Member holder = all.get(leader.pid());
        boolean another = holder != null && holder.startTicks() != leader.startTicks();
        return member.session() == leader.pid() && !another && member.startTicks() >= leader.startTicks();
    }

    private boolean isMarked(Member member) {
        try {
            String variables = Files.readString(proc.resolve(member.pid() + "/environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + variables).contains("\0" + mark + "\0");
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    /** Returns the first process of a session whose start was not noted. */
    Optional<Member> lostLeader() {
        return members(Optional.empty()).stream()
                .filter(member -> member.session() == member.pid())
                .findFirst();
    }

    /** Asks processes to end, each in the way of this signal. */
    void signal(String name, List<Member> members) throws InterruptedException {
        if (members.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" \"$@\"", name));
        members.forEach(member -> command.add(Long.toString(member.pid())));
        processes.run(command, SIGNAL);
    }

    void kill(List<Member> members, String bootId) {
        members.forEach(member -> processes.kill(new ProcessIdentity(member.pid(), member.startTicks(), bootId)));
    }
}
