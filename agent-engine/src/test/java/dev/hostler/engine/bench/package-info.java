/** Programs that measure; no test runs them. */
package dev.hostler.engine.bench;
