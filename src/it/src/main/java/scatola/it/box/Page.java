package scatola.it.box;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a presenter app offers by HTTP and WebSocket. JSON may be written with {@code '} for {@code "}. */
public final class Page {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    /** @param port where it listens on loopback */
    public Page(int port) {
        this.port = port;
    }

    /** @return where a browser finds it */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * @param path such as {@code /api/box}
     * @return what it says
     * @throws AssertionError if the status is no success
     */
    public JsonNode get(String path) {
        return json(send(request(path).GET(), HttpResponse.BodyHandlers.ofString()));
    }

    /**
     * @param path such as {@code /api/recordings/1/export}
     * @return what it says, as it comes; to be closed
     * @throws AssertionError if the status is no success
     */
    public InputStream stream(String path) {
        return checked(send(request(path).GET(), HttpResponse.BodyHandlers.ofInputStream()))
                .body();
    }

    /**
     * @param path where to
     * @param json what
     * @return what it says
     * @throws AssertionError if the status is no success
     */
    public JsonNode post(String path, String json) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')));
        return json(send(request, HttpResponse.BodyHandlers.ofString()));
    }

    /**
     * @param path where to
     * @param type media type of the file
     * @param file is sent as it is read
     * @return what it says
     * @throws AssertionError if the status is no success
     */
    public JsonNode upload(String path, String type, Path file) {
        try {
            HttpRequest.Builder request =
                    request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofFile(file));
            return json(send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param path of what is to go */
    public void delete(String path) {
        checked(send(request(path).DELETE(), HttpResponse.BodyHandlers.ofString()));
    }

    /**
     * @param path such as {@code /api/live}
     * @return somebody who listens there
     */
    public Listener listen(String path) {
        Listener listener = new Listener();
        listener.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:%d%s".formatted(port, path)), listener)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return listener;
    }

    /**
     * @param path such as {@code /api/consoles/doge1}
     * @return somebody at that console
     */
    public Console console(String path) {
        return new Console(http, URI.create("ws://127.0.0.1:%d%s".formatted(port, path)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(PATIENCE);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking", e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return MAPPER.readTree(checked(response).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> HttpResponse<T> checked(HttpResponse<T> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError("%s: %d %s".formatted(response.uri(), response.statusCode(), response.body()));
        }
        return response;
    }

    /** Somebody at a WebSocket who remembers every message. Safe for several threads. */
    public static final class Listener implements WebSocket.Listener, AutoCloseable {
        private final List<Message> messages = new ArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        private @Nullable WebSocket socket;

        private Listener() {}

        /**
         * A message as it came.
         *
         * @param nanos when, by {@link System#nanoTime}
         * @param json what
         */
        public record Message(long nanos, JsonNode json) {
            /**
             * @param type of a message
             * @return whether it is of that type
             */
            public boolean is(String type) {
                return json.path("type").asText().equals(type);
            }
        }

        /** @param json is said there */
        public void say(String json) {
            Objects.requireNonNull(socket)
                    .sendText(json.replace('\'', '"'), true)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }

        /** @return how many messages came so far */
        public synchronized int now() {
            return messages.size();
        }

        /**
         * Waits for a message.
         *
         * @param what it is, for people
         * @param since the number of the first one to look at
         * @param atMost patience
         * @param condition what it must be like
         * @return the first such
         * @throws AssertionError if none came
         */
        public synchronized Message await(String what, int since, Duration atMost, Predicate<Message> condition) {
            long deadline = System.nanoTime() + atMost.toNanos();
            int next = since;
            while (true) {
                for (; next < messages.size(); next++) {
                    if (condition.test(messages.get(next))) {
                        return messages.get(next);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("%s did not come within %s; there came: %s"
                            .formatted(what, atMost, messages.subList(since, messages.size())));
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while listening", e);
                }
            }
        }

        /**
         * @param since the number of the first one
         * @return what came from then on
         */
        public synchronized List<Message> messages(int since) {
            return List.copyOf(messages.subList(since, messages.size()));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                arrived(System.nanoTime(), partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private synchronized void arrived(long nanos, String text) {
            try {
                messages.add(new Message(nanos, MAPPER.readTree(text)));
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + text, e);
            }
            notifyAll();
        }

        @Override
        public void close() {
            Objects.requireNonNull(socket).abort();
        }
    }
}
