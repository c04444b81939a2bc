/** What the process tells whoever started it. */
@NullMarked
package dev.hostler.launcher.cli.exit;

import org.jspecify.annotations.NullMarked;
