package io.replyard.cli.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** From an address to a socket that is connected, with TLS where the address asks for it. */
final class Dialing {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Dialing() {}

    /**
     * @param patience for connecting, and then for each read until somebody sets another timeout
     */
    static Socket connect(URI address, Duration patience) throws IOException {
        boolean tls = address.getScheme().equals("wss");
        String host = host(address);
        int port = address.getPort() >= 0 ? address.getPort() : tls ? HTTPS : HTTP;
        InetSocketAddress resolved = new InetSocketAddress(host, port);
        if (resolved.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(resolved, Math.toIntExact(patience.toMillis()));
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            return tls ? secured(socket, host, port) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static String host(URI address) throws UnknownHostException {
        if (address.getHost() == null) {
            throw new UnknownHostException(address.getRawAuthority());
        }
        return address.getHost();
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        // The certificate must be this host's: a plain socket does not ask.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
