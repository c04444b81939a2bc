/** Checks of fields that the words of the API share; not exported. */
@NullMarked
package dev.hostler.api.field;

import org.jspecify.annotations.NullMarked;
