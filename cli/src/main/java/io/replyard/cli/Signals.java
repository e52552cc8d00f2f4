package io.replyard.cli;

import java.lang.reflect.Proxy;

/** Hears signals that are about the terminal: WINCH, its window changed its size; TSTP and CONT, the process is to stop, or goes on. */
final class Signals {
    private Signals() {}

    /**
     * Runs the action at each signal of this name from now on, in a thread of its own. Goes through {@code sun.misc.Signal} by reflection: the JDK has nothing
     * else for signals, and the compiler's warning about that class cannot be switched off.
     *
     * @param name without SIG
     * @throws IllegalStateException if this Java has no such class
     */
    static void listen(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object change = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, change, listener);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals; use a JDK with the module jdk.unsupported", e);
        }
    }
}
