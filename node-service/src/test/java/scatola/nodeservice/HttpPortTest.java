package scatola.nodeservice;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class HttpPortTest {
    @Test
    void aPortInUseSaysWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> HttpPort.demandFree("127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port %d on 127.0.0.1".formatted(taken.getLocalPort()))
                    .hasMessageContaining("QUARKUS_HTTP_PORT");
        }
    }

    @Test
    void anAddressThatIsNotThisMachinesIsNamed() {
        assertThatThrownBy(() -> HttpPort.demandFree("192.0.2.1", 8081)).hasMessageContaining("192.0.2.1");
    }

    @Test
    void aFreePortIsFineAndStaysFree() {
        assertThatCode(() -> HttpPort.demandFree("127.0.0.1", 0)).doesNotThrowAnyException();
    }
}
