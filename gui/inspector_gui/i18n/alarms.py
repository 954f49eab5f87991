"""The alarms' sentences for translators. A test keeps this list equal to what the station and the window can say."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Alarms", "No heartbeat from the conveyor controller for three periods."),
    QT_TRANSLATE_NOOP("Alarms", "No decisions are sent; every item takes the default lane."),
    QT_TRANSLATE_NOOP("Alarms", "Check the controller's state and the network to the broker."),
    QT_TRANSLATE_NOOP("Alarms", "A camera can not be opened or stopped delivering frames."),
    QT_TRANSLATE_NOOP("Alarms", "Items are answered NO_DECISION and take the safe lane."),
    QT_TRANSLATE_NOOP("Alarms", "Check the camera's cable and power; it reconnects by itself."),
    QT_TRANSLATE_NOOP("Alarms", "A model raised an error while judging."),
    QT_TRANSLATE_NOOP(
        "Alarms", "Run 'inspector doctor' and 'inspector models verify'; roll back to the previous bundle."
    ),
    QT_TRANSLATE_NOOP("Alarms", "The message broker does not answer."),
    QT_TRANSLATE_NOOP("Alarms", "No decisions reach the conveyor; every item takes the default lane."),
    QT_TRANSLATE_NOOP("Alarms", "Check the broker service and the network; the daemon reconnects by itself."),
    QT_TRANSLATE_NOOP(
        "Alarms", "The conveyor controller gives items an epoch and track number that other items had before."
    ),
    QT_TRANSLATE_NOOP("Alarms", "Those items get no decision and take the default lane."),
    QT_TRANSLATE_NOOP(
        "Alarms", "Reset the controller's tracking so that it takes a new epoch; keep the epoch over power loss."
    ),
    QT_TRANSLATE_NOOP("Alarms", "More than the allowed share of decisions missed their deadline."),
    QT_TRANSLATE_NOOP("Alarms", "Those items took the default lane."),
    QT_TRANSLATE_NOOP("Alarms", "Look at the stage latencies; lower the belt speed or the model size."),
    QT_TRANSLATE_NOOP("Alarms", "Several items in a row were routed by the controller's default."),
    QT_TRANSLATE_NOOP("Alarms", "The review lane fills with items that nobody judged."),
    QT_TRANSLATE_NOOP("Alarms", "Check the cameras' pictures and the link to the controller."),
    QT_TRANSLATE_NOOP("Alarms", "Many of the last items got no decision although the station runs."),
    QT_TRANSLATE_NOOP("Alarms", "Nobody judged those items; they took the safe lane or the default lane."),
    QT_TRANSLATE_NOOP(
        "Alarms",
        "The detail says why: no pictures, check the cameras; too late or too many, slow the belt.",
    ),
    QT_TRANSLATE_NOOP(
        "Alarms", "A camera's count of items and the conveyor's do not agree: one is too many or too few."
    ),
    QT_TRANSLATE_NOOP("Alarms", "Items are NO_DECISION until two in a row agree again."),
    QT_TRANSLATE_NOOP(
        "Alarms", "If it comes back, check trigger cable, debouncing and photo-eye, then trigger.window_ms."
    ),
    QT_TRANSLATE_NOOP("Alarms", "Far more items than usual are diverted."),
    QT_TRANSLATE_NOOP("Alarms", "The isolation lane may fill up."),
    QT_TRANSLATE_NOOP("Alarms", "Look at the last pictures: a dirty lens or changed light first, a bad lot second."),
    QT_TRANSLATE_NOOP(
        "Alarms",
        "A group of similar items has one finding far more often than usual.",
    ),
    QT_TRANSLATE_NOOP("Alarms", "The group is held until a person releases it."),
    QT_TRANSLATE_NOOP("Alarms", "Look for what its isolated items have in common; release it when the cause is gone."),
    QT_TRANSLATE_NOOP("Alarms", "Frames are blank, frozen, blurred or badly exposed."),
    QT_TRANSLATE_NOOP("Alarms", "Items are answered NO_DECISION."),
    QT_TRANSLATE_NOOP("Alarms", "Clean the lens, check the light and the focus."),
    QT_TRANSLATE_NOOP("Alarms", "Pictures can not be stored: the disk or the quota is full."),
    QT_TRANSLATE_NOOP("Alarms", "Decisions go on; their pictures are not kept."),
    QT_TRANSLATE_NOOP("Alarms", "Free disk space or raise the quota."),
    QT_TRANSLATE_NOOP("Alarms", "The station could not start with the model bundles that were activated."),
    QT_TRANSLATE_NOOP("Alarms", "The bundles before them judge."),
    QT_TRANSLATE_NOOP("Alarms", "Look at the bundle, then activate it again or another one on the page Setup."),
    QT_TRANSLATE_NOOP("Alarms", "The wall clock stands far ahead of what has passed since it was last believed."),
    QT_TRANSLATE_NOOP("Alarms", "Decisions go on; nothing is deleted for its age."),
    QT_TRANSLATE_NOOP("Alarms", "Set the clock right; one that is right is believed after clock_settle_h hours."),
    QT_TRANSLATE_NOOP("Alarms", "The ledger can not be written."),
    QT_TRANSLATE_NOOP("Alarms", "Nothing is decided: a decision must be durable before it is sent."),
    QT_TRANSLATE_NOOP("Alarms", "Check the disk of the data directory."),
    QT_TRANSLATE_NOOP("Alarms", "Another process uses this station's MQTT client id."),
    QT_TRANSLATE_NOOP("Alarms", "The two push each other off the broker; decisions may be missed."),
    QT_TRANSLATE_NOOP("Alarms", "Stop the other daemon or give it its own station name."),
    QT_TRANSLATE_NOOP("Alarms", "The warehouse's system does not take what it is told."),
    QT_TRANSLATE_NOOP("Alarms", "Decisions go on; dispositions and holds wait to be told."),
    QT_TRANSLATE_NOOP("Alarms", "The detail says why: mend [wms] or the other side; it catches up by itself."),
    QT_TRANSLATE_NOOP("Alarms", "This window has no connection to the message broker."),
    QT_TRANSLATE_NOOP("Alarms", "What is on this screen is old. The line may do anything."),
    QT_TRANSLATE_NOOP("Alarms", "Check this computer's network and the broker; the window reconnects by itself."),
    QT_TRANSLATE_NOOP("Alarms", "The inspection program has stopped or lost its connection."),
    QT_TRANSLATE_NOOP("Alarms", "Items are not judged; every item takes the default lane."),
    QT_TRANSLATE_NOOP("Alarms", "Start the inspection program, or call the engineer."),
    QT_TRANSLATE_NOOP("Alarms", "Nothing is heard from the inspection program."),
    QT_TRANSLATE_NOOP("Alarms", "Check the inspection program and the network; call the engineer if it lasts."),
)
