package dev.hostler.engine.workspace;

import org.eclipse.jgit.lib.ObjectId;

/** What a ref turned out to be. Immutable. */
sealed interface Target {
    /** Something with a known id. */
    sealed interface Known extends Target {
        /** Returns the id of a commit, or of a tag that leads to one. */
        ObjectId id();
    }

    /** The tip of a branch. */
    record Branch(String name, ObjectId id) implements Known {}

    /** A tag, light or annotated. */
    record Tag(String name, ObjectId id) implements Known {}

    /** A commit by its id, or by a ref that is neither branch nor tag. */
    record Commit(ObjectId id) implements Known {}

    /** The first digits of a commit's id, which no ref of the server has. */
    record Abbreviation(String digits) implements Target {}
}
