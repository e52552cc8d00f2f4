package io.replyard.cli;

import java.lang.reflect.Proxy;

/** Hears when the terminal's window changes its size (SIGWINCH). */
final class WindowChanges {
    private WindowChanges() {}

    /**
     * Runs the action at each change from now on. Goes through {@code sun.misc.Signal} by reflection: the JDK has nothing else for signals, and the compiler's
     * warning about that class cannot be switched off.
     *
     * @throws IllegalStateException if this Java has no such class
     */
    static void listen(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    WindowChanges.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object change = signal.getConstructor(String.class).newInstance("WINCH");
            signal.getMethod("handle", signal, handler).invoke(null, change, listener);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no signals; use a JDK with the module jdk.unsupported", e);
        }
    }
}
