package scatola.nodeservice.vm.qemu;

/**
 * How guests' instructions are executed on this machine, and how we know.
 *
 * @param kind by the processor or in software
 * @param reason for people: what proved or disproved KVM
 */
public record Accelerator(Kind kind, String reason) {
    /** The two of them. */
    public enum Kind {
        /** By the processor. */
        KVM("kvm"),
        /** Translated in software (QEMU's Tiny Code Generator). */
        TCG("tcg");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        /** @return as QEMU and the bus say it */
        @Override
        public String toString() {
            return wire;
        }
    }
}
