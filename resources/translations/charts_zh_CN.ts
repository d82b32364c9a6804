<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChartHover</name>
    <message>
        <source>click opens the visit</source>
        <translation>点击打开该访视</translation>
    </message>
</context>
<context>
    <name>ChartsView</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Panels…</source>
        <translation>面板…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Log axes</source>
        <translation>对数轴</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>No panel is chosen</source>
        <translation>未选择面板</translation>
    </message>
    <message>
        <source>Panels show values over the days since the infusion. Choose those you want to compare.</source>
        <translation>面板按回输后天数显示各项结果。请选择要比较的面板。</translation>
    </message>
    <message>
        <source>Choose panels</source>
        <translation>选择面板</translation>
    </message>
    <message>
        <source>Export the charts</source>
        <translation>导出图表</translation>
    </message>
</context>
</TS>
