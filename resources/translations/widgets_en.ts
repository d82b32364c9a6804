<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>NewPassphrase</name>
    <message numerus="yes">
        <source>at least %n characters; several words are easiest to keep</source>
        <translation>
            <numerusform>at least %n character; several words are easiest to keep</numerusform>
            <numerusform>at least %n characters; several words are easiest to keep</numerusform>
        </translation>
    </message>
</context>
</TS>
