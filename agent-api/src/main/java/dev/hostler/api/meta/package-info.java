/** How far a public type may be relied on. */
@NullMarked
package dev.hostler.api.meta;

import org.jspecify.annotations.NullMarked;
