/** How runtimes tell what comes by itself: lines of logs, and that something has changed. Itself no runtime. */
@NullMarked
package dev.hostler.engine.runtime.feed;

import org.jspecify.annotations.NullMarked;
