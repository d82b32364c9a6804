<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>DosePane</name>
    <message>
        <source>Glucocorticoid, as prednisone</source>
        <translation>激素（泼尼松等效）</translation>
    </message>
    <message>
        <source>mg/kg/day · %1 mg/day</source>
        <translation>mg/kg/日 · %1 mg/日</translation>
    </message>
    <message>
        <source>mg/day</source>
        <translation>mg/日</translation>
    </message>
    <message>
        <source>Counted with</source>
        <translation>计算所用</translation>
    </message>
</context>
<context>
    <name>LogsView</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The child&apos;s page</source>
        <translation>患儿页</translation>
    </message>
    <message>
        <source>New row</source>
        <translation>新增一行</translation>
    </message>
    <message>
        <source>%1: nothing yet</source>
        <translation>%1：尚无记录</translation>
    </message>
    <message>
        <source>The child&apos;s logs</source>
        <translation>患儿记录</translation>
    </message>
    <message>
        <source>%1 open of %2</source>
        <translation>进行中 %1，共 %2</translation>
    </message>
</context>
</TS>
