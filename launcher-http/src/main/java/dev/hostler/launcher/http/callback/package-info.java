/** Results that are delivered to a URL the caller has named. */
@NullMarked
package dev.hostler.launcher.http.callback;

import org.jspecify.annotations.NullMarked;
