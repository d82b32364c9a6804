<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>LetterDialog</name>
    <message>
        <source>The advice in the letter was not checked by the hospital yet, and the letter says so.</source>
        <translation>通知单中的说明尚待本院核对，通知单上已注明。</translation>
    </message>
    <message>
        <source>Letter to the family of %1</source>
        <translation>%1 的家属通知单</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>访视</translation>
    </message>
    <message>
        <source>Language of the letter</source>
        <translation>通知单语言</translation>
    </message>
    <message>
        <source>Day of the visit</source>
        <translation>就诊日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>YYYY-MM-DD; left empty there is room to write it</source>
        <translation>YYYY-MM-DD，留空则打印填写处</translation>
    </message>
    <message>
        <source>HH:MM</source>
        <translation>HH:MM</translation>
    </message>
    <message>
        <source>Print the child&apos;s name</source>
        <translation>打印患儿姓名</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No day is known for it.</source>
        <translation>尚无日期可供推算。</translation>
    </message>
    <message>
        <source>This is no day. Write it as 2026-11-17, or leave it empty.</source>
        <translation>无法识别为日期。请按 2026-11-17 填写，或留空。</translation>
    </message>
    <message>
        <source>This is no time. Write it as 09:30, or leave it empty.</source>
        <translation>无法识别为时间。请按 09:30 填写，或留空。</translation>
    </message>
    <message>
        <source>A time needs its day.</source>
        <translation>填写时间时须同时填写日期。</translation>
    </message>
</context>
</TS>
