/** The description of the native API, as what real answers are held against. */
package dev.hostler.launcher.http.contract;
