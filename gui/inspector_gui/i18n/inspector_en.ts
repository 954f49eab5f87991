<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlarmDetails</name>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln minute</numerusform>
            <numerusform>%Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s)</source>
        <translation>
            <numerusform>%Ln hour</numerusform>
            <numerusform>%Ln hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>The last %Ln item(s)</source>
        <translation>
            <numerusform>The last item</numerusform>
            <numerusform>The last %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln good one(s) by score alone</source>
        <translation>
            <numerusform>%Ln good one by score alone</numerusform>
            <numerusform>%Ln good ones by score alone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Learnt from %Ln picture(s) in {0} s, by {1}.</source>
        <translation>
            <numerusform>Learnt from %Ln picture in {0} s, by {1}.</numerusform>
            <numerusform>Learnt from %Ln pictures in {0} s, by {1}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the last %Ln stored item(s): isolated now {0}, with the draft {1}.</source>
        <translation>
            <numerusform>Of the last stored item: isolated now {0}, with the draft {1}.</numerusform>
            <numerusform>Of the last %Ln stored items: isolated now {0}, with the draft {1}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s), taught outside this window</source>
        <translation>
            <numerusform>%Ln picture, taught outside this window</numerusform>
            <numerusform>%Ln pictures, taught outside this window</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s), {0}, by {1}</source>
        <translation>
            <numerusform>%Ln picture, {0}, by {1}</numerusform>
            <numerusform>%Ln pictures, {0}, by {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The draft: %Ln picture(s), not in use.</source>
        <translation>
            <numerusform>The draft: %Ln picture, not in use.</numerusform>
            <numerusform>The draft: %Ln pictures, not in use.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For {0} alone it can not be promised: that takes %Ln good item(s) of its own, and there are fewer.</source>
        <translation>
            <numerusform>For {0} alone it can not be promised: that takes %Ln good item of its own, and there is none.</numerusform>
            <numerusform>For {0} alone it can not be promised: that takes %Ln good items of its own, and there are fewer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Promised: at most {0} % of good items are stopped by their score (alpha {1}, from %Ln good item(s) of {2}).</source>
        <translation>
            <numerusform>Promised: at most {0} % of good items are stopped by their score (alpha {1}, from %Ln good item of {2}).</numerusform>
            <numerusform>Promised: at most {0} % of good items are stopped by their score (alpha {1}, from %Ln good items of {2}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To promise at most {0} % takes a calibration from at least %Ln good item(s).</source>
        <translation>
            <numerusform>To promise at most {0} % takes a calibration from at least %Ln good item.</numerusform>
            <numerusform>To promise at most {0} % takes a calibration from at least %Ln good items.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0}: {1} of %Ln item(s) ({2} %) since {3}</source>
        <translation>
            <numerusform>{0}: {1} of %Ln item ({2} %) since {3}</numerusform>
            <numerusform>{0}: {1} of %Ln items ({2} %) since {3}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EffectPanel</name>
    <message numerus="yes">
        <source>%Ln item(s) would go another way; the newest:</source>
        <translation>
            <numerusform>%Ln item would go another way:</numerusform>
            <numerusform>%Ln items would go another way; the newest:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HoldDetails</name>
    <message numerus="yes">
        <source>Among the %Ln oldest isolated item(s) wait because of it: {0}</source>
        <translation>
            <numerusform>Of the oldest isolated item waits because of it: {0}</numerusform>
            <numerusform>Among the %Ln oldest isolated items wait because of it: {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePage</name>
    <message numerus="yes">
        <source>Barcode {0}: not among the %Ln oldest item(s)</source>
        <translation>
            <numerusform>Barcode {0}: not the oldest item</numerusform>
            <numerusform>Barcode {0}: not among the %Ln oldest items</numerusform>
        </translation>
    </message>
</context>
</TS>
