<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <location filename="../widgets/counters.py" line="11"/>
        <source>Inspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/counters.py" line="12"/>
        <source>Passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/counters.py" line="13"/>
        <source>Diverted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/counters.py" line="14"/>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/counters.py" line="15"/>
        <source>Undecided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/counters.py" line="16"/>
        <source>Missed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AlarmStrip</name>
    <message>
        <location filename="../widgets/alarm_strip.py" line="98"/>
        <source>Next alarm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/alarm_strip.py" line="103"/>
        <source>No active alarms</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <location filename="alarms.py" line="6"/>
        <source>No heartbeat from the conveyor controller for three periods.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="7"/>
        <source>No decisions are sent; every item takes the default lane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="8"/>
        <source>Check the controller&apos;s state and the network to the broker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="9"/>
        <source>A camera can not be opened or stopped delivering frames.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="10"/>
        <source>Items are answered NO_DECISION and take the safe lane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="11"/>
        <source>Check the camera&apos;s cable and power; it reconnects by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="12"/>
        <source>A model raised an error while judging.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="13"/>
        <source>Run &apos;inspector doctor&apos; and &apos;inspector models verify&apos;; roll back to the previous bundle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="16"/>
        <source>The message broker does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="17"/>
        <source>No decisions reach the conveyor; every item takes the default lane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="18"/>
        <source>Check the broker service and the network; the daemon reconnects by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="19"/>
        <source>More than the allowed share of decisions missed their deadline.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="20"/>
        <source>Those items took the default lane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="21"/>
        <source>Look at the stage latencies; lower the belt speed or the model size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="22"/>
        <source>Several items in a row were routed by the controller&apos;s default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="23"/>
        <source>The review lane fills with items that nobody judged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="24"/>
        <source>Check the cameras&apos; pictures and the link to the controller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="25"/>
        <source>Far more items than usual are diverted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="26"/>
        <source>The isolation lane may fill up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="27"/>
        <source>Look at the last pictures: a dirty lens or changed light first, a bad lot second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="28"/>
        <source>Frames are blank, frozen, blurred or badly exposed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="29"/>
        <source>Items are answered NO_DECISION.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="30"/>
        <source>Clean the lens, check the light and the focus.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="31"/>
        <source>Pictures can not be stored: the disk or the quota is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="32"/>
        <source>Decisions go on; their pictures are not kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="33"/>
        <source>Free disk space or raise the quota.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="34"/>
        <source>The ledger can not be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="35"/>
        <source>Nothing is decided: a decision must be durable before it is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="36"/>
        <source>Check the disk of the data directory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="37"/>
        <source>Another process uses this station&apos;s MQTT client id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="38"/>
        <source>The two push each other off the broker; decisions may be missed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="39"/>
        <source>Stop the other daemon or give it its own station name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="40"/>
        <source>This window has no connection to the message broker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="41"/>
        <source>What is on this screen is old. The line may do anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="42"/>
        <source>Check this computer&apos;s network and the broker; the window reconnects by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="43"/>
        <source>The inspection program has stopped or lost its connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="44"/>
        <source>Items are not judged; every item takes the default lane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="45"/>
        <source>Start the inspection program, or call the engineer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="46"/>
        <source>Nothing is heard from the inspection program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="alarms.py" line="47"/>
        <source>Check the inspection program and the network; call the engineer if it lasts.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CountersPanel</name>
    <message>
        <location filename="../widgets/counters.py" line="69"/>
        <source>Not heard by this window: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/counters.py" line="71"/>
        <source>Since this window was opened</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineBar</name>
    <message>
        <location filename="../widgets/line_bar.py" line="117"/>
        <source>No message yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/line_bar.py" line="120"/>
        <source>Last message: {0} s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/line_bar.py" line="121"/>
        <source>Last message: {0} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/line_bar.py" line="137"/>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/line_bar.py" line="137"/>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveWindow</name>
    <message>
        <location filename="../widgets/live_window.py" line="140"/>
        <source>Inspection station</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolColumn</name>
    <message>
        <location filename="../widgets/tool_column.py" line="63"/>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/tool_column.py" line="64"/>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/tool_column.py" line="65"/>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/tool_column.py" line="67"/>
        <source>Hold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrendsPanel</name>
    <message>
        <location filename="../widgets/trends.py" line="85"/>
        <source>Decision: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/trends.py" line="87"/>
        <source>Diverted: {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerdictBand</name>
    <message>
        <location filename="../widgets/verdict_band.py" line="69"/>
        <source>No item yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/verdict_band.py" line="74"/>
        <source>Lane {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/verdict_band.py" line="78"/>
        <source>Damage {0} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/verdict_band.py" line="84"/>
        <source>OLD: last known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/verdict_band.py" line="84"/>
        <source>Held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../widgets/verdict_band.py" line="85"/>
        <source>Item {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <location filename="words.py" line="11"/>
        <source>PASS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="12"/>
        <source>DIVERT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="13"/>
        <source>REVIEW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="14"/>
        <source>NO DECISION</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="17"/>
        <source>NO CONNECTION</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="18"/>
        <source>STATION GONE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="19"/>
        <source>NO NEWS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="20"/>
        <source>NOT RUNNING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="21"/>
        <source>RUNNING</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="24"/>
        <source>Clearing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="25"/>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="26"/>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="27"/>
        <source>Idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="28"/>
        <source>Suspended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="29"/>
        <source>Execute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="30"/>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="31"/>
        <source>Aborting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="32"/>
        <source>Aborted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="33"/>
        <source>Holding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="34"/>
        <source>Held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="35"/>
        <source>Unholding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="36"/>
        <source>Suspending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="37"/>
        <source>Unsuspending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="38"/>
        <source>Resetting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="39"/>
        <source>Completing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="40"/>
        <source>Complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="43"/>
        <source>Production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="44"/>
        <source>Maintenance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="45"/>
        <source>Manual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="48"/>
        <source>PLC: not heard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="49"/>
        <source>PLC: alive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="50"/>
        <source>PLC: SILENT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="53"/>
        <source>Boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="54"/>
        <source>Heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="55"/>
        <source>Plain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="58"/>
        <source>Picture of this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="59"/>
        <source>Live picture, this item&apos;s own is not stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="60"/>
        <source>No item yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="61"/>
        <source>No picture of this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="62"/>
        <source>Loading the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="63"/>
        <source>No heat map of this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="66"/>
        <source>item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="67"/>
        <source>hole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="68"/>
        <source>dent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="69"/>
        <source>opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="70"/>
        <source>taken apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="71"/>
        <source>spill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="72"/>
        <source>surface mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="73"/>
        <source>unit missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="74"/>
        <source>label defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="77"/>
        <source>A camera missed the item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="78"/>
        <source>A camera is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="79"/>
        <source>The picture is blank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="80"/>
        <source>The picture is frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="81"/>
        <source>The picture is blurred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="82"/>
        <source>The picture is too bright</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="83"/>
        <source>The picture is too dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="84"/>
        <source>The picture has the wrong size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="85"/>
        <source>The picture is corrupt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="86"/>
        <source>No item in the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="87"/>
        <source>The model failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="88"/>
        <source>Too many items at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="89"/>
        <source>Not judged in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="90"/>
        <source>The station restarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="91"/>
        <source>The station is stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="92"/>
        <source>Picture and item do not match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="93"/>
        <source>The station is not ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="94"/>
        <source>A check could not be made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="95"/>
        <source>Damage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="96"/>
        <source>Hole or tear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="97"/>
        <source>Dented or crushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="98"/>
        <source>Opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="99"/>
        <source>Taken apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="100"/>
        <source>Spilled or leaking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="101"/>
        <source>Scratched or soiled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="102"/>
        <source>A unit is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="103"/>
        <source>Label missing or damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="104"/>
        <source>Perhaps damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="105"/>
        <source>Looks unlike the taught ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="106"/>
        <source>Perhaps unlike the taught ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="107"/>
        <source>Product not taught</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="108"/>
        <source>A check failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="109"/>
        <source>A check is unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="110"/>
        <source>Bypassed by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="words.py" line="111"/>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
