package scatola.presenter.box;

import scatola.bus.AlertId;
import scatola.bus.NodeName;
import scatola.bus.message.Alert;

/**
 * An alert that is not over.
 *
 * @param node who says it
 * @param id which of its alerts
 * @param alert what it says
 */
public record Warning(NodeName node, AlertId id, Alert alert) {}
