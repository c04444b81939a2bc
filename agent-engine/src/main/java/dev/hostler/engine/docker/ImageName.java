package dev.hostler.engine.docker;

/**
 * An image as a job or workload names it. Immutable.
 *
 * @param value the name, perhaps with a tag or digest
 */
public record ImageName(String value) {
    private static final String LATEST = "latest";

    /** Returns the name without its tag; a digest stays. */
    String repository() {
        return hasTag() ? value.substring(0, value.lastIndexOf(':')) : value;
    }

    /** Returns the tag to fetch; none beside a digest. Without one, the engine would fetch all tags there are. */
    String tag() {
        if (value.contains("@")) {
            return "";
        }
        return hasTag() ? value.substring(value.lastIndexOf(':') + 1) : LATEST;
    }

    /** Returns the registry that has it. */
    RegistryName registry() {
        return RegistryName.of(value);
    }

    /** A colon before a slash belongs to the registry's port. */
    private boolean hasTag() {
        return !value.contains("@") && value.lastIndexOf(':') > value.lastIndexOf('/');
    }
}
