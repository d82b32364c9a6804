<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ChildrenModel</name>
    <message numerus="yes">
        <source>overdue %n d</source>
        <translation>
            <numerusform>overdue %n d</numerusform>
            <numerusform>overdue %n d</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChildrenView</name>
    <message numerus="yes">
        <source>%n at this site</source>
        <translation>
            <numerusform>%n at this site</numerusform>
            <numerusform>%n at this site</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EnrolDialog</name>
    <message numerus="yes">
        <source>%n code(s) left in this workstation&apos;s block.</source>
        <translation>
            <numerusform>%n code left in this workstation&apos;s block.</numerusform>
            <numerusform>%n codes left in this workstation&apos;s block.</numerusform>
        </translation>
    </message>
</context>
</TS>
