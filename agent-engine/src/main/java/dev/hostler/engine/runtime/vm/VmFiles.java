package dev.hostler.engine.runtime.vm;

import dev.hostler.api.error.ErrorCode;
import dev.hostler.api.error.Failure;
import dev.hostler.api.workload.WorkloadKey;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the files of machines are: one directory for each workload, whose files libvirt's user can reach and others can't
 * list. Thread-safe.
 *
 * @param root what the operator has set
 * @param names the names of directories
 */
record VmFiles(Path root, VmNames names) {
    private static final Logger LOG = LoggerFactory.getLogger(VmFiles.class);
    private static final Path LIBVIRTS_LOGS = Path.of("/var/log/libvirt/qemu");
    private static final String SEED = ".seed.iso";
    private static final String CONSOLE = ".console";
    private static final String RECORD = ".state";
    private static final Pattern OF_INSTANCE = Pattern.compile(VmNames.UUID_FORM);

    /** Returns a workload's directory, which may not be there. */
    Path directory(WorkloadKey workload) {
        return root.resolve(names.directories()).resolve(names.directory(workload));
    }

    Path seed(WorkloadKey workload, String uuid) {
        return directory(workload).resolve(uuid + SEED);
    }

    Path console(WorkloadKey workload, String uuid) {
        return directory(workload).resolve(uuid + CONSOLE);
    }

    /** Returns what we note about an instance. */
    Path record(WorkloadKey workload, String uuid) {
        return directory(workload).resolve(uuid + RECORD);
    }

    /** Returns the list of what was made for a workload and outlives its instances. */
    Path made(WorkloadKey workload) {
        return directory(workload).resolve("made");
    }

    /** Returns the file of the firmware's variables. */
    Path variables(WorkloadKey workload) {
        return directory(workload).resolve("variables.fd");
    }

    /** Returns the file of a disk without a path of its own. */
    Path disk(WorkloadKey workload, String name) {
        return directory(workload).resolve(name);
    }

    /** Makes a workload's directory. */
    Path make(WorkloadKey workload) {
        Path directory = directory(workload);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            for (Path made = directory; made != null && !made.equals(root); made = made.getParent()) {
                // The agent's umask may take away what libvirt's user needs.
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
            }
            return directory;
        } catch (IOException e) {
            throw failed("make directory", directory, e);
        }
    }

    /** Writes a file that nobody else can read, as a whole or not at all. */
    void write(Path file, byte[] content) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("write file", file, e);
        }
    }

    /** Removes what belongs to one instance, and its workload's directory if nothing else is in it. */
    void removeInstance(WorkloadKey workload, String uuid) {
        remove(workload, name -> name.startsWith(uuid));
    }

    /** Removes what belongs to any instance of a workload, also what one has left that was removed by others. */
    void removeInstances(WorkloadKey workload) {
        remove(workload, name -> OF_INSTANCE.matcher(name).lookingAt());
    }

    private void remove(WorkloadKey workload, Predicate<String> which) {
        Path directory = directory(workload);
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> mine = files.filter(file -> which.test(file.getFileName().toString()))
                    .toList();
            for (Path file : mine) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException nothing) {
            return;
        } catch (IOException e) {
            throw failed("remove files of directory", directory, e);
        }
        removeEmpty(workload);
    }

    /** Removes a workload's directory and the one that it is in, as far as they are empty. */
    void removeEmpty(WorkloadKey workload) {
        Path directory = directory(workload);
        try {
            Files.deleteIfExists(directory);
            Files.deleteIfExists(directory.getParent());
        } catch (DirectoryNotEmptyException inUse) {
            // By data, or by another workload.
        } catch (IOException e) {
            throw failed("remove directory", directory, e);
        }
    }

    /** Libvirt itself keeps what QEMU says of each domain, for as long as the host's logs are kept. */
    static void removeLibvirtsLog(String domain) {
        try {
            Files.deleteIfExists(LIBVIRTS_LOGS.resolve(domain + ".log"));
        } catch (IOException notOurs) {
            LOG.debug("The log of domain {} stays: {}", domain, notOurs.getMessage());
        }
    }

    static RuntimeException failed(String attempt, Path file, IOException cause) {
        return Failure.cannot(
                        ErrorCode.STATE_UNAVAILABLE,
                        attempt,
                        file.toString(),
                        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                        "let the agent write there, or set vms.directory")
                .toException(cause);
    }
}
