<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>TodayModel</name>
    <message numerus="yes">
        <source>Next %n days</source>
        <translation>
            <numerusform>Next day</numerusform>
            <numerusform>Next %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TodayView</name>
    <message numerus="yes">
        <source>Nothing is due in the next %n days</source>
        <translation>
            <numerusform>Nothing is due in the next day</numerusform>
            <numerusform>Nothing is due in the next %n days</numerusform>
        </translation>
    </message>
</context>
</TS>
