<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Palette</name>
    <message numerus="yes">
        <source>%n more; type another word</source>
        <translation>
            <numerusform>%n more; type another word</numerusform>
            <numerusform>%n more; type another word</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more children fit: write more of the code to look into them</source>
        <translation>
            <numerusform>%n more child fits: write more of the code to look into it</numerusform>
            <numerusform>%n more children fit: write more of the code to look into them</numerusform>
        </translation>
    </message>
</context>
</TS>
