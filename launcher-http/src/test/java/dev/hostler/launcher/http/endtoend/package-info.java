/** The real program, from its self-contained jar, with a real Docker engine. */
package dev.hostler.launcher.http.endtoend;
