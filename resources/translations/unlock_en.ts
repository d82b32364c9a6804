<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>FactsCard</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries are missing</source>
        <translation>
            <numerusform>%n entry is missing</numerusform>
            <numerusform>%n entries are missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveryPage</name>
    <message numerus="yes">
        <source>From character %n on it differs.</source>
        <translation>
            <numerusform>From character %n on it differs.</numerusform>
            <numerusform>From character %n on it differs.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnlockView</name>
    <message numerus="yes">
        <source>Several tries failed. The next try is possible in %n s.</source>
        <translation>
            <numerusform>Several tries failed. The next try is possible in %n s.</numerusform>
            <numerusform>Several tries failed. The next try is possible in %n s.</numerusform>
        </translation>
    </message>
</context>
</TS>
