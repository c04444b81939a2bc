/** Named places on a job's way where a test can end the process. */
@NullMarked
package dev.hostler.engine.fault;

import org.jspecify.annotations.NullMarked;
