<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>SafetyTables</name>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>不良事件</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Grade over time</source>
        <translation>分级变化</translation>
    </message>
    <message>
        <source>Serious</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>CAR-T</source>
        <translation>与 CAR-T</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>转归</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未结束</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>serious</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>Episode</source>
        <translation>发作</translation>
    </message>
    <message>
        <source>Grade by day, D%1 to D%2</source>
        <translation>每日分级，D%1 至 D%2</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>持续</translation>
    </message>
</context>
<context>
    <name>SafetyView</name>
    <message>
        <source>Safety</source>
        <translation>安全性</translation>
    </message>
    <message>
        <source>Pack for the board…</source>
        <translation>安全监察报告…</translation>
    </message>
    <message>
        <source>The safety of all children by code, as PDF and tables</source>
        <translation>全部患儿的安全性，以编号表示，PDF与表格</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未结束</translation>
    </message>
    <message>
        <source>Serious</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Which events</source>
        <translation>显示哪些事件</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>患儿</translation>
    </message>
    <message>
        <source>Adverse events</source>
        <translation>不良事件</translation>
    </message>
    <message>
        <source>CRS and ICANS</source>
        <translation>CRS 与 ICANS</translation>
    </message>
    <message>
        <source>Serious events: deadlines</source>
        <translation>严重不良事件：报告时限</translation>
    </message>
    <message>
        <source>Proposed from results</source>
        <translation>由分级结果提示</translation>
    </message>
    <message>
        <source>and %1 more: choose a child</source>
        <translation>另有 %1 项：请选择患儿</translation>
    </message>
    <message>
        <source>Reading the events…</source>
        <translation>正在读取不良事件…</translation>
    </message>
    <message>
        <source>No event fits</source>
        <translation>无符合条件的事件</translation>
    </message>
    <message>
        <source>No adverse events</source>
        <translation>无不良事件</translation>
    </message>
    <message>
        <source>Adverse events of all children stand here, one row an event; they are written in a child&apos;s logs.</source>
        <translation>此处列出全部患儿的不良事件，每个事件一行；不良事件在患儿记录中录入。</translation>
    </message>
    <message>
        <source>Show all events</source>
        <translation>显示全部事件</translation>
    </message>
</context>
</TS>
