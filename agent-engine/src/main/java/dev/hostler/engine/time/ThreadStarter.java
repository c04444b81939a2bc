package dev.hostler.engine.time;

import java.lang.reflect.Method;

/** Makes threads: virtual ones where the JVM has them, else daemon threads. Thread-safe. */
@FunctionalInterface
interface ThreadStarter {
    /** The first release whose virtual threads don't hold their carrier inside {@code synchronized} (JEP 491). */
    int FIRST_GOOD_RELEASE = 24;

    /** Returns a named thread that has not been started. */
    Thread unstarted(String name, Runnable body);

    /** Returns a daemon thread of the platform that has not been started. */
    default Thread platform(String name, Runnable body) {
        return daemon(name, body);
    }

    /** Returns the starter that suits this JVM. */
    static ThreadStarter forThisJvm() {
        return Runtime.version().feature() >= FIRST_GOOD_RELEASE ? ThreadStarter::virtual : ThreadStarter::daemon;
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Calls {@code Thread.ofVirtual().name(name).unstarted(body)}, which Java 17 can't compile. */
    private static Thread virtual(String name, Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method named = type.getMethod("name", String.class);
            return (Thread) type.getMethod("unstarted", Runnable.class).invoke(named.invoke(builder, name), body);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("Java 24 and later have Thread.ofVirtual", impossible);
        }
    }
}
