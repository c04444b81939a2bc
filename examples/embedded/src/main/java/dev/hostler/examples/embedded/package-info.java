/** The shortest way to an agent inside an application. */
package dev.hostler.examples.embedded;
