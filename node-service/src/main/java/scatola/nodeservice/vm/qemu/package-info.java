/**
 * Machines run by QEMU. Reads in the order command line ({@link scatola.nodeservice.vm.qemu.QemuCommand}), process
 * ({@link scatola.nodeservice.vm.qemu.Runner}), QMP connection ({@link scatola.nodeservice.vm.qemu.Qmp}), machine
 * ({@link scatola.nodeservice.vm.qemu.QemuMachine}). Everything that must survive this service is in the guest's folder
 * ({@link scatola.nodeservice.vm.qemu.MachineFolder}).
 */
@NullMarked
package scatola.nodeservice.vm.qemu;

import org.jspecify.annotations.NullMarked;
